"""Upper bounds on a plan's value that are there at once; all are valid for every plan and rounded to the safe side.

With a pair matrix, the semidefinite bound's first iterations (:mod:`matcher.engine.semidefinite`). Without one,
everybody's mean fit with their best companions: a room of ``s`` people gives each member the mean of ``s - 1`` pair
fits, so no more than the mean of their ``m - 1`` best ones where no room is smaller than ``m``. Prices of soft rules
are left out there, rewards are added in full.
"""

import numpy as np
from numba import njit

from matcher.engine.pairs import Traits, closeness_of, covered, pair_fit_matrix, traits_of
from matcher.engine.semidefinite import SemidefiniteBound
from matcher.engine.sheet import Ints, Sheet, compile_intake
from matcher.intake import Intake
from matcher.measure import NOT_COMPARABLE, Measure

SAFETY = 1e-9
"""Relative slack added for rounding."""

ENTRIES_AT_ONCE = 40_000_000
"""Matrix entries that the first iterations go through together, and the least iterations: half a second at 1,000 people
(gap 0.8 %), 1.5 s at 2,600, where less would prove little."""

FEWEST_ITERATIONS, MOST_ITERATIONS = 20, 100

MOST_IN_MATRIX = 3_000
"""People up to whom a pair matrix is used for the bound."""

MOST_COMPARED = 20_000
"""People up to whom everybody is compared with everybody for the bound."""


def smallest_size(sheet: Sheet) -> int:
    """The least size a room with two or more people can have."""
    return max(2, int(sheet.least.min()))


def rewards(sheet: Sheet) -> float:
    """What all rewards of soft rules could add together."""
    pairs = sum(max(0.0, -price) for price in sheet.pair_price.values())
    seats = np.maximum(0.0, -sheet.least_seat_price).sum()
    return float(pairs + seats)


def companions_bound(sheet: Sheet, traits: Traits) -> float:
    """Everybody's mean fit with their best companions, without a matrix: for lists too long for one."""
    people = np.flatnonzero(sheet.kinds_open).astype(np.int32)
    if len(people) < 2:
        return rewards(sheet)
    others = min(smallest_size(sheet) - 1, len(people) - 1)
    return float(_companions(traits, people, others)) * (1 + SAFETY) + rewards(sheet)


@njit(cache=True, nogil=True)
def _companions(t: Traits, people: Ints, others: int) -> float:
    total = 0.0
    best = np.zeros(others)
    for a in range(len(people)):
        i = people[a]
        best[:] = 0.0
        for b in range(len(people)):
            j = people[b]
            if i == j:
                continue
            close = t.balance * closeness_of(t, i, j)
            if close + (1 - t.balance) <= best[0]:
                continue
            difference = NOT_COMPARABLE
            if t.held[i] > 0 and t.held[j] > 0:
                overlap = (covered(t, i, j) + covered(t, j, i)) / 2
                difference = 1 - overlap / (t.total[i] + t.total[j] - overlap)
            fit = close + (1 - t.balance) * difference
            if fit > best[0]:
                k = 0
                while k + 1 < others and best[k + 1] < fit:
                    best[k] = best[k + 1]
                    k += 1
                best[k] = fit
        total += best.mean()
    return total


def trivial_bound(sheet: Sheet) -> float:
    """Nobody's fit is above 1."""
    return float((sheet.kinds_open > 0).sum()) + rewards(sheet)


def quick_bound(intake: Intake, measure: Measure | None = None) -> float:
    """The best of the cheap bounds on any plan's value, in a second or two for lists of some thousands."""
    sheet = compile_intake(intake, measure)
    return value_bound(sheet, traits_of(sheet))


def value_bound(sheet: Sheet, traits: Traits) -> float:
    """The best of the cheap bounds that the list's length allows."""
    if sheet.people > MOST_COMPARED:
        return trivial_bound(sheet)
    if sheet.people > MOST_IN_MATRIX:
        return companions_bound(sheet, traits)
    people = np.arange(sheet.people, dtype=np.int32)
    semidefinite = SemidefiniteBound(sheet, pair_fit_matrix(traits, people), people)
    iterations = int(np.clip(ENTRIES_AT_ONCE // sheet.people**2, FEWEST_ITERATIONS, MOST_ITERATIONS))
    while semidefinite.iterations < iterations and not semidefinite.done:
        semidefinite.step()
    return min(semidefinite.bound, trivial_bound(sheet))
