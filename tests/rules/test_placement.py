import pytest
from pydantic import ValidationError

from matcher.room import Breach
from matcher.rules.placement import Placement
from tests.builders import group, people, person
from tests.rules.alone import judge

TWO = (group("g1"), group("g2"))


def test_pinned_and_seated_people_where_they_belong_break_nothing() -> None:
    here = (person("a", pinned_group="g1"), person("b", seated_in="g1"), person("c", kept_off_groups=["g2"]))
    assert judge(Placement(), *here, groups=TWO).valid


@pytest.mark.parametrize(
    ("fixed", "why"),
    [
        ({"pinned_group": "g2"}, "pinned to g2"),
        ({"seated_in": "g2"}, "already sits in g2"),
        ({"kept_off_groups": ["g1"]}, "kept off this group by hand"),
    ],
)
def test_what_was_fixed_by_hand_is_broken_elsewhere(fixed: dict[str, object], why: str) -> None:
    verdict = judge(Placement(), person("a", **fixed), *people("bc"), groups=TWO)

    assert verdict.breaches == (Breach("placement", True, "g1", ("a",), 1.0, 0.0, {"why": why}),)
    assert verdict.told == (f"a in g1: {why}",)
    assert not verdict.valid


def test_a_closed_group_with_members_takes_nobody_new() -> None:
    closed = [group("g1", enrolment="closed")]
    verdict = judge(Placement(), person("a", seated_in="g1"), *people("bc"), groups=closed)

    assert verdict.told == (
        "b in g1: the group is closed to newcomers",
        "c in g1: the group is closed to newcomers",
    )


def test_a_closed_group_without_members_begins_with_newcomers() -> None:
    assert judge(Placement(), *people("abc"), groups=[group("g1", enrolment="closed")]).valid


@pytest.mark.parametrize(
    ("fixed", "why"),
    [("pinned_group", "pinned to g1 and has no place"), ("seated_in", "already sits in g1 and has no place")],
)
def test_who_is_fixed_may_not_wait(fixed: str, why: str) -> None:
    verdict = judge(Placement(), person("a", **{fixed: "g1"}), *people("bc"), rooms={"g1": "bc"})

    assert verdict.breaches == (Breach("placement", True, None, ("a",), 1.0, 0.0, {"why": why}),)
    assert verdict.told == (f"a: {why}",)
    assert not verdict.valid


def test_others_may_wait() -> None:
    assert judge(Placement(), *people("abc"), rooms={"g1": "bc"}).valid


@pytest.mark.parametrize("mode", ["soft", "off"])
def test_it_is_always_hard(mode: str) -> None:
    with pytest.raises(ValidationError):
        Placement.model_validate({"mode": mode})
