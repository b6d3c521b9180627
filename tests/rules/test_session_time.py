import pytest

from matcher.room import Breach
from matcher.rules.session_time import SessionTime
from tests.builders import group, people, person
from tests.rules.alone import judge

MONDAY = group("g1", session="Mon 16:00-17:30")
OTHERS = people("bc")


@pytest.mark.parametrize("availability", ["", "Mon 16:00-17:30", "Mon 15-16:30; Mon 16:30-18; Tue 9-10"])
def test_who_can_come_breaks_nothing(availability: str) -> None:
    assert judge(SessionTime(), person("a", availability=availability), *OTHERS, groups=[MONDAY]).valid


def test_who_cannot_come_breaks_a_plan() -> None:
    verdict = judge(SessionTime(), person("a", availability="Mon 16:00-17:00"), *OTHERS, groups=[MONDAY])

    why = "cannot come at Mon 16:00-17:30"
    assert verdict.breaches == (Breach("session_time", True, "g1", ("a",), 1.0, 0.0, {"why": why}),)
    assert verdict.told == (f"a in g1: {why}",)
    assert not verdict.valid
    assert verdict.fall == 0


def test_a_group_without_a_session_suits_everybody() -> None:
    assert judge(SessionTime(), person("a", availability="Sun 6-7"), *OTHERS).valid


@pytest.mark.parametrize(("zone", "comes"), [("Europe/Berlin", True), ("Europe/London", False), (None, False)])
def test_clocks_of_other_time_zones_are_translated(zone: str | None, comes: bool) -> None:
    """An evening in Berlin is an afternoon in New York; a clock without a zone is the group's own."""
    online = group("g1", session="Mon 13:00-14:00", time_zone="America/New_York")
    member = person("a", availability="Mon 19:00-20:00", time_zone=zone)

    assert judge(SessionTime(), member, *OTHERS, groups=[online], as_of="2025-01-15").valid == comes


def test_soft_costs_its_weight_for_each_person() -> None:
    late = [person(name, availability="Tue 9-10") for name in "ab"]
    verdict = judge(SessionTime(mode="soft", weight=0.4), *late, person("c"), groups=[MONDAY])

    assert verdict.valid
    assert [(b.members, b.hard, b.cost) for b in verdict.breaches] == [(("a",), False, 0.4), (("b",), False, 0.4)]
    assert verdict.fall == pytest.approx(0.8)


def test_off_it_is_not_looked_at() -> None:
    verdict = judge(SessionTime(mode="off"), person("a", availability="Tue 9-10"), *OTHERS, groups=[MONDAY])
    assert (verdict.breaches, verdict.fall) == ((), 0)


def test_seated_members_are_not_asked_again() -> None:
    assert judge(SessionTime(), person("a", availability="Tue 9-10", seated_in="g1"), *OTHERS, groups=[MONDAY]).valid
