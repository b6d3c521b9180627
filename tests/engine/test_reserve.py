"""What is kept back of a long search for its answer follows the machine, which is not always as fast."""

import pytest

from matcher.engine import reserve
from matcher.engine.reserve import ANSWER_OVER_SCORES, LOOKED_AT_AGAIN, Reserve
from matcher.generate import generate
from matcher.measure import Measure
from matcher.plan import Plan


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What scoring a room takes, last of the list."""
    seconds = [1.0]
    monkeypatch.setattr(reserve, "_seconds_to_score", lambda _room: seconds[-1])
    return seconds


def kept_for(rooms: int) -> Reserve:
    intake = generate("campus", 8 * rooms, 1).intake
    people = [person.id for person in intake.applicants]
    offers = [group.id for group in intake.offers]
    plan = Plan.of({offers[number]: people[8 * number : 8 * number + 8] for number in range(rooms)})
    return Reserve(lambda: plan, Measure(intake))


def test_the_search_ends_when_the_answer_takes_what_is_left() -> None:
    assert not kept_for(4).is_due(4 * ANSWER_OVER_SCORES + 0.1)
    assert kept_for(4).is_due(4 * ANSWER_OVER_SCORES)


def test_it_ends_when_another_round_would_not_leave_enough() -> None:
    kept = kept_for(4)

    assert not kept.is_due(4 * ANSWER_OVER_SCORES + 4.0)
    assert not kept.is_due(4 * ANSWER_OVER_SCORES + 2.1)
    assert kept.is_due(4 * ANSWER_OVER_SCORES + 1.0)


def test_a_machine_that_has_become_faster_searches_on(clock: list[float]) -> None:
    kept = kept_for(4)
    clock.append(0.5)

    assert not kept.is_due(4 * ANSWER_OVER_SCORES)
    assert not kept.is_due(2 * ANSWER_OVER_SCORES + 6.0)
    assert not kept.is_due(2 * ANSWER_OVER_SCORES + 3.1)
    assert kept.is_due(2 * ANSWER_OVER_SCORES + 1.5)


def test_one_that_has_become_slower_ends_sooner(clock: list[float]) -> None:
    kept = kept_for(4)
    clock.append(1.4)

    assert not kept.is_due(4 * LOOKED_AT_AGAIN * ANSWER_OVER_SCORES + 0.1)
    assert kept.is_due(4 * 1.39 * ANSWER_OVER_SCORES)
