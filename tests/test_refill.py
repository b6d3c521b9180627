from collections.abc import Sequence

import pytest

from matcher.change import Workbench
from matcher.intake import Applicant, Group, Intake
from matcher.plan import Plan
from matcher.refill import TooMany, refill
from matcher.revise import revise
from matcher.stop import Work


def person(name: str, age: int, reason: str = "anxiety", **more: object) -> Applicant:
    return Applicant.model_validate({"id": name, "age": age, "reasons": [reason], **more})


def bench(*waiting: Applicant, most: Sequence[int] = (3, 3)) -> Workbench:
    """A young group of two and an older one of two, and whoever waits."""
    seated = (person("y1", 20), person("y2", 21, "sleep"), person("o1", 60), person("o2", 61, "sleep"))
    groups = tuple(
        Group(id=name, min_size=2, max_size=size, target_size=2) for name, size in zip(("y", "o"), most, strict=True)
    )
    plan = Plan.of({"y": ["y1", "y2"], "o": ["o1", "o2"]})
    return Workbench(Intake(applicants=(*seated, *waiting), groups=groups), plan)


def test_each_goes_where_they_fit_and_the_full_group_takes_nobody() -> None:
    places = refill(bench(person("a", 22, "grief-loss"), person("b", 62, "grief-loss"), person("c", 23, "career")))

    assert places == {"a": "y", "b": "o"}


def test_the_larger_claim_chooses_first() -> None:
    assert refill(bench(person("a", 22), person("b", 22, priority=3), most=(3, 2))) == {"b": "y"}


def test_nobody_is_seated_against_a_hard_rule() -> None:
    unscreened = person("a", 22, cleared=False)
    kept_off = person("b", 22, kept_off_groups=["y"])
    apart = person("c", 60, avoid=["o1"], kept_off_groups=["y"])

    assert refill(bench(unscreened, kept_off, apart)) == {"b": "o"}


def test_a_group_with_too_few_members_goes_first() -> None:
    laid = bench(person("a", 22, "grief-loss"))
    groups = (laid.intake.groups[0], laid.intake.groups[1].model_copy(update={"min_size": 3, "target_size": 3}))
    intake = laid.intake.with_changes(groups=groups)

    assert refill(Workbench(intake, laid.plan)) == {"a": "o"}


def test_it_agrees_with_a_search_without_moves_where_places_are_enough() -> None:
    laid = bench(person("a", 22, "grief-loss"), person("b", 62, "career"))

    revision = revise(laid.intake, laid.plan, stop=Work(1), max_moves=0)

    assert revision.result is not None
    assert revision.result.plan == laid.changed(refill(laid))


def test_more_ways_than_allowed_are_not_begun() -> None:
    laid = bench(person("a", 22))

    assert refill(laid, most_ways=2) == {"a": "y"}
    with pytest.raises(TooMany, match="2 ways"):
        refill(laid, most_ways=1)
