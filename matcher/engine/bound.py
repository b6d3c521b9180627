"""Upper bounds on a plan's value that are cheap and always valid; all are rounded to the safe side.

With every opened group at least ``m`` large, the variables ``z_ij = 1 / (size - 1)`` of people in a room satisfy
``sum_j z_ij <= 1`` and ``z_ij <= 1 / (m - 1)``, and the fit of a plan is ``sum_{i<j} 2 w_ij z_ij``. Prices ``u >= 0``
of the first rows then give the bound ``sum_i u_i + sum_{i<j} max(0, 2 w_ij - u_i - u_j) / (m - 1)``, the dual of a
fractional b-matching. Where fewer seats than people are on offer, only the largest shares of that sum count, one per
seat. Prices of soft rules are left out, rewards are added in full.
"""

import numpy as np
from numba import njit

from matcher.engine.pairs import Traits, closeness_of, covered, pair_fit_matrix, traits_of
from matcher.engine.sheet import Floats, Ints, Sheet, compile_intake
from matcher.intake import Intake
from matcher.measure import NOT_COMPARABLE, Measure

SAFETY = 1e-9
"""Relative slack added for rounding."""

STEPS = 120
"""Steps of the subgradient method: more gain little (measured on lists of 24 to 1,419)."""

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


def matching_bound(sheet: Sheet, weight: Floats, people: Ints) -> float:
    """The b-matching dual over the people who may be placed at all.

    Args:
        sheet: The compiled intake.
        weight: Their pair fits, shape (len(people), len(people)).
        people: Their numbers.
    """
    allowed = sheet.allowed[people].astype(np.float32)
    w = np.where(allowed @ allowed.T > 0, weight, 0.0)
    place = {int(person): row for row, person in enumerate(people)}
    for a, b in sheet.pairs_apart:
        if a in place and b in place:
            w[place[a], place[b]] = w[place[b], place[a]] = 0.0
    placeable = np.flatnonzero(allowed.any(axis=1))
    if len(placeable) < 2:
        return rewards(sheet)
    w = np.ascontiguousarray(w[np.ix_(placeable, placeable)])
    seats = min(len(placeable), int(sheet.most.sum()))
    value = float(_dual(w, smallest_size(sheet) - 1, seats, STEPS))
    return value * (1 + SAFETY) + rewards(sheet)


@njit(cache=True, nogil=True)
def _dual(w: Floats, others: int, seats: int, steps: int) -> float:
    """The least dual value met by a subgradient method from the mean of everybody's best ``others`` partners."""
    n = len(w)
    others = min(others, n - 1)
    u = np.zeros(n)
    means = np.zeros(n)
    for i in range(n):
        row = np.sort(w[i])
        means[i] = row[n - others :].mean()
        u[i] = row[n - others]
    best = np.sort(means)[n - seats :].sum()
    pace = 0.3
    taken = np.zeros(n)
    share = np.zeros(n)
    for _ in range(steps):
        taken[:] = 0
        share[:] = u
        for i in range(n):
            for j in range(i + 1, n):
                surplus = 2 * w[i, j] - u[i] - u[j]
                if surplus > 0:
                    share[i] += surplus / (2 * others)
                    share[j] += surplus / (2 * others)
                    taken[i] += 1.0 / others
                    taken[j] += 1.0 / others
        value = np.sort(share)[n - seats :].sum()
        if value < best:
            best = value
        else:
            pace *= 0.95
        norm = ((1 - taken) ** 2).sum()
        if norm < 1e-12:
            break
        step = pace * max(value - 0.9 * best, 1e-6) / norm
        for i in range(n):
            u[i] = max(0.0, u[i] - step * (1 - taken[i]))
    return best


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
    weight = pair_fit_matrix(traits, people)
    return min(matching_bound(sheet, weight, people), trivial_bound(sheet))
