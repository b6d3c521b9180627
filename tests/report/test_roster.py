"""The roster holds what the list had, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from typing import Any

from python_calamine import CalamineWorkbook

from matcher.intake import Intake
from matcher.report.roster import roster_csv, roster_xlsx
from matcher.result import Result

Answered = tuple[Intake, Result]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def people(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": f"p{n:03}", "age": 20, "reasons": ["sleep"], **fields} for n in range(count)]


def test_every_seat_is_one_row(campus: Answered) -> None:
    found = rows(roster_csv(*campus))

    assert [(row["group"], row["id"]) for row in found] == [
        (group, f"p{n}")
        for group, numbers in (("g1", range(6)), ("g2", range(6, 12)))
        for n in sorted(numbers, key=str)
    ]


def test_a_row_says_what_the_list_said(campus: Answered) -> None:
    row = next(r for r in rows(roster_csv(*campus)) if r["id"] == "p0")

    assert row == {
        "group": "g1",
        "group_name": "Monday evening",
        "session": "Mon 16:00-17:30",
        "leaders": "L1; L2",
        "id": "p0",
        "age": "23",
        "life_stage": "Undergraduate student",
        "reasons": "Anxiety or worry; Sleep",
        "fit_of_100": f"{100 * campus[1].groups[0].member_fits[0].fit:.1f}",
        "already_seated": "yes",
    }


def test_bands_stay_bands_and_a_missing_age_stays_blank(campus: Answered) -> None:
    ages = {row["id"]: row["age"] for row in rows(roster_csv(*campus))}

    assert (ages["p1"], ages["p2"], ages["p5"]) == ("", "18-24", "65+")


def test_risk_reasons_are_not_printed(campus: Answered) -> None:
    text = roster_csv(*campus).decode()

    assert "uicid" not in text


def test_names_stand_in_the_roster_only_if_the_list_has_some(seat: Callable[..., Answered]) -> None:
    without, named = seat(people(6)), seat(people(6, display_name="Ada Ö."))

    assert "display_name" not in rows(roster_csv(*without))[0]
    assert rows(roster_csv(*named))[0]["display_name"] == "Ada Ö."


def test_excel_is_told_that_the_csv_is_utf8(campus: Answered) -> None:
    assert roster_csv(*campus).startswith(b"\xef\xbb\xbf")


def test_no_cell_is_a_formula(seat: Callable[..., Answered]) -> None:
    hostile = people(6, display_name='=HYPERLINK("http://x","y")', life_stage="+cmd|' /C calc'!A0", reasons=["@SUM(1)"])
    answered = seat(hostile)

    for row in rows(roster_csv(*answered)):
        assert row["display_name"] == '\'=HYPERLINK("http://x","y")'
        assert row["life_stage"] == "'+cmd|' /C calc'!A0"
        assert row["reasons"] == "'@SUM(1)"
    sheet = book(roster_xlsx(*answered)).get_sheet_by_index(0).to_python()
    assert sheet[1][5] == '\'=HYPERLINK("http://x","y")'


def test_the_workbook_has_all_groups_then_each_then_whoever_waits(campus: Answered) -> None:
    workbook = book(roster_xlsx(*campus))

    assert workbook.sheet_names == ["All groups", "Monday evening", "g2", "Waitlist"]
    assert len(workbook.get_sheet_by_index(0).to_python()) == 1 + 12
    assert workbook.get_sheet_by_name("Waitlist").to_python()[1] == [
        "p12",
        12.0,
        "all groups they may join are full",
        "",
    ]


def test_many_groups_share_one_sheet(seat: Callable[..., Answered]) -> None:
    assert book(roster_xlsx(*seat(people(6 * 41)))).sheet_names == ["All groups"]


def test_group_names_that_excel_refuses_become_sheets(campus: Answered) -> None:
    intake, result = campus
    names = ("Mon/Wed: [young]* adults, second floor", "mon-wed- -young-- adults, secon", "history", "'")
    groups = tuple(result.groups[0].model_copy(update={"name": name}) for name in names)

    workbook = book(roster_xlsx(intake, result.model_copy(update={"groups": groups, "waitlist": ()})))

    assert workbook.sheet_names == [
        "All groups",
        "Mon-Wed- -young-- adults, secon",
        "mon-wed- -young-- adults, s (2)",
        "history (2)",
        "Group",
    ]


def test_the_same_result_gives_the_same_bytes(campus: Answered) -> None:
    assert roster_xlsx(*campus) == roster_xlsx(*campus)
