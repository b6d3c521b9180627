"""The command revise: what it says, writes and refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import commands
from matcher.tables import read_plan

Run = Callable[..., Result]

HEADING = "id,age,reasons"
REASONS = ("anxiety", "sleep", "stress", "loneliness")
PEOPLE = [f"{name},20,{reason}" for name, reason in zip("abcd", REASONS, strict=True)]
OLDER = [f"{name},60,{reason}" for name, reason in zip("wxyz", REASONS, strict=True)]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with a list, two groups, and a plan that mixes one of each age."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "groups.csv").write_text("id,min_size,max_size,target_size\ng1,3,5,4\ng2,3,5,4\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("\n".join([HEADING, *PEOPLE, *OLDER[:3], "n,61,grief-loss"]), encoding="utf-8")
    rows = [*(f"g1,{name}" for name in "abcw"), *(f"g2,{name}" for name in "dxyz")]
    (tmp_path / "plan.csv").write_text("\n".join(["group,id", *rows]), encoding="utf-8")

    def invoke(*options: str) -> Result:
        arguments = ("revise", "list.csv", "plan.csv", "--groups", "groups.csv", "--seconds", "1", *options)
        return CliRunner().invoke(commands, arguments, catch_exceptions=False)

    return invoke


def test_who_moves_who_is_new_and_who_left_is_said(run: Run) -> None:
    result = run("--max-moves", "2", "--frontier", "2")

    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "Of the 7 who had a place, 2 move." in text
    assert "g1 → g2" in text
    assert "No longer on the list z" in text
    assert "Had no place before n → g2" in text
    assert "0 moves: value" in text


def test_the_files_are_a_plan_again(run: Run, tmp_path: Path) -> None:
    result = run("--max-moves", "2", "--frontier", "2", "--out", "week", "--json")

    found = json.loads(result.stdout)
    assert sorted(path.name for path in (tmp_path / "week").iterdir()) == [
        "frontier.svg",
        "plan.json",
        "report.html",
        "revision.json",
        "roster.csv",
        "roster.xlsx",
    ]
    plan = read_plan(tmp_path / "week" / "plan.json").plan
    moved = {move["id"]: move["target"] for move in found["revision"]["moves"]}
    assert moved == {"d": "g1", "w": "g2"}
    assert moved.items() <= plan.by_applicant().items()
    assert [point["max_moves"] for point in found["frontier"]["points"]] == [0, 1, 2]


def test_too_few_moves_end_with_the_code_of_a_contradiction(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("\n".join([HEADING, *PEOPLE, *OLDER[:1]]), encoding="utf-8")

    result = run("--max-moves", "0")

    assert result.exit_code == 3
    assert "it takes at least" in " ".join(result.stdout.split())


def test_a_number_and_a_price_exclude_each_other(run: Run) -> None:
    result = run("--max-moves", "1", "--stay", "0.1", "--json")

    assert (result.exit_code, json.loads(result.stdout)["problems"][0]["file"]) == (2, "--stay")


def test_a_plan_of_other_people_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("group,id\ng1,nobody\n", encoding="utf-8")

    result = run("--json")

    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["code"] == "unknown_applicant"
