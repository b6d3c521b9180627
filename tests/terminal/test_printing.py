"""The command print, and what solve prints along."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from pypdf import PdfReader

from api.cli import commands
from matcher.report import pdf

Run = Callable[..., Result]

PEOPLE = "id,age,reasons\na,20,anxiety\nb,21,sleep\nc,60,anxiety\nd,61,sleep\n"
GROUPS = "id,min_size,max_size,target_size,session\ng1,2,2,2,Mon 9-10\ng2,2,2,2,\n"
PLAN = "group,id\ng1,a\ng1,b\ng2,c\ng2,d\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with a list, two groups, and a plan."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("list.csv", PEOPLE), ("groups.csv", GROUPS), ("plan.csv", PLAN)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(commands, arguments, catch_exceptions=False)

    return invoke


def test_a_plan_is_printed_with_its_calendar(run: Run, tmp_path: Path) -> None:
    arguments = ("--groups", "groups.csv", "--out", "paper", "--starts", "2026-09-01", "--weeks", "8")
    result = run("print", "list.csv", "plan.csv", *arguments)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Not in the calendar, for want of a session time: g2.",
        "Written: paper/roster.pdf, paper/proposal.pdf, paper/calendar.ics",
    ]
    roster = PdfReader(io.BytesIO((tmp_path / "paper" / "roster.pdf").read_bytes()))
    assert [page.extract_text().split()[-3:] for page in roster.pages] == [["1", "of", "2"], ["2", "of", "2"]]
    assert "list.csv, list of" in roster.pages[0].extract_text()
    events: list[Any] = list(Calendar.from_ical((tmp_path / "paper" / "calendar.ics").read_bytes()).walk("VEVENT"))
    assert [(event["summary"], event["rrule"]["COUNT"]) for event in events] == [("g1", [8])]


@pytest.mark.parametrize(
    ("option", "arguments"),
    [
        ("--weeks", ("--weeks", "3")),
        ("--weeks", ("--starts", "2026-09-01", "--weeks", "500")),
        ("--starts", ("--starts", "0026-09-01")),
    ],
)
def test_a_term_that_is_none_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, option: str, arguments: tuple[str, ...]
) -> None:
    result = run("print", "list.csv", "plan.csv", "--groups", "groups.csv", "--out", "paper", "--json", *arguments)

    assert result.exit_code == 2
    assert [problem["file"] for problem in json.loads(result.stdout)["problems"]] == [option]
    assert not (tmp_path / "paper").exists()


def test_groups_without_times_have_no_calendar(run: Run, tmp_path: Path) -> None:
    result = run("print", "list.csv", "plan.csv", "--size", "2", "--out", "paper", "--starts", "2026-09-01")

    assert result.exit_code == 2
    assert "no group has a session time" in " ".join(result.stderr.split())
    assert not (tmp_path / "paper").exists()


def test_a_search_prints_along(run: Run, tmp_path: Path) -> None:
    assert run("solve", "list.csv", "--size", "2", "--work", "2", "--out", "out", "--pdf").exit_code == 0

    proposal = PdfReader(io.BytesIO((tmp_path / "out" / "proposal.pdf").read_bytes()))
    assert "4 of 4 people placed in 2 groups" in proposal.pages[0].extract_text()


def test_before_a_search_it_is_said_that_nothing_can_be_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "add --out" in " ".join(run("solve", "list.csv", "--pdf").stderr.split())

    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    refused = run("solve", "list.csv", "--out", "out", "--pdf")

    assert refused.exit_code == 2
    assert "pip install 'group-matcher[pdf]'" in " ".join(refused.stderr.split())
