"""What htmx does with an answer that something went wrong. The console has such errors: here it is not watched."""

from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback
from sqlalchemy import delete

from api.db.database import Database
from api.db.models import SessionRow
from api.openapi import Service
from tests.browser.place import LOGIN, PASSWORD, Place

ASK = "() => htmx.ajax('POST', '/lists/none/propose', '#content').catch(() => {})"


def test_what_went_wrong_is_said_above_the_page(
    new_context: CreateContextCallback, here: str, app: Service, database: Database
) -> None:
    page = new_context(base_url=here).new_page()
    page.goto("/")

    page.evaluate(ASK)

    expect(page.get_by_role("alert")).to_contain_text("There is nothing here.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who sits with whom?")

    Place(app).close()
    page.goto("/")
    page.get_by_label("Name or e-mail address").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who sits with whom?")
    with database.writing() as session:
        session.execute(delete(SessionRow))

    # The heading is there before the scripts, which are deferred.
    page.wait_for_load_state()
    page.evaluate(ASK)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("status")).to_contain_text("was not saved")
