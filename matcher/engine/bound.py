"""Upper bounds on a plan's value that are there at once; all are valid for every plan and rounded to the safe side.

The first iterations of the semidefinite bound (:mod:`matcher.engine.semidefinite`), of people while a matrix of them
is affordable, else of classes of people with the same reasons (:mod:`matcher.engine.classes`).
"""

import numpy as np

from matcher.engine.classes import frame_of_classes
from matcher.engine.compiling import compile_intake
from matcher.engine.pairs import Traits, pair_fit_matrix, traits_of
from matcher.engine.semidefinite import FrameBound, SemidefiniteBound
from matcher.engine.sheet import Sheet
from matcher.intake import Intake
from matcher.measure import Measure

ENTRIES_AT_ONCE = 40_000_000
"""Matrix entries that the first iterations go through together: half a second at 1,000 people (gap 0.8 %)."""

FEWEST_ITERATIONS = 20
"""What is done however long the list: 2 s at 2,600 people, where less would prove little."""

MOST_ITERATIONS = 100
"""What is done on short lists: a tenth of a second at 100 people."""

CLASS_ITERATIONS = 60
"""The same for classes: 0.8 s after 0.3 s to find them among 10,000 people (gap 0.9 to 1.1 %), or 2.3 s among 100,000
(gap 1.6 % to a search of 120 s, in 460 MiB)."""

MOST_IN_MATRIX = 3_000
"""People up to whom a pair matrix is used for the bound."""


def rewards(sheet: Sheet) -> float:
    """What all rewards of soft rules could add together."""
    pairs = sum(max(0.0, -price) for price in sheet.pair_price.values())
    seats = np.maximum(0.0, -sheet.least_seat_price).sum()
    return float(pairs + seats)


def classes_bound(sheet: Sheet, traits: Traits) -> float:
    """The bound of classes, with all rewards; the trivial one where hardly two people have the same reasons."""
    frame = frame_of_classes(sheet, traits)
    if frame is None:
        return trivial_bound(sheet)
    return _after(FrameBound(frame), CLASS_ITERATIONS) + rewards(sheet)


def trivial_bound(sheet: Sheet) -> float:
    """Nobody's fit is above 1."""
    return float((sheet.kinds_open > 0).sum()) + rewards(sheet)


def quick_bound(intake: Intake, measure: Measure | None = None) -> float:
    """The best of the cheap bounds on any plan's value, in a second or two for lists of some thousands."""
    sheet = compile_intake(intake, measure)
    return value_bound(sheet, traits_of(sheet))


def value_bound(sheet: Sheet, traits: Traits) -> float:
    """The best of the cheap bounds that the list's length allows."""
    if sheet.people > MOST_IN_MATRIX:
        return min(classes_bound(sheet, traits), trivial_bound(sheet))
    people = np.arange(sheet.people, dtype=np.int32)
    return bound_at_once(sheet, SemidefiniteBound(sheet, pair_fit_matrix(traits, people), people))


def bound_at_once(sheet: Sheet, semidefinite: SemidefiniteBound) -> float:
    """What the semidefinite bound's first iterations prove, as many as the list's length allows."""
    return min(_after(semidefinite, iterations_at_once(sheet.people)), trivial_bound(sheet))


def iterations_at_once(people: int) -> int:
    """The iterations that come first, whose bound is there at once, for so many people."""
    return int(np.clip(ENTRIES_AT_ONCE // people**2, FEWEST_ITERATIONS, MOST_ITERATIONS))


def _after(bound: FrameBound, iterations: int) -> float:
    while bound.iterations < iterations and not bound.done:
        bound.step()
    return bound.bound
