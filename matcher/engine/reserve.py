"""What the answer of a long search will take, which is therefore not searched."""

from collections.abc import Callable
from statistics import median
from timeit import timeit

from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Room
from matcher.scorer import score_room

ROOMS_TIMED = 100
"""Rooms of a long list that are scored before the search, to know how long its answer will take."""

ANSWER_OVER_SCORES = 5.6
"""What the answer of a long list takes, as a multiple of what scoring its rooms does.

Measured 3.4 to 4.9: what scoring is said to take differs by a tenth from one look to the next, now and then by half.
With 5.0 one run of four with 100,000 people took half a second more than the 120 s it was given.
"""

LOOKED_AT_AGAIN = 1.5
"""What must be left of the time, as a multiple of what the answer was said to take, for a second look at that.

A machine shared with others was half as fast again at one end of two minutes as at the other: 20 of 120 seconds were
kept back in vain.
"""


class Reserve:
    """What is kept back of a search's time for its answer; looked at again when the end is near.

    Args:
        plan: The best plan so far, when asked.
        measure: Its measure.
    """

    def __init__(self, plan: Callable[[], Plan], measure: Measure) -> None:
        self._plan, self._measure = plan, measure
        self._look_at = LOOKED_AT_AGAIN * seconds_to_answer(plan(), measure)
        self._last_left: float | None = None

    def is_due(self, left: float) -> bool:
        """Whether the answer takes all the seconds that are left, or would after as long as passed since the last time.

        Rounds of 100,000 people take half a second: asked between them, the answer began that much too late.
        """
        passed = 0.0 if self._last_left is None else self._last_left - left
        self._last_left = left
        if left - passed > self._look_at:
            return False
        self._look_at = seconds_to_answer(self._plan(), self._measure)
        return left - passed <= self._look_at


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
