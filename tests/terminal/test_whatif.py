"""The commands compare and what-if as a person or a script uses them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matcher.cli import cli

Run = Callable[..., Result]

PEOPLE = """\
id,age,life_stage,reasons,availability
a,19,undergraduate,anxiety,Mon 9-12
b,20,undergraduate,grief-loss,Mon 9-12
c,21,undergraduate,sleep,Mon 9-12
d,20,undergraduate,loneliness,Mon 9-12
e,41,established-career,anxiety,Tue 9-12
f,43,established-career,grief-loss,Tue 9-12
g,44,established-career,sleep,Tue 9-12
h,42,established-career,loneliness,Mon 9-12; Tue 9-12
"""

GROUPS = """\
id,min_size,max_size,target_size,session
monday,3,5,4,Mon 9:00-10:30
tuesday,3,4,4,Tue 9:00-10:30
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with a list and two groups."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        return runner.invoke(cli, arguments, catch_exceptions=False)

    return invoke


GIVEN = ("list.csv", "--groups", "groups.csv", "--work", "2")


def test_plans_of_a_what_if_can_be_compared_again(run: Run, tmp_path: Path) -> None:
    asked = run("what-if", "groups", *GIVEN, "--out", "out")

    assert asked.exit_code == 0
    assert "Without tuesday" in asked.stdout
    assert max(map(len, asked.stdout.splitlines())) <= 120
    names = ["comparison.html", "comparison.svg", "plan-as-is.json", "plan-fewer.json", "plan-more.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names

    again = run("compare", "list.csv", "out/plan-as-is.json", "out/plan-fewer.json", "--out", "side", "--json")

    compared = json.loads(again.stdout)
    assert [plan["placed"] for plan in compared["plans"]] == [8, 5]
    assert (tmp_path / "side" / "comparison.svg").exists()


def test_one_plan_is_no_comparison(run: Run) -> None:
    run("what-if", "groups", *GIVEN, "--out", "out")

    refused = run("compare", "list.csv", "out/plan-as-is.json")

    assert refused.exit_code == 2
    assert "a comparison needs two plans" in refused.stderr


def test_the_week_shows_how_many_could_come(run: Run) -> None:
    asked = run("what-if", "hours", *GIVEN, "--choose", "1")

    assert asked.exit_code == 0
    assert "● 5" in asked.stdout
    assert "With Mon 09:00-10:30, 5 people find a place, and no other choice places more" in asked.stdout


def test_hours_of_ones_own(run: Run) -> None:
    times = ("--hour", "Mon 9-10:30", "--hour", "Tue 9-10:30")

    asked = run("what-if", "hours", "list.csv", "--size", "3-5", "--choose", "2", *times, "--work", "1", "--json")

    assert json.loads(asked.stdout)["best"]["seated"] == 8


def test_an_hour_that_cannot_be_read_is_refused(run: Run) -> None:
    refused = run("what-if", "hours", *GIVEN, "--choose", "1", "--hour", "noon")

    assert refused.exit_code == 2
    assert "not a weekly time" in refused.stderr


def test_a_policy_is_moved_by_words_and_numbers(run: Run) -> None:
    asked = run("what-if", "policy", *GIVEN, "likeness=both", "rules.floor.weight=2", "balance=0.3")

    assert asked.exit_code == 0
    for line in ("likeness: either → both", "rules.floor.weight: 1 → 2", "balance: 0.5 → 0.3"):
        assert line in asked.stdout
    assert "by the moved policy" in asked.stdout


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("balanc=1", "did you mean balance?"),
        ("balance", "write SETTING=VALUE"),
        ("balance=7", "less than or equal to 1"),
        ("a.b.=1", "cannot be read"),
    ],
)
def test_settings_that_do_not_exist_are_refused(run: Run, setting: str, message: str) -> None:
    refused = run("what-if", "policy", *GIVEN, setting)

    assert refused.exit_code == 2
    assert message in refused.stderr


def test_without_a_valid_plan_it_says_so(run: Run, tmp_path: Path) -> None:
    rows = "id,age,pinned_group,avoid\na,20,g1,b\nb,20,g1,\nc,20,,\nd,20,,\n"
    (tmp_path / "torn.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "one.csv").write_text("id,min_size,max_size,target_size\ng1,2,4,4\n", encoding="utf-8")

    asked = run("what-if", "groups", "torn.csv", "--groups", "one.csv", "--work", "1")

    assert asked.exit_code == 3
    assert "There is no valid plan to compare with" in asked.stdout
