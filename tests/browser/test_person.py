import re

import pytest
from playwright.sync_api import Page, Route, expect

from api.db.database import Database
from api.web import whatif
from matcher.explain import why
from matcher.obstacles import why_not
from matcher.whatif import Effort
from tests.service.web.explained import HOSTILE, LISTED, PLAN, SWAPPED, add_revision, keep


def test_a_person_is_found_and_asked_about_with_the_keyboard_alone(page: Page, database: Database) -> None:
    """From who waits to one of them, to a companion of somebody placed, and to a plan that has changed meanwhile."""
    _, plan = keep(database, PLAN)
    page.goto(f"{plan}/waitlist")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 people wait")

    page.get_by_role("link", name="late").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("late")
    expect(page.get_by_text(why(LISTED, PLAN, "late").waiting[0].text)).to_be_visible()
    page.get_by_role("combobox", name="Group").focus()
    page.keyboard.press("ArrowDown")
    against = why_not(LISTED, PLAN, "late", "older").obstacles[0].text
    expect(page.locator("#not-answer").get_by_text(against)).to_be_visible()

    page.goto(f"{plan}/revisions/1/people/1")
    page.get_by_role("link", name=HOSTILE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HOSTILE)

    add_revision(database, plan, SWAPPED, LISTED)
    page.get_by_role("button", name="Ask").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This plan has changed")
    page.get_by_role("link", name=HOSTILE).press("Enter")
    expect(page.get_by_text(why(LISTED, SWAPPED, "b").said[0].text)).to_be_visible()


def test_a_group_chosen_before_the_page_is_ready_is_asked_about(page: Page, database: Database) -> None:
    _, plan = keep(database, PLAN)
    page.goto(f"{plan}/waitlist")
    link = page.get_by_role("link", name="late").get_attribute("href")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/htmx.min.js", hold)
    page.goto(f"{link}", wait_until="commit")
    page.get_by_role("combobox", name="Group").focus()
    page.keyboard.press("ArrowDown")
    held.pop().continue_()

    against = why_not(LISTED, PLAN, "late", "older").obstacles[0].text
    expect(page.locator("#not-answer").get_by_text(against)).to_be_visible()


def test_questions_are_answered_on_the_page_they_are_asked_on(
    page: Page, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatif, "Effort", lambda seconds: Effort(seconds, rounds=2))
    _, plan = keep(database, PLAN)

    page.goto(f"{plan}/newcomer")
    page.get_by_label("Age, or a band").fill("old")
    page.get_by_role("button", name="Rank the groups").click()
    expect(page.get_by_role("alert")).to_contain_text("age:")
    page.get_by_label("Age, or a band").fill("22")
    page.get_by_label("Career direction").check()
    page.get_by_role("button", name="Rank the groups").click()
    expect(page.locator("#answer")).to_contain_text("The newcomer is best placed in young")

    page.goto(f"{plan}/what-if")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Find out").click()
        expect(page.get_by_role("status")).to_have_text("Searching. The answer appears here.")
        expect(page.get_by_role("button", name="Find out")).to_be_disabled()
    expect(page.get_by_role("heading", name="Other groups on offer")).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()
    expect(page.get_by_role("button", name="Find out")).to_be_enabled()


def test_what_if_is_kept_as_a_plan_of_its_own(page: Page, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the keys alone: the answer comes without a new page, and what it says of keeping is read before it is done."""
    monkeypatch.setattr(whatif, "Effort", lambda seconds: Effort(seconds, rounds=2))
    kept, plan = keep(database, PLAN)
    page.goto(f"{plan}/what-if")
    page.get_by_role("button", name="Find out").press("Enter")

    variant = page.get_by_role("region", name="Keep one of these").locator("details", has_text="A second older")
    expect(variant.get_by_role("button")).to_be_hidden()
    variant.locator("summary").press("Enter")
    expect(variant.get_by_text("A group older-2 is added to those of the list.")).to_be_visible()
    expect(variant.get_by_text("First stays as it is.")).to_be_visible()
    variant.get_by_role("button", name="Keep this as a plan of its own: A second older").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Kept as a plan of its own. The list has one group more now")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("placed in . groups"))
    expect(page.locator("#board")).to_contain_text("older-2")
    page.goto(kept)
    expect(page.get_by_role("link", name="Autumn 2: A second older")).to_be_visible()
    expect(page.get_by_role("textbox", name="Group, older-2", exact=True)).to_have_value("older-2")
