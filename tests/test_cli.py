"""The commands as a person or a script uses them: what they print, what they write, how they end."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import commands
from matcher.tables import read_plan

Run = Callable[..., Result]

PEOPLE = """\
id,age,life_stage,reasons
a,19,undergraduate,anxiety
b,20,undergraduate,grief-loss
c,21,undergraduate,sleep
d,20,undergraduate,loneliness
e,41,established-career,anxiety
f,43,established-career,grief-loss
g,44,established-career,sleep
h,42,established-career,loneliness
"""

PINNED_TOGETHER = """\
id,age,pinned_group,avoid
a,20,g1,b
b,20,g1,
c,20,,
d,20,,
"""

ONE_GROUP = "id,min_size,max_size,target_size\ng1,2,4,4\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        return runner.invoke(commands, arguments, catch_exceptions=False)

    return invoke


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Eight people of two ages, and their list."""
    path = tmp_path / "list.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def problems(result: Result) -> list[dict[str, object]]:
    answer = json.loads(result.stdout)
    assert answer["status"] == "invalid"
    assert isinstance(answer["problems"], list)
    return answer["problems"]


SMALL = ("list.csv", "--size", "4", "--work", "2")


@pytest.mark.usefixtures("people")
def test_two_ages_become_two_groups(run: Run) -> None:
    result = run("solve", *SMALL, "--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert sorted(group["members"] for group in answer["groups"]) == [["a", "b", "c", "d"], ["e", "f", "g", "h"]]
    assert (answer["placed"], answer["waitlist"], answer["seed"]) == (8, [], 0)


@pytest.mark.usefixtures("people")
def test_the_terminal_shows_headline_members_and_figures(run: Run) -> None:
    result = run("solve", *SMALL)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert "8 of 8 people placed in 2 groups" in result.stdout
    assert "Everybody has a place." in result.stdout
    assert "a  b  c  d" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("people")
def test_the_same_seed_and_rounds_write_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert run("solve", *SMALL, "--seed", "5", "--out", folder).exit_code == 0

    names = ["plan.json", "report.html", "roster.csv", "roster.xlsx"]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.usefixtures("people")
def test_what_is_printed_is_what_is_written(run: Run, tmp_path: Path) -> None:
    result = run("solve", *SMALL, "--json", "--out", "out")

    assert result.stdout_bytes == (tmp_path / "out" / "plan.json").read_bytes()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("plan", ["plan.json", "roster.csv", "roster.xlsx"])
def test_a_written_plan_scores_as_it_was_solved(run: Run, tmp_path: Path, plan: str) -> None:
    solved = json.loads(run("solve", *SMALL, "--json", "--out", "out").stdout)

    offers = () if plan == "plan.json" else ("--size", "4")
    scored = json.loads(run("score", "list.csv", f"out/{plan}", *offers, "--json").stdout)

    assert read_plan(tmp_path / "out" / plan).plan == read_plan(tmp_path / "out" / "plan.json").plan
    assert scored["value"] == pytest.approx(solved["value"], abs=1e-9)
    assert scored["status"] == "feasible"


@pytest.mark.usefixtures("people")
def test_a_plan_that_breaks_a_rule_is_infeasible_and_the_rule_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("group,id\ng1,a\ng1,b\n", encoding="utf-8")

    result = run("score", "list.csv", "roster.csv", "--size", "4")

    assert result.exit_code == 3
    assert "g1 has 2 members where exactly 4 are allowed" in result.stdout


@pytest.mark.usefixtures("people")
def test_why_answers_for_one_person(run: Run) -> None:
    run("solve", *SMALL, "--out", "out")

    said = run("why", "list.csv", "out/plan.json", "e")
    answer = json.loads(run("why", "list.csv", "out/plan.json", "e", "--json").stdout)

    assert said.stdout.startswith("e sits in g")
    assert said.stdout.rstrip("\n") == answer["text"]


@pytest.mark.usefixtures("people")
def test_why_not_answers_for_one_group(run: Run) -> None:
    run("solve", *SMALL, "--out", "out")
    plan = json.loads(Path("out/plan.json").read_text(encoding="utf-8"))
    [here, other] = sorted(plan["groups"], key=lambda g: "e" not in g["members"])

    said = run("why", "list.csv", "out/plan.json", "e", "--not", other["id"])
    answer = json.loads(run("why", "list.csv", "out/plan.json", "e", "--not", other["id"], "--json").stdout)
    refused = [run("why", "list.csv", "out/plan.json", "e", "--not", g, "--json") for g in (here["id"], "g99")]

    assert said.stdout.rstrip("\n") == answer["text"]
    assert (answer["id"], answer["here"], answer["group"]) == ("e", here["id"], other["id"])
    assert [(r.exit_code, problems(r)[0]["file"]) for r in refused] == [(2, "--not"), (2, "--not")]


@pytest.mark.usefixtures("people")
def test_why_refuses_somebody_unknown(run: Run) -> None:
    run("solve", *SMALL, "--out", "out")

    result = run("why", "list.csv", "out/plan.json", "nobody", "--json")

    assert result.exit_code == 2
    assert [problem["file"] for problem in problems(result)] == ["APPLICANT"]


@pytest.mark.usefixtures("people")
def test_explain_goes_from_the_plan_to_members_and_terms(run: Run) -> None:
    solved = json.loads(run("solve", *SMALL, "--json", "--out", "out").stdout)

    shown = run("explain", "list.csv", "out/plan.json")
    account = json.loads(run("explain", "list.csv", "out/plan.json", "--json").stdout)

    assert shown.exit_code == 0
    assert "The plan is worth" in shown.stdout
    assert all(f"{member} " in shown.stdout for member in "abcdefgh")
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert account["value"] == pytest.approx(solved["value"])
    assert [group["id"] for group in account["groups"]] == [group["id"] for group in solved["groups"]]


@pytest.mark.usefixtures("people")
def test_explain_shows_one_group_pair_by_pair(run: Run) -> None:
    run("solve", *SMALL, "--out", "out")

    shown = run("explain", "list.csv", "out/plan.json", "--group", "g1")
    account = json.loads(run("explain", "list.csv", "out/plan.json", "--group", "g1", "--json").stdout)
    refused = run("explain", "list.csv", "out/plan.json", "--group", "g9", "--json")

    assert "Adds to the fit" in shown.stdout
    assert [group["id"] for group in account["groups"]] == ["g1"]
    assert refused.exit_code == 2
    assert [problem["file"] for problem in problems(refused)] == ["--group"]


@pytest.mark.usefixtures("people")
def test_explain_names_the_setting_of_every_cost_and_every_broken_rule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("group,id\ng1,a\ng1,e\ng1,f\n", encoding="utf-8")

    shown = run("explain", "list.csv", "roster.csv", "--size", "4")

    assert "policy.rules.no_isolate[0].weight" in shown.stdout.replace("\n", "").replace(" ", "")
    assert "Breaks a rule" in shown.stdout


@pytest.mark.usefixtures("people")
def test_a_plan_for_another_list_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("group,id\ng1,zoe\ng9,a\n", encoding="utf-8")

    result = run("score", "list.csv", "roster.csv", "--size", "4", "--json")

    assert result.exit_code == 2
    assert [problem["code"] for problem in problems(result)] == ["unknown_applicant", "unknown_group"]


def test_contradicting_rules_end_with_their_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(PINNED_TOGETHER, encoding="utf-8")
    (tmp_path / "groups.csv").write_text(ONE_GROUP, encoding="utf-8")

    result = run("solve", "list.csv", "--groups", "groups.csv", "--work", "1", "--json")
    shown = run("solve", "list.csv", "--groups", "groups.csv", "--work", "1")

    answer = json.loads(result.stdout)
    assert (result.exit_code, shown.exit_code) == (3, 3)
    assert answer["status"] == "infeasible"
    assert "keep_apart" in answer["conflicts"][0]["rules"]
    assert "No valid plan" in shown.stdout


def test_all_problems_of_all_files_come_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,age\na,323\nb,3\na,20\n", encoding="utf-8")
    (tmp_path / "policy.toml").write_text("balanse = 0.5\n", encoding="utf-8")

    result = run("solve", "list.csv", "--policy", "policy.toml", "--size", "10-6", "--out", "out", "--json")

    assert result.exit_code == 2
    found = [(problem["file"], problem["row"], problem["column"]) for problem in problems(result)]
    assert ("policy.toml", None, "balanse") in found
    assert ("--size", None, None) in found
    assert {("list.csv", row, column) for row, column in ((2, "age"), (3, "age"), (4, "id"))} <= set(found)
    assert not (tmp_path / "out").exists()


def test_problems_are_a_table_on_standard_error(run: Run, tmp_path: Path) -> None:
    rows = "\n".join(f"p{n},323" for n in range(40))
    (tmp_path / "list.csv").write_text(f"id,age\n{rows}\n", encoding="utf-8")

    result = run("check", "list.csv")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "40 problems. Nothing was written." in result.stderr
    assert "2, 3, 4, 5, 6, 7 and 34" in result.stderr


def test_a_long_table_is_cut_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id\n" + "a\n" * 2, encoding="utf-8")
    pairs = [argument for n in range(60) for argument in ("--map", f"Nothing {n}=nowhere{n}")]

    shown = run("check", "list.csv", *pairs)
    listed = run("check", "list.csv", *pairs, "--json")

    assert "more; --json lists them all" in shown.stderr
    assert len(problems(listed)) >= 60


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--size", "10-6"), "--size"),
        (("--size", "1"), "--size"),
        (("--size", "31"), "--size"),
        (("--size", "many"), "--size"),
        (("--size", "6-10", "--target", "12"), "--target"),
        (("--size", "8", "--groups", "groups.csv"), "--size"),
        (("--map", "nothing"), "--map"),
        (("--policy", "missing.toml"), "missing.toml"),
        (("--reasons", "missing.csv"), "missing.csv"),
        (("--life-stages", "groups.csv"), "groups.csv"),
        (("--groups", "missing.csv"), "missing.csv"),
    ],
)
@pytest.mark.usefixtures("people")
def test_an_option_that_cannot_be_used_is_named(run: Run, tmp_path: Path, options: tuple[str, ...], named: str) -> None:
    (tmp_path / "groups.csv").write_text(ONE_GROUP, encoding="utf-8")

    result = run("check", "list.csv", *options, "--json")

    assert result.exit_code == 2
    assert {problem["file"] for problem in problems(result)} == {named}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("options", "sizes"),
    [
        (("--size", "3"), (3, 3, 3)),
        (("--size", "2-4"), (2, 4, 4)),
        (("--size", "2-4", "--target", "3"), (2, 4, 3)),
        (("--target", "7"), (6, 10, 7)),
        ((), (6, 10, 8)),
    ],
)
def test_the_target_goes_to_the_nearest_size_allowed(
    run: Run, options: tuple[str, ...], sizes: tuple[int, int, int]
) -> None:
    run("solve", "list.csv", *options, "--work", "1", "--out", "out")

    offers = read_plan(Path("out/plan.json")).offers
    assert offers is not None
    assert {(group.min_size, group.max_size, group.target_size) for group in offers} == {sizes}


