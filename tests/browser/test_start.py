from playwright.sync_api import Page, expect


def test_the_sample_opens_with_its_groups(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="64 students").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("64 students, eight groups with times")
    expect(page.get_by_role("heading", name="Groups on offer")).to_be_visible()
