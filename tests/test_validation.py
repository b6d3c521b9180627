from collections.abc import Mapping
from typing import Any

import pytest

from matcher.intake import Problem
from matcher.validation import MOST_PROBLEMS, InvalidIntake, validate_intake

SECRET = "xyzzy-secret"


def refused(data: Mapping[str, Any], *, strict: bool = False) -> tuple[Problem, ...]:
    """The problems of data that is no intake, none of which repeats what was submitted."""
    with pytest.raises(InvalidIntake) as caught:
        validate_intake(data, strict=strict)
    for problem in caught.value.problems:
        assert SECRET not in problem.message
    assert SECRET not in str(caught.value)
    return caught.value.problems


def told(data: Mapping[str, Any], *, strict: bool = False) -> list[tuple[str, str]]:
    """Pointer and code of each problem."""
    return [(p.pointer, p.code) for p in refused(data, strict=strict)]


def listed(*applicants: object, **fields: object) -> dict[str, object]:
    return {"applicants": list(applicants), "groups": [{"id": "g1"}], **fields}


def test_what_is_right_is_an_intake() -> None:
    intake = validate_intake(listed({"id": "a", "age": "18-25"}, {"id": "b", "avoid": ["a"]}))
    assert [a.id for a in intake.applicants] == ["a", "b"]


def test_all_problems_of_all_entries_come_at_once() -> None:
    data = listed(
        {"id": "a", "age": 3},
        {"id": "b", "priority": 9, "avoid": ["nobody"]},
        {"age": 30},
        {"id": "d", "pinned_group": "g1", "kept_off_groups": ["g1"]},
        groups=[{"id": "g1", "min_size": 9, "max_size": 8}],
        ties=[{"a": "a", "b": "d", "kind": SECRET}],
        policy={"balance": 2},
    )
    assert told(data) == [
        ("/applicants/0/age", "invalid"),
        ("/applicants/1/priority", "less_than_equal"),
        ("/applicants/2/id", "missing"),
        ("/applicants/3", "invalid"),
        ("/groups/0", "invalid"),
        ("/ties/0/kind", "literal_error"),
        ("/policy/balance", "less_than_equal"),
    ]


def test_entries_that_can_be_read_are_compared_although_others_cannot() -> None:
    """Problems found without the broken entries stand at the places of the list as it was handed in."""
    data = listed(
        {"id": "a", "age": SECRET}, {"id": "b"}, {"id": "c", "age": 323}, {"id": "b"}, {"id": "d", "pinned_group": "g7"}
    )
    assert told(data) == [
        ("/applicants/0/age", "invalid"),
        ("/applicants/2/age", "invalid"),
        ("/applicants/3/id", "duplicate_id"),
        ("/applicants/4/pinned_group", "unknown_group"),
    ]


def test_a_reference_to_an_entry_that_could_not_be_read_is_no_problem_of_its_own() -> None:
    assert told(listed({"id": "a", "age": 3}, {"id": "b", "avoid": ["a"]})) == [("/applicants/0/age", "invalid")]
    data = listed({"id": "a", "pinned_group": "g1"}, groups=[{"id": "g1", "min_size": 1}])
    assert told(data) == [("/groups/0/min_size", "greater_than_equal")]


def test_ties_are_told_by_their_own_place() -> None:
    ties = [{"a": "a", "b": "a", "kind": "support"}, {"a": "a", "b": "nobody", "kind": "support"}]
    assert told(listed({"id": "a"}, ties=ties)) == [("/ties/0", "invalid"), ("/ties/1/b", "unknown_applicant")]


def test_a_field_that_does_not_exist_does_not_hide_other_problems() -> None:
    data = listed({"id": "a"}, {"id": "a"}, polcy={})
    assert told(data) == [("/polcy", "extra_forbidden"), ("/applicants/1/id", "duplicate_id")]


@pytest.mark.parametrize("data", [{}, {"applicants": []}, {"applicants": SECRET}, {"applicants": [SECRET]}])
def test_what_is_no_list_of_people_is_refused_once(data: dict[str, object]) -> None:
    assert len(told(data)) == 1


@pytest.mark.parametrize("data", [None, [], SECRET, 42])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert [p.path for p in refused(data)] == [()]


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "a", "age": SECRET},
        {"id": "a", "life_stage": f"{SECRET}@example.org"},
        {"id": "a", "availability": SECRET},
        {"id": "a", "availability": [f"Mon {SECRET}"], "modality": SECRET},
        {"id": "a", "time_zone": SECRET},
        {"id": "a", "submitted_at": SECRET},
        {"id": "a", "priority": SECRET},
        {"id": "a", "cleared": SECRET},
        {"id": "a", "reasons": SECRET},
        {"id": "a", "avoid": [SECRET]},
        {"id": "a", "seated_in": SECRET},
        {"id": SECRET * 20},
        {"id": SECRET, "together": [SECRET]},
    ],
    ids="-".join,
)
def test_what_was_submitted_is_not_repeated(entry: dict[str, object]) -> None:
    assert refused(listed(entry, {"id": "b"}))


def test_strictly_json_is_taken_at_its_word() -> None:
    loose = listed({"id": "a", "priority": "2", "cleared": "yes"})
    assert validate_intake(loose).applicants[0].priority == 2
    assert told(loose, strict=True) == [("/applicants/0/priority", "int_type"), ("/applicants/0/cleared", "bool_type")]
    assert validate_intake(listed({"id": "a", "submitted_at": "2025-01-31"}), strict=True).day.year == 2025


def test_too_many_problems_are_counted_only() -> None:
    many = listed(*({"id": f"p{n}", "age": 3} for n in range(MOST_PROBLEMS + 1)))
    assert told(many) == [("", "too_many_problems")]
