"""A hand that never touches the mouse: from one control to the next with Tab, as far as it takes."""

from playwright.sync_api import Locator, expect

MOST_STEPS = 400
"""Presses of Tab within which everything on a page is reached."""


def reach(control: Locator) -> None:
    """Go on with Tab until the control has the focus."""
    expect(control).to_be_visible()
    for _ in range(MOST_STEPS):
        if control.evaluate("(each) => each === document.activeElement"):
            return
        control.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STEPS} presses of Tab do not reach {control}")


def press(button: Locator) -> None:
    """Press a button, or follow a link."""
    reach(button)
    button.page.keyboard.press("Enter")


def write(field: Locator, text: str) -> None:
    """Write into a field instead of what stands there."""
    reach(field)
    field.page.keyboard.press("ControlOrMeta+A")
    field.page.keyboard.type(text)


def choose(field: Locator, label: str) -> None:
    """Choose from a menu by typing what it says."""
    reach(field)
    field.page.keyboard.type(label)


def tick(box: Locator) -> None:
    """Tick a box."""
    reach(box)
    box.page.keyboard.press("Space")
