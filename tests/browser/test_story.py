"""The whole way from a spoiled spreadsheet to the files of a published plan: by mouse, and by the keys alone."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from api.openapi import Service
from tests.browser import keys
from tests.service.jobs import working

FIXTURES = Path(__file__).parents[2] / "fixtures"

SEARCH_SECONDS = 2
"""What the worker grants: both searches are over long before, and only the proof would go on."""

FOREIGN = {"id": "Kürzel", "age": "Alter"}
FIELDS = {"Kürzel": "code of the person", "Alter": "age"}

SPOILED = {0: ("age", "teen"), 3: ("availability", "whenever it suits"), 8: ("age", "7")}
"""A cell of three rows of the list, and what stands in it."""


class Mouse:
    """Clicks, and chooses from menus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)

    def tick(self, box: Locator) -> None:
        box.check()

    def undo(self) -> None:
        self.press(self.page.get_by_role("button", name="Undo"))


class Keys(Mouse):
    """Never touches the mouse."""

    def press(self, button: Locator) -> None:
        keys.press(button)

    def write(self, field: Locator, text: str) -> None:
        keys.write(field, text)

    def choose(self, field: Locator, label: str) -> None:
        keys.choose(field, label)

    def tick(self, box: Locator) -> None:
        keys.tick(box)

    def undo(self) -> None:
        self.page.keyboard.press("Control+z")


@pytest.mark.parametrize("hand", [Mouse, Keys], ids=["mouse", "keys"])
def test_from_a_spoiled_spreadsheet_to_the_files(page: Page, app: Service, hand: type[Mouse]) -> None:
    by = hand(page)
    with working(app.config["SETTINGS"].model_copy(update={"max_job_seconds": SEARCH_SECONDS})):
        _hand_in(page, by)
        _mend(page, by)
        by.press(page.get_by_role("button", name="Propose groups"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("people placed in")
        _move(page, by)
        _improve(page, by)
    _publish(page, by)


def _hand_in(page: Page, by: Mouse) -> None:
    page.goto("/")
    for label, name, content in (
        ("Drop a spreadsheet here", "Warteliste.csv", _spoiled()),
        ("A second file", "groups.csv", (FIXTURES / "campus-24-groups.csv").read_bytes()),
    ):
        page.get_by_label(label).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    by.press(page.get_by_role("button", name="Hand in the list"))
    for heading, field in FIELDS.items():
        by.choose(page.get_by_label(heading), field)
    by.press(page.get_by_role("button", name="Read again"))
    expect(page.get_by_role("status")).to_contain_text("3 things have to be mended")


def _mend(page: Page, by: Mouse) -> None:
    rows = page.get_by_role("list", name="Rows to mend").get_by_role("listitem")
    by.write(rows.nth(0).get_by_label("Alter"), "21")
    by.write(rows.nth(1).get_by_label("availability"), "Mon 13-15")
    by.tick(rows.nth(2).get_by_label("Leave row 10 out"))
    by.press(page.get_by_role("button", name="Check again"))
    expect(page.get_by_role("status")).to_contain_text("1 row is left out")
    by.write(page.get_by_label("What this list is called"), "Herbst")
    by.press(page.get_by_role("button", name="Keep the list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Herbst")


def _move(page: Page, by: Mouse) -> None:
    """Move somebody to the worst place that breaks no rule, undo it, move them again, and pin somebody else."""
    said = page.get_by_role("status")
    who = _moved(page, by)
    expect(said).to_contain_text(f"{who} moved from")
    by.undo()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(said).to_contain_text(re.compile(rf"{who} moved from .* to "))
    assert _moved(page, by) == who

    other = page.locator("[data-person]").filter(has_not=page.locator(f"[aria-label='Move {who}…']")).first
    by.press(other.get_by_role("button", name=re.compile("^Move")))
    by.press(page.get_by_role("dialog").get_by_role("button", name=re.compile("^Keep in")))
    expect(other).to_contain_text("kept here")


def _moved(page: Page, by: Mouse) -> str:
    dialog = page.get_by_role("dialog")
    for button in _movers(page):
        by.press(button)
        expect(dialog.locator(".choice").first).to_be_visible()
        free = dialog.locator(".target .choice:has(bdi)").filter(has_not_text="Breaks:").filter(has_text="places")
        if free.count():
            name = re.fullmatch(r"Move (.+)…", button.get_attribute("aria-label") or "")
            assert name is not None
            by.press(free.last)
            expect(dialog).to_be_hidden()
            return name[1]
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    raise AssertionError("nobody can be moved without breaking a rule")


def _movers(page: Page) -> Iterator[Locator]:
    for number in range(page.locator("article .move").count()):
        yield page.locator("article .move").nth(number)


def _improve(page: Page, by: Mouse) -> None:
    by.press(page.get_by_role("button", name="Improve around my pins"))
    by.press(page.get_by_role("button", name="Make these moves"))
    expect(page.get_by_role("status")).to_contain_text("moved from")


def _publish(page: Page, by: Mouse) -> None:
    by.press(page.get_by_role("link", name="Publish and print"))
    by.press(page.get_by_role("button", name=re.compile("^Publish revision")))
    expect(page.get_by_text(re.compile("is published, since"))).to_be_visible()

    pdf = PdfReader(io.BytesIO(_taken(page, lambda: by.press(page.get_by_role("link", name="Roster, PDF")))))
    book = _taken(page, lambda: by.press(page.get_by_role("link", name="Roster, XLSX")))
    calendar = _taken(page, lambda: by.press(page.get_by_role("button", name="Take the calendar")))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    people = {str(row[rows[0].index("id")]) for row in rows[1:]}
    printed = " ".join(each.extract_text() for each in pdf.pages)
    assert len(people) >= 12
    assert [who for who in people if who not in printed] == []
    events = Calendar.from_ical(calendar.decode()).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {str(row[0]) for row in rows[1:]}


def _taken(page: Page, take: Callable[[], None]) -> bytes:
    with page.expect_download() as download:
        take()
    return Path(download.value.path()).read_bytes()


def _spoiled() -> bytes:
    """The list of 24 students with headings that nobody knows, and three rows that cannot be used as they are."""
    with (FIXTURES / "campus-24.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, (field, value) in SPOILED.items():
        rows[number][field] = value
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([FOREIGN.get(field, field) for field in rows[0]])
    writer.writerows(row.values() for row in rows)
    return written.getvalue().encode()
