"""The search on one board: lanes side by side that tell each other what they find."""

from collections.abc import Iterable
from concurrent.futures import Executor

import numpy as np

from matcher.engine.board import Board
from matcher.engine.chance import dice
from matcher.engine.heat import soft
from matcher.engine.lane import Lane
from matcher.engine.local import local_optimum
from matcher.engine.population import BETTER, Found, Population
from matcher.engine.sheet import Ints

LANES = 2
"""Searches side by side, whatever the machine: the number belongs to the seed's answer."""


class Search:
    """A search on a board from a valid start; ``best`` never gets worse. The seed and the steps decide what it is."""

    def __init__(self, board: Board, start: Ints, seed: int) -> None:
        first = Found(*local_optimum(board, start, False))
        if not board.elective:
            first = Found(*local_optimum(board, with_uneven_sizes(board, start), False))
        softened = soft(board)
        self._board, self._leader, self._turn = board, first, 0
        self._population = Population()
        self._lanes = [Lane(board, softened, first, lane, dice(seed, lane), self._population) for lane in range(LANES)]

    @property
    def best(self) -> Ints:
        """The best assignment found: a group number per person."""
        return self._leader.assign

    @property
    def value(self) -> float:
        """Its objective."""
        return self._leader.value

    def round(self, pool: Executor) -> bool:
        """One step of every lane; whether a better assignment was found."""
        return self._tell(pool.map(Lane.step, self._lanes))

    def step(self) -> bool:
        """One step of one lane, each in its turn; whether a better assignment was found."""
        self._turn = (self._turn + 1) % LANES
        return self._tell([self._lanes[self._turn].step()])

    def take(self, assign: Ints) -> bool:
        """Go on from an assignment that was found elsewhere, if it is better; whether it is."""
        return self._tell([Found(*local_optimum(self._board, assign, False))])

    def _tell(self, found: Iterable[Found]) -> bool:
        before = self._leader
        for each in found:
            if each.value > self._leader.value + BETTER:
                self._leader = each
        for lane in self._lanes:
            for plan, generation in lane.offspring:
                self._population.take(plan, generation)
            lane.offspring.clear()
            lane.leader = self._leader
        return self._leader is not before


def with_uneven_sizes(board: Board, assign: Ints) -> Ints:
    """The assignment with people moved so that large groups are as large and small ones as small as they may be.

    Where sums over pairs count, unequal sizes hold more pairs: filling up groups by the mean of their limits gives all
    but a few of the most. One by one, people never get there: every step in between holds fewer.
    """
    least, most = board.least[:-1], board.most[:-1]
    sizes = least.copy()
    spare = len(assign) - int(least.sum())
    for group in np.argsort(-(least + most), kind="stable"):
        more = min(spare, int(most[group] - least[group]))
        sizes[group] += more
        spare -= more
    moved = assign.copy()
    leaving: list[int] = []
    for group, size in enumerate(sizes):
        leaving += [int(person) for person in np.flatnonzero(assign == group)[size:]]
    for group, size in enumerate(sizes):
        missing = max(0, size - int((assign == group).sum()))
        for person in leaving[:missing]:
            moved[person] = group
        leaving = leaving[missing:]
    return moved
