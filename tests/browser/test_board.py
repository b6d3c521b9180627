"""Whole stories on the board: by mouse, by keys alone, by menu, against a rule, and against somebody else."""

import re

from playwright.sync_api import Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from api.openapi import Service
from tests.service.plans.planning import keep_plan, move, read, seats


def opened(page: Page, app: Service) -> dict[str, object]:
    """A plan of three small groups, two people waiting, on its page."""
    kept = keep_plan(app.test_client())
    page.goto(f"/plans/{kept['id']}")
    return kept


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def drag(page: Page, what: Locator, where: Locator) -> None:
    """Step by step: a drag that jumps is none to the script."""
    begin, end = what.bounding_box(), where.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + 20, begin["y"] + 8)
    page.mouse.down()
    page.mouse.move(begin["x"] + 30, begin["y"] + 4, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 20, steps=12)


def test_by_mouse_with_what_it_would_be_worth(page: Page, app: Service) -> None:
    page.set_viewport_size({"width": 1280, "height": 2200})
    kept = opened(page, app)
    said = page.get_by_role("status")

    drag(page, page.locator("[data-person=p7]"), group(page, "g1"))
    expect(group(page, "g3").locator(".gain")).to_contain_text("Breaks: g3 has 1 member")
    before = group(page, "g1").locator(".gain").inner_text()
    page.mouse.up()

    expect(said).to_contain_text("p7 moved from the waitlist to g1.")
    promised = re.match(r"(\S+) points · fit (\d+) to (\d+)", before)
    assert promised is not None
    expect(said).to_contain_text(f"Value of the plan: {promised[1]} points. g1: fit {promised[2]} to {promised[3]}.")
    expect(group(page, "g1").locator("[data-person]")).to_have_count(4)
    expect(group(page, "g1").locator(".badge strong")).to_have_text(promised[3])

    page.keyboard.press("Control+z")
    expect(said).to_contain_text("p7 moved from g1 to the waitlist.")
    page.keyboard.press("Control+Shift+Z")
    expect(group(page, "g1").locator("[data-person]")).to_have_count(4)
    assert seats(read(app.test_client(), kept))["g1"] == ["p1", "p2", "p3", "p7"]


def test_by_keys_alone(page: Page, app: Service) -> None:
    kept = opened(page, app)
    dialog, button = page.get_by_role("dialog"), page.get_by_role("button", name="Move p2…")
    group(page, "g1").get_by_role("button", name="Move p1…").focus()

    page.keyboard.press("ArrowDown")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.locator(".choice").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("p")
    expect(page.locator("[data-person=p2]")).to_contain_text("kept here")
    expect(page.get_by_role("status")).to_have_text("p2 is kept in g1.")
    expect(button).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("[data-person=p2]")).not_to_contain_text("kept here")

    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="g2 3 of 4 places")).to_be_visible()
    while "g2" not in page.locator(":focus").inner_text():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("p2 moved from g1 to g2.")
    expect(button).to_be_focused()
    assert seats(read(app.test_client(), kept))["g2"] == ["p2", "p4", "p5", "p6"]


def test_faster_than_the_answers(page: Page, app: Service) -> None:
    """What is done before the last answer has come is done after it, and nobody is told of somebody else."""
    opened(page, app)

    page.evaluate(
        """() => {
            for (const person of ["p1", "p2", "p4"]) {
                const button = document.querySelector(`[data-person=${person}] .move`);
                button.dispatchEvent(new KeyboardEvent("keydown", { key: "p", bubbles: true }));
            }
        }"""
    )

    for person in ("p1", "p2", "p4"):
        expect(page.locator(f"[data-person={person}]")).to_contain_text("kept here")
    expect(page.locator("#notice")).to_have_text("")


def test_by_menu_and_against_a_rule(page: Page, app: Service) -> None:
    opened(page, app)
    dialog = page.get_by_role("dialog")

    page.get_by_role("button", name="Move p1…").click()
    dialog.get_by_role("button", name="Change places with… (g2)").click()
    dialog.get_by_role("button", name=re.compile("^p4")).click()
    expect(page.get_by_role("status")).to_contain_text("p1 moved from g1 to g2. p4 moved from g2 to g1.")

    page.get_by_role("button", name="Move p7…").click()
    dialog.get_by_role("button", name=re.compile("^g3 0 of 4 places")).click()
    expect(dialog.get_by_role("heading")).to_have_text("This breaks a rule")
    expect(dialog).to_contain_text("g3 has 1 member")
    dialog.get_by_role("textbox", name="Why is it right all the same?").fill("a second person starts in May")
    dialog.get_by_role("button", name="Do it anyway").click()
    expect(group(page, "g3").locator(".broken")).to_contain_text("g3 has 1 member")

    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("a second person starts in May")
    page.get_by_role("button", name="Go back to this (1)").click()
    expect(page.get_by_role("status")).to_contain_text("p1 moved from g2 to g1.")
    expect(group(page, "g1").locator("[data-person=p1]")).to_be_visible()


def test_what_would_help_is_asked_for_by_keys_and_gone_with_the_next_move(page: Page, app: Service) -> None:
    opened(page, app)
    waitlist, asking = page.locator("#waitlist"), page.get_by_role("button", name="What would help them?")
    page.get_by_role("button", name="Move p7…").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^g1 3 of 4 places")).click()
    expect(page.get_by_role("status")).to_contain_text("p7 moved")

    asking.press("Enter")
    expect(waitlist.get_by_text("Would help:")).to_be_visible()
    expect(page.get_by_role("heading", name="Waiting")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile("the smallest change that would seat them"))
    expect(asking).to_have_count(0)

    page.get_by_role("button", name="Move p1…").click()
    page.get_by_role("dialog").get_by_role("button", name="Change places with… (g2)").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^p4")).click()
    expect(page.get_by_role("status")).to_contain_text("p1 moved from g1 to g2.")
    expect(waitlist.get_by_text("Would help:")).to_have_count(0)
    expect(asking).to_be_visible()


def test_somebody_else_was_quicker(page: Page, app: Service, here: str, new_context: CreateContextCallback) -> None:
    kept = opened(page, app)
    other = new_context(base_url=here).new_page()
    other.goto(f"/plans/{kept['id']}")
    other.get_by_role("button", name="Move p7…").click()
    other.get_by_role("dialog").get_by_role("button", name=re.compile("^g1 3 of 4")).click()
    expect(other.get_by_role("status")).to_contain_text("p7 moved")

    page.locator("[data-person=p1] .move").focus()
    page.keyboard.press("p")

    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed this plan meanwhile.")
    expect(group(page, "g1").locator("[data-person=p7]")).to_be_visible()
    expect(page.locator("[data-person=p1]")).not_to_contain_text("kept here")
    page.get_by_role("button", name="Move p1…").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep in g1").click()
    expect(page.locator("[data-person=p1]")).to_contain_text("kept here")
    expect(page.get_by_role("alert")).to_be_empty()
    assert read(app.test_client(), kept)["pins"] == {"p1": "g1"}
    assert move(app.test_client(), kept, {"applicant": "p8", "to": "g2"}).status_code == 412
