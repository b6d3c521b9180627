"""Problems of single cells and between rows, in one go, at their row and column; and rows left out on request."""

import os
from datetime import date
from pathlib import Path

import pytest

from matcher.intake import Intake, Sizes
from matcher.policy import Policy
from matcher.rules import Rules
from matcher.rules.keep_apart import KeepApart
from matcher.tables import TableError, read_intake
from matcher.tables.errors import sentence
from tests.tables.building import a_list, people, refusals

SHARED = Path(__file__).parents[3] / "shared" / "data"


def leaving_out(folder: Path, text: str) -> tuple[Intake, list[tuple[str, int | None, str | None]]]:
    """The intake without the rows that have problems, and what was left out."""
    read = read_intake(a_list(folder, text), skip_invalid=True)
    return read.intake, [(p.code, p.row, p.column) for p in read.skipped]


def test_problems_of_cells_and_between_rows_come_at_once(tmp_path: Path) -> None:
    """A cell that cannot be read does not keep the rest of its row from being compared."""
    text = (
        "Client ID,Age,Concerns,Must not meet,With,Pin,Priority,ties,Submitted\n"
        "a1,24,sleep,a2,a2,,,conflict:a3,2026-03-01\n"
        "a2,3,anxiety,,a1,g9,7,foe:a1,3/4/2026\n"
        "a1,1999,x@y.org,zz,,,,,31.3.2026\n"
        ",18-25,,,,,,,\n"
        "a5,abc,,a5,,,,,5/13/2026 14:33\n"
        "a6,65+,a|b|c|d|e|f|g|h|i|j|k,,,,x,support:a1,2026-02-30\n"
    )

    assert set(refusals(tmp_path, text)) == {
        ("contradiction", 2, "With"),
        ("unknown_applicant", 2, "ties"),
        ("invalid_age", 3, "Age"),
        ("ambiguous_date", 3, "Submitted"),
        ("less_than_equal", 3, "Priority"),
        ("unknown_group", 3, "Pin"),
        ("literal_error", 3, "ties"),
        ("contradictory_pair", 3, "With"),
        ("contact_data", 4, "Concerns"),
        ("duplicate_id", 4, "Client ID"),
        ("unknown_applicant", 4, "Must not meet"),
        ("missing_id", 5, "Client ID"),
        ("invalid_age", 6, "Age"),
        ("contradiction", 6, "Must not meet"),
        ("too_long", 7, "Concerns"),
        ("invalid_number", 7, "Priority"),
        ("invalid_date", 7, "Submitted"),
    }


def test_problems_come_in_the_order_of_rows_and_name_the_person(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read_intake(a_list(tmp_path, "id,age,avoid\na,30,zz\nb,3,\nc@d.org,30,\n"))

    assert [(p.row, p.id) for p in caught.value.problems] == [(2, "a"), (3, "b"), (4, None)]


def test_a_problem_is_one_line_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read_intake(a_list(tmp_path, "id,Age at intake\na,3\n"))

    [problem] = caught.value.problems
    assert sentence(problem).startswith("list.csv, row 2, Age at intake: not a possible age: write a number")
    assert str(caught.value) == sentence(problem)


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("time_zone", "Berlin", "invalid"),
        ("priority", "-1", "greater_than_equal"),
        ("birth_year", "99", "greater_than_equal"),
        ("birth_year", "2020", "impossible_age"),
        ("life_stage", "x" * 101, "string_too_long"),
        ("tags", "a@b.org", "contact_data"),
        ("avoid", "+49 170 1234567", "contact_data"),
        ("together", "a", "contradiction"),
        ("availability", ";".join(f"Mon {h}:{m:02d}-24" for h in range(20) for m in range(11)), "invalid_time"),
    ],
)
def test_a_value_out_of_range_is_placed_in_its_column(tmp_path: Path, heading: str, cell: str, code: str) -> None:
    text = f"id,{heading},submitted_at\na,{cell},2026-01-01\n"

    assert refusals(tmp_path, text) == [(code, 2, heading)]


def test_two_contradictions_of_one_row_are_both_found(tmp_path: Path) -> None:
    found = refusals(tmp_path, "id,pin,kept off,avoid,together\na,g1,g1,b,b\nb,,,,\n")

    assert found == [("contradiction", 2, "pin"), ("contradiction", 2, "together")]


def test_a_tie_named_by_both_is_one_tie(tmp_path: Path) -> None:
    intake = people(tmp_path, "id,ties\na,conflict:b; support:c\nb,conflict:a\nc,\n")

    assert [(t.a, t.b, t.kind) for t in intake.ties] == [("a", "b", "conflict"), ("a", "c", "support")]


