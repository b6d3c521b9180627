"""The people of a list, in the browser."""

from playwright.sync_api import Locator, Page, expect

from api.db.database import Database
from tests.service.web.explained import PLAN, keep


def test_codes_are_suggested_one_after_the_other(page: Page, database: Database) -> None:
    kept, _ = keep(database, PLAN)
    page.goto(f"{kept}/people/1")
    field = page.get_by_label("must not meet")

    field.focus()
    assert suggested(field) == ["b", "c", "d", "e", "f", "late", "held"]
    field.press_sequentially("late; ")
    assert suggested(field) == [f"late; {each}" for each in ("b", "c", "d", "e", "f", "held")]
    field.press_sequentially("c")
    page.get_by_label("must sit with").focus()
    assert suggested(field) == ["b", "c", "d", "e", "f", "late", "held"]

    page.get_by_role("button", name="Save the change").press("Enter")
    expect(page.get_by_text("The change is saved.")).to_be_visible()
    page.goto(f"{kept}/people/1")
    expect(field).to_have_value("late; c")


def suggested(field: Locator) -> list[str]:
    """What the browser offers for a field."""
    found: list[str] = field.evaluate(
        "(each) => [...each.list.options].filter((one) => !one.disabled).map((one) => one.value)"
    )
    return found
