import pytest

from matcher.room import Breach
from matcher.rules.leaders import LeaderConflict
from tests.builders import group, people, person
from tests.rules.alone import judge

LED = [group("g1", leaders=["L1", "L2"])]
OTHERS = people("bc")


def test_other_leaders_are_no_conflict() -> None:
    assert judge(LeaderConflict(), person("a", leaders_to_avoid=["L3"]), *OTHERS, groups=LED).valid


def test_a_leader_somebody_avoids_breaks_a_plan() -> None:
    verdict = judge(LeaderConflict(), person("a", leaders_to_avoid=["L2"]), *OTHERS, groups=LED)

    why = "must not be led by L2"
    assert verdict.breaches == (Breach("leader_conflict", True, "g1", ("a",), 1.0, 0.0, {"why": why}),)
    assert verdict.told == (f"a in g1: {why}",)
    assert not verdict.valid


def test_ones_own_therapist_may_lead_unless_the_clinic_says_otherwise() -> None:
    """Individual and group therapy with one therapist is common (combined therapy)."""
    member = person("a", individual_therapist="L1")
    assert judge(LeaderConflict(), member, *OTHERS, groups=LED).valid

    verdict = judge(LeaderConflict(own_therapist_may_lead=False), member, *OTHERS, groups=LED)
    assert verdict.told == ("a in g1: L1 is also the individual therapist",)
    assert not verdict.valid


def test_soft_costs_its_weight() -> None:
    verdict = judge(LeaderConflict(mode="soft", weight=0.3), person("a", leaders_to_avoid=["L1"]), *OTHERS, groups=LED)

    assert verdict.valid
    assert verdict.fall == pytest.approx(0.3)


def test_off_it_is_not_looked_at() -> None:
    verdict = judge(LeaderConflict(mode="off"), person("a", leaders_to_avoid=["L1"]), *OTHERS, groups=LED)
    assert (verdict.breaches, verdict.fall) == ((), 0)


def test_seated_members_are_not_asked_again() -> None:
    assert judge(LeaderConflict(), person("a", leaders_to_avoid=["L1"], seated_in="g1"), *OTHERS, groups=LED).valid
