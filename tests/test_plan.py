import pytest
from pydantic import ValidationError

from matcher.measure import Measure
from matcher.plan import Plan, Seating
from tests.builders import group, intake_of, people, plan_of

PLAN = Plan.of({"g1": ["b", "a"], "g2": [], "g3": ["c"]})


def test_members_are_sorted_and_empty_groups_left_out() -> None:
    assert PLAN.groups == (Seating(id="g1", members=("a", "b")), Seating(id="g3", members=("c",)))
    assert PLAN.by_applicant() == {"a": "g1", "b": "g1", "c": "g3"}


def test_nobody_sits_twice_and_no_group_stands_twice() -> None:
    with pytest.raises(ValidationError, match="an applicant sits in two places"):
        plan_of(g1="ab", g2="bc")
    with pytest.raises(ValidationError, match="a group stands twice"):
        Plan(groups=(Seating(id="g1", members=("a",)), Seating(id="g1", members=("b",))))


def test_what_an_intake_does_not_know_is_told_all_at_once_without_repeating_it() -> None:
    intake = intake_of(*people("ab"), groups=[group("g1")])
    problems = PLAN.unknown_to(intake)

    assert [(p.pointer, p.code) for p in problems] == [
        ("/groups/1/id", "unknown_group"),
        ("/groups/1/members/0", "unknown_applicant"),
    ]
    assert plan_of(g1="ab").unknown_to(intake) == []


def test_rooms_hold_the_people_themselves() -> None:
    intake = intake_of(*people("abc"), groups=[group("g1"), group("g2")])
    [room] = plan_of(g2="ca").rooms(Measure(intake))

    assert room.group is intake.group_by_id["g2"]
    assert room.members == (intake.applicants[0], intake.applicants[2])
