"""The bound at given prices of the master's rows, whatever these are: Lagrange's relaxation of the choice of rooms."""

from dataclasses import dataclass

import numpy as np

from matcher.engine.columns.master import Duals
from matcher.engine.columns.task import Task

SAFETY = 1e-9
"""Relative slack added for rounding."""

HALVINGS = 80
"""Steps of the search for the best price of a place."""


@dataclass(frozen=True)
class Ceiling:
    """No room of an offer at a size is worth more than ``most`` beyond its members' prices."""

    offer: int
    places: int
    most: float


def bound_at(task: Task, duals: Duals, ceilings: list[Ceiling]) -> float:
    """What no plan that the task asks for is worth more than.

    Every row is relaxed at its price. What is left is to choose rooms for each offer; people enter it by one number
    alone, as no more join than may be placed and no fewer than must be, which a price per place makes use of.

    Args:
        task: What is to be proved.
        duals: Prices of the rows; those of offers do not matter.
        ceilings: One for every offer and every size it can have.
    """
    offer = np.array([c.offer for c in ceilings], np.int64)
    places = np.array([c.places for c in ceilings], np.float64)
    most = np.array([c.most for c in ceilings])
    rooms = np.array([len(o.groups) for o in task.offers], np.float64)
    always = np.array([o.always for o in task.offers], np.bool_)
    in_play = np.unique(task.unit[task.unit >= 0])
    seats = int(task.board.most[:-1].sum()) - int(task.board.fixed.sum())
    largest = min(int(task.size[in_play].sum()), seats)
    fewest = int(task.size[task.must].sum())

    def value(price: float) -> float:
        best = np.full(len(rooms), -np.inf)
        np.maximum.at(best, offer, most - price * places)
        best = np.where(always, best, np.maximum(best, 0.0))
        return float((rooms * best).sum() + price * (largest if price >= 0 else fewest))

    # The value is convex in the price: thirds are cut off where it is larger.
    reach = 1.0 + float(np.abs(most[np.isfinite(most)]).max(initial=0.0))
    low, high = -reach, reach
    best = value(0.0)
    for _ in range(HALVINGS):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        at_first, at_second = value(first), value(second)
        best = min(best, at_first, at_second)
        if at_first <= at_second:
            high = second
        else:
            low = first
    bound = duals.rows(task) + best
    return bound + SAFETY * (1 + abs(bound) + float(np.abs(duals.unit).sum()))
