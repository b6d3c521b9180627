"""The choice of hours against every choice there is."""

from itertools import product
from random import Random
from typing import Any

import pytest

from matcher.intake import Applicant, Intake, Sizes
from matcher.rules.session_time import SessionTime
from matcher.times import parse_interval
from matcher.whatif import Effort, best_hours
from tests.builders import group, people, person, quiet
from tests.builders import intake_of as intake_with

TIMES = ("Mon 16:00-17:30", "Tue 16:00-17:30", "Wed 9:00-10:30")
QUICK = Effort(rounds=1)


def intake_of(*applicants: Applicant, **fields: Any) -> Intake:
    """An intake whose policy holds plans to the hours."""
    return intake_with(*applicants, policy=quiet(SessionTime()), **fields)


def most_seated(intake: Intake, most: int) -> int:
    """The most people that any choice of hours seats, over every way to seat everybody."""
    best = 0
    rooms = [None, *intake.offers]
    for seats in product(range(len(rooms)), repeat=len(intake.applicants)):
        opened = {room for room in seats if room}
        sizes = [sum(seat == room for seat in seats) for room in opened]
        groups = [intake.offers[room - 1] for room in opened]
        if len({g.session for g in groups}) > most:
            continue
        if not all(g.min_size <= size <= g.max_size for g, size in zip(groups, sizes, strict=True)):
            continue
        if all(
            not room or not a.availability or intake.offers[room - 1].session in a.availability
            for a, room in zip(intake.applicants, seats, strict=True)
        ):
            best = max(best, sum(map(bool, seats)))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_seats_more(seed: int) -> None:
    chance = Random(seed)
    applicants = [person(n, 20, availability=chance.sample(TIMES, chance.randint(1, 2))) for n in "abcdef"]
    groups = [group(f"g{n}", 2, chance.randint(2, 4), session=chance.choice(TIMES)) for n in range(3)]
    intake = intake_of(*applicants, groups=groups)

    answer = best_hours(intake, 2, effort=QUICK)

    for cover in answer.cover:
        assert cover.seated == cover.bound == most_seated(intake, cover.most)
        assert len(cover.hours) <= cover.most
    assert answer.result.placed <= answer.best.seated


def test_a_group_that_would_not_fill_seats_nobody() -> None:
    applicants = [*people("ab", 20, availability=TIMES[0]), *people("cdef", 20, availability=TIMES[1])]
    groups = [group("g1", 3, 4, session=TIMES[0]), group("g2", 3, 4, session=TIMES[1])]

    answer = best_hours(intake_of(*applicants, groups=groups), 2, effort=QUICK)

    assert [str(hour) for hour in answer.best.hours] == [TIMES[1]]
    assert (answer.best.seated, answer.best.bound) == (4, 4)
    assert answer.said.text == f"With {TIMES[1]}, 4 people find a place, and no other choice places more"


def test_how_many_could_come_at_each_hour() -> None:
    applicants = [
        *people("ab", 20, availability=TIMES[0]),
        *people("cd", 20, availability=TIMES[:2]),
        person("e", 20),
        person("f", 20, cleared=False),
    ]
    groups = [group("g1", session=TIMES[0]), group("g2", session=TIMES[1])]

    answer = best_hours(intake_of(*applicants, groups=groups), 1, effort=QUICK)

    counts = [(str(c.hour), c.can_come, c.nowhere_else, c.chosen) for c in answer.hours]
    assert counts == [(TIMES[0], 5, 2, True), (TIMES[1], 3, 0, False)]
    assert answer.looking == 5


def test_hours_of_ones_own_get_one_group_each() -> None:
    applicants = [*people("abc", 20, availability=TIMES[0]), *people("de", 20, availability=TIMES[1])]
    sizes = Sizes(min_size=2, max_size=4, target_size=3)
    intake = intake_of(*applicants, groups=(), sizes=sizes)

    answer = best_hours(intake, 1, [parse_interval(time) for time in TIMES], QUICK)

    assert [str(hour) for hour in answer.best.hours] == [TIMES[0]]
    assert [g.id for g in answer.result.offers] == [TIMES[0]]
    assert answer.result.plan is not None
    assert sorted(answer.result.plan.by_applicant()) == ["a", "b", "c"]


def test_running_groups_go_on_and_are_no_part_of_the_choice() -> None:
    applicants = [
        *people("ab", 20, seated_in="g1"),
        person("c", 20, availability=TIMES[0]),
        *people("de", 20, availability=TIMES[1]),
    ]
    groups = [group("g1", 2, 3, session=TIMES[0]), group("g2", 2, 3, session=TIMES[1])]

    answer = best_hours(intake_of(*applicants, groups=groups), 1, effort=QUICK)

    assert answer.running == ("g1",)
    assert [str(count.hour) for count in answer.hours] == [TIMES[1]]
    assert answer.best.seated == 3


def test_without_hours_there_is_nothing_to_choose() -> None:
    with pytest.raises(ValueError, match="no hour to choose"):
        best_hours(intake_of(*people("ab", 20)), 1, effort=QUICK)
    with pytest.raises(ValueError, match="at least one"):
        best_hours(intake_of(*people("ab", 20)), 0, effort=QUICK)
