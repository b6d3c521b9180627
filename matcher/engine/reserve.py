"""What the answer of a long search will take, which is therefore not searched."""

from statistics import median
from timeit import timeit

from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Room
from matcher.scorer import score_room

ROOMS_TIMED = 100
"""Rooms of a long list that are scored before the search, to know how long its answer will take."""

ANSWER_OVER_SCORES = 3.0
"""What the answer of a long list takes, as a multiple of what scoring its rooms does."""


def seconds_to_answer(plan: Plan, measure: Measure) -> float:
    """Seconds that the answer to a plan like this will take: at 100,000 people ten or more; 0 for an empty one."""
    rooms = Plan(groups=plan.groups[:: 1 + len(plan.groups) // (2 * ROOMS_TIMED)]).rooms(measure)
    half = len(rooms) // 2
    # The first half fills what the measure keeps of every word and person.
    for room in rooms[:half]:
        _seconds_to_score(room)
    took = [_seconds_to_score(room) for room in rooms[half:]]
    # The middle one: a pause of the machine in one of a hundred would count for all.
    return ANSWER_OVER_SCORES * median(took or [0.0]) * len(plan.groups)


def _seconds_to_score(room: Room) -> float:
    return timeit(lambda: score_room(room).value, number=1)
