"""What a coordinator reads and writes about somebody new and about other plans."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matcher.cli import cli
from matcher.stop import Work
from matcher.tables import read_plan
from matcher.terminal import opinions

LIST = """\
id,age,reasons,availability
a,19,anxiety,
b,20,grief-loss,
c,21,sleep,
d,20,loneliness,
e,41,anxiety,
f,43,grief-loss,
g,44,sleep,
h,42,loneliness,
n,42,career,Mon 10-12
"""

GROUPS = "id,min_size,max_size,target_size,session\ng1,2,5,4,\ng2,2,5,4,\ng3,2,5,4,Tue 10-12\n"

ROUNDS = 4
"""Enough to find other plans of nine people."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list with somebody new on it, groups, and a roster without them."""
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(LIST, encoding="utf-8")
    Path("groups.csv").write_text(GROUPS, encoding="utf-8")
    rows = [f"{who},{group}" for group, members in (("g1", "abcd"), ("g2", "efgh")) for who in members]
    Path("roster.csv").write_text("\n".join(["id,group", *rows]), encoding="utf-8")
    return tmp_path


@pytest.fixture
def by_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a search for other plans after some rounds: its seconds may pass before its kernels are compiled."""
    monkeypatch.setattr(opinions, "Seconds", lambda _seconds: Work(ROUNDS))


def _run(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [command, "list.csv", "roster.csv", "--groups=groups.csv", *arguments])


@pytest.mark.usefixtures("folder")
def test_the_groups_are_ranked_and_the_closed_one_has_its_reason() -> None:
    result = _run("recommend", "n")

    assert result.exit_code == 0, result.output
    assert "n is best placed in g2; 2 groups are open to them as the plan stands." in result.output
    assert "cannot come when g3 meets" in result.output


@pytest.mark.usefixtures("folder")
def test_json_has_the_whole_ranking() -> None:
    found = json.loads(_run("recommend", "n", "--top=1", "--json").output)

    assert [line["group"] for line in found["ranking"]] == ["g2", "g1", "g3"]
    assert [choice["group"] for choice in found["choices"]] == ["g2"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("who", ["a", "nobody"])
def test_who_has_a_place_or_is_unknown_is_refused(who: str) -> None:
    result = _run("recommend", who, "--json")

    assert result.exit_code == 2
    assert json.loads(result.output)["problems"][0]["file"] == "APPLICANT"


@pytest.mark.usefixtures("by_rounds")
def test_another_plan_is_shown_and_written(folder: Path) -> None:
    result = _run("alternatives", "--count=1", "--out=others")

    assert result.exit_code == 0, result.output
    assert "at most 50 % meet in both" in " ".join(result.output.split())
    other = read_plan(folder / "others" / "plan-2" / "plan.json").plan
    assert other != read_plan(folder / "roster.csv").plan


@pytest.mark.usefixtures("by_rounds")
def test_where_one_plan_cannot_be_written_none_is(folder: Path) -> None:
    (folder / "others").mkdir()
    (folder / "others" / "plan-3").write_text("mine", encoding="utf-8")

    result = _run("alternatives", "--count=2", "--out=others")

    assert result.exit_code == 2
    assert "The plans could not be written to others" in result.stderr
    assert [path.name for path in (folder / "others").iterdir()] == ["plan-3"]


@pytest.mark.usefixtures("folder")
def test_a_plan_that_breaks_a_rule_is_no_start_for_others() -> None:
    Path("roster.csv").write_text("id,group\na,g1\n", encoding="utf-8")
    result = _run("alternatives", "--seconds=1", "--json")

    assert result.exit_code == 2
    assert "breaks a rule" in json.loads(result.output)["problems"][0]["message"]
