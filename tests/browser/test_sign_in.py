import re

from playwright.sync_api import Page, expect

from api.openapi import Service
from tests.browser.place import LOGIN, PASSWORD, Place


def test_somebody_signs_in_works_and_signs_out(page: Page, app: Service) -> None:
    """A real browser says by itself which page sent a form: nothing in the forms does."""
    wanted = Place(app).list
    Place(app).close()

    page.goto(wanted)
    page.get_by_label("Name or e-mail address").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{re.escape(wanted)}$"))
    expect(page.get_by_role("banner")).to_contain_text(f"{LOGIN} coordinator")

    page.get_by_role("button", name="Save the groups").click()
    expect(page.get_by_role("status")).to_have_text("The groups are saved.")

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.goto(wanted)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