@pytest.mark.usefixtures("people")
def test_rounds_and_seconds_exclude_each_other(run: Run) -> None:
    result = run("solve", *SMALL, "--seconds", "1", "--json")

    assert result.exit_code == 2
    assert [problem["file"] for problem in problems(result)] == ["--work"]


@pytest.mark.usefixtures("people")
def test_a_file_in_place_of_the_folder_is_found_out_before_solving(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    result = run("solve", *SMALL, "--out", "out", "--json")

    assert [problem["file"] for problem in problems(result)] == ["--out"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_rows_that_are_skipped_are_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(PEOPLE + "i,323,retired,sleep\n", encoding="utf-8")

    result = run("solve", *SMALL, "--skip-invalid", "--json")

    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["placed"]) == (0, 8)
    assert [(row["row"], row["id"]) for row in answer["skipped"]] == [(10, "i")]


def test_own_headings_are_mapped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(PEOPLE.replace("age,", "Years at intake,", 1), encoding="utf-8")
    (tmp_path / "map.toml").write_text('"Years at intake" = "age"\n', encoding="utf-8")

    by_option = run("check", "list.csv", "--map", "Years at intake=age", "--json")
    by_file = run("check", "list.csv", "--map-file", "map.toml", "--json")

    assert json.loads(by_option.stdout) == json.loads(by_file.stdout)
    assert json.loads(by_option.stdout)["warnings"] == []


@pytest.mark.usefixtures("people")
def test_check_counts_what_the_list_holds(run: Run) -> None:
    result = run("check", "list.csv", "--size", "4")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "The list can be matched.",
        "8 people, 2 groups on offer with 8 to 8 seats",
    ]


