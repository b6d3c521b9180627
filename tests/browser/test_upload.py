"""A file on its way to a list, in the browser: with the keys alone, and with everything in it that could do harm."""

from playwright.sync_api import Page, expect

from tests.browser import keys
from tests.browser.place import SPOILED

HOSTILE_NAME = '"><img src=x onerror=alert(1)>'
SCRIPT = "</td><script>document.title = 'gone'</script>"
FORMULA = '=HYPERLINK("https://elsewhere.example","open")'
LONG = "wide-open-" * 1000


def test_a_spoiled_file_becomes_a_list_by_the_keys_alone(page: Page) -> None:
    page.goto("/")
    choose(page, "waiting list.csv", SPOILED)
    keys.press(page.get_by_role("button", name="Hand in the list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the list")

    for heading, field in (("Kürzel", "code of the person"), ("Alter", "age")):
        keys.choose(page.get_by_label(heading), field)
    keys.press(page.get_by_role("button", name="Read again"))
    expect(page.get_by_role("status")).to_contain_text("3 things have to be mended")

    rows = page.get_by_role("list", name="Rows to mend").get_by_role("listitem")
    keys.write(rows.nth(0).get_by_label("Alter"), "29")
    keys.write(rows.nth(1).get_by_label("Available"), "Wed 9-12")
    keys.tick(rows.nth(2).get_by_label("Leave row 5 out"))
    keys.press(page.get_by_role("button", name="Check again"))
    expect(page.get_by_role("status")).to_have_text(
        "4 people were read, and everything can be used. 1 row is left out."
    )

    keys.write(page.get_by_label("What this list is called"), "Herbst")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Herbst")
    expect(page.get_by_text("4 people, all cleared")).to_be_visible()


def test_what_could_do_harm_is_text(page: Page) -> None:
    """The page is watched for scripts and for whatever its policy refuses: neither may be tried."""
    rows = [f'A{n},"{each.replace(chr(34), chr(34) * 2)}",x\n' for n, each in enumerate((SCRIPT, FORMULA, LONG))]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    choose(page, f"../{HOSTILE_NAME}.csv", "id,age,<b>odd</b>\n" + "".join(rows))
    page.get_by_role("button", name="Hand in the list").click()

    for row, text in enumerate((SCRIPT, FORMULA, LONG)):
        expect(page.get_by_role("list", name="Rows to mend").get_by_label("age").nth(row)).to_have_value(text)
    expect(page.get_by_label("<b>odd</b>")).to_be_visible()
    expect(page.get_by_label("What this list is called")).to_have_value("___img src_x onerror_alert(1)_")
    expect(page).to_have_title("Check the list · Group Matcher")
    assert page.locator("main img, main script, main b").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    for row in range(3):
        page.get_by_role("list", name="Rows to mend").get_by_label("age").nth(row).fill("30")
    page.get_by_role("button", name="Check again").click()
    page.get_by_label("What this list is called").fill(HOSTILE_NAME)
    page.get_by_role("button", name="Keep the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE_NAME)
    page.get_by_role("link", name="Lists").click()
    expect(page.get_by_role("link", name=HOSTILE_NAME)).to_be_visible()
    assert page.locator("main img").count() == 0


def choose(page: Page, name: str, text: str) -> None:
    """Choose a file: the dialogue for it is the system's, not the page's."""
    page.get_by_label("Drop a spreadsheet here").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