def test_a_tie_contradicts_being_kept_together_by_the_policy(tmp_path: Path) -> None:
    """Whether a kind of tie keeps apart is the policy's to say."""
    text = "id,ties,together\na,acquaintance:b,b\nb,,\n"
    lenient = Policy(rules=Rules(keep_apart=KeepApart(kinds=("conflict",))))

    assert refusals(tmp_path, text) == [("contradictory_pair", 2, "together")]
    assert read_intake(a_list(tmp_path, text), policy=lenient).intake.policy == lenient


def test_settings_are_carried_over(tmp_path: Path) -> None:
    sizes = Sizes(min_size=2, max_size=4, target_size=3)

    intake = read_intake(a_list(tmp_path, "id\na\nb\n"), sizes=sizes, as_of=date(2026, 5, 1)).intake

    assert (intake.sizes, intake.day) == (sizes, date(2026, 5, 1))


def test_both_files_are_looked_at_before_anything_is_said(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read_intake(a_list(tmp_path, "id\n"), groups=tmp_path / "groups.csv")

    assert [(p.file, p.code) for p in caught.value.problems] == [
        ("list.csv", "no_rows"),
        ("groups.csv", "missing_file"),
    ]


def test_rows_with_problems_are_left_out_and_listed(tmp_path: Path) -> None:
    intake, skipped = leaving_out(tmp_path, "id,age,avoid,together,ties\na,30,b;c,,support:b\nb,3,,c,\nc,40,,,\n")

    assert [(a.id, a.avoid) for a in intake.applicants] == [("a", ("c",)), ("c", ())]
    assert intake.ties == ()
    assert skipped == [
        ("removed_reference", 2, "avoid"),
        ("removed_reference", 2, "ties"),
        ("invalid_age", 3, "age"),
    ]


def test_of_two_rows_with_one_id_the_later_is_left_out(tmp_path: Path) -> None:
    intake, skipped = leaving_out(tmp_path, "id,age,avoid\na,30,\nb,31,a\na,32,\n")

    assert [(a.id, str(a.age), a.avoid) for a in intake.applicants] == [("a", "30", ()), ("b", "31", ("a",))]
    assert skipped == [("duplicate_id", 4, "id")]


def test_a_row_that_breaks_by_another_being_left_out_follows_it(tmp_path: Path) -> None:
    """Twelve people make two equal groups, eleven make one: the pin to the second loses its group."""
    rows = "".join(f"p{n},30,\n" for n in range(10))
    intake, skipped = leaving_out(tmp_path, f"id,age,pin\n{rows}q,30,g2\nr,3,\n")

    assert len(intake.applicants) == 10
    assert skipped == [("unknown_group", 12, "pin"), ("invalid_age", 13, "age")]


def test_a_list_with_nobody_left_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    assert refusals(tmp_path, "id,age\na,3\nb,323\n", skip_invalid=True) == [
        ("invalid_age", 2, "age"),
        ("invalid_age", 3, "age"),
    ]


def test_an_offer_is_never_left_out(tmp_path: Path) -> None:
    groups = a_list(tmp_path, "id,max\ng1,99\n", "groups.csv")

    with pytest.raises(TableError) as caught:
        read_intake(a_list(tmp_path, "id\na\n"), groups=groups, skip_invalid=True)

    assert [(p.file, p.row, p.column) for p in caught.value.problems] == [("groups.csv", 2, "max")]


def test_list_and_groups_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Both are called list.csv; the broken row 3 of the groups leaves row 3 of the list alone."""
    (tmp_path / "offers").mkdir()
    groups = a_list(tmp_path / "offers", "id,name\ng1,x\ng2,y\n")

    read = read_intake(a_list(tmp_path, "id,age\na,3\nb,30\n"), groups=groups, skip_invalid=True)

    assert [a.id for a in read.intake.applicants] == ["b"]


def test_nothing_is_left_out_of_a_list_that_is_right(tmp_path: Path) -> None:
    intake, skipped = leaving_out(tmp_path, "id\na\nb\n")

    assert ([a.id for a in intake.applicants], skipped) == (["a", "b"], [])


def test_a_list_with_too_many_problems_to_tell_is_refused(tmp_path: Path) -> None:
    text = "id,priority\n" + "".join(f"p{n},9\n" for n in range(20_001))

    for skip_invalid in (False, True):
        assert refusals(tmp_path, text, skip_invalid=skip_invalid) == [("too_many_problems", None, None)]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the survey in {os.path.relpath(SHARED)}, which is not there")
def test_a_real_list_reads_with_warnings_only() -> None:
    read = read_intake(SHARED / "masculinity2018_applicants.csv")

    assert len(read.intake.applicants) == 1419
    assert read.skipped == ()
    headings, reasons, stages = read.warnings
    assert headings.endswith('3 column(s) not read: "n_reasons", "screen_flags", "source"')
    assert '"body-image" (1046; did you mean body-image-eating?)' in reasons
    assert '"empty-nest" (397)' in stages