def test_hostile_text_stays_text_on_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = ["[bold]b[/bold]", "\u202ec", "d🌱", "[link=x]e"]
    rows = "".join(f"{name},20\n" for name in hostile)
    (tmp_path / "list.csv").write_text(f"id,age\n{rows}", encoding="utf-8")

    result = run("solve", "list.csv", "--size", "4", "--work", "1")

    assert result.exit_code == 0
    assert "[bold]b[/bold]" in result.stdout
    assert "[link=x]e" in result.stdout
    assert "\u202e" not in result.stdout


def test_a_cell_of_ten_thousand_characters_is_named_not_echoed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"id,age\n{'x' * 10_000},20\n", encoding="utf-8")

    result = run("check", "list.csv")

    assert result.exit_code == 2
    assert "xxxx" not in result.stderr


def test_invented_lists_and_groups_fit_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_bytes(run("generate", "--size", "24", "--seed", "3").stdout_bytes)
    (tmp_path / "g.csv").write_bytes(run("generate", "--size", "24", "--seed", "3", "--groups").stdout_bytes)

    result = run("check", "l.csv", "--groups", "g.csv", "--json")

    assert (result.exit_code, json.loads(result.stdout)["applicants"]) == (0, 24)
    assert run("generate", "--size", "24", "--seed", "3").stdout_bytes == (tmp_path / "l.csv").read_bytes()


@pytest.mark.parametrize("command", ["solve", "check", "score", "why", "revise", "generate", "demo", "serve"])
def test_every_command_has_a_help(run: Run, command: str) -> None:
    result = run(command, "--help")

    assert result.exit_code == 0
    assert f" {command} [OPTIONS]" in result.stdout.splitlines()[0]


def test_help_and_check_load_no_solver(people: Path) -> None:
    """Start-up stays quick: neither needs the solver, the compiler, or the page's template engine."""
    heavy = ("ortools", "numba", "jinja2", "xlsxwriter", "flask")
    script = (
        "import sys\n"
        "from api.cli import commands\n"
        "commands(sys.argv[1:], standalone_mode=False)\n"
        f"sys.exit(str([m for m in {heavy!r} if m in sys.modules]))\n"
    )

    for arguments in (["--help"], ["check", str(people)]):
        ended = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
        assert ended.stderr.strip() == "[]"


def test_the_console_script_ends_with_the_commands_code(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "api.cli", "check", str(tmp_path / "missing.csv"), "--json"],
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (2, b"")
    assert json.loads(ended.stdout)["problems"][0]["file"] == "missing.csv"
