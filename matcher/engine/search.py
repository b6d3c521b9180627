"""The search on one board: two lanes of iterated local search that restart by annealing and exchange what they find."""

from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np

from matcher.engine.board import Board
from matcher.engine.chance import Dice, dice
from matcher.engine.local import anneal, iterate, local_optimum, restructured
from matcher.engine.sheet import Ints

LANES = 2
"""Searches side by side, whatever the machine: the number belongs to the seed's answer."""

PATIENCE = 12
"""Rounds a lane goes on without finding anything better before it restarts."""

WORK_PER_ROUND = 2_000_000
"""About how many people are compared with how many in a lane's round; sets the kicks of a round by the board's size."""

WARMTHS = (1.0, 4.0, 12.0)
"""Factors of the hot temperature, in turn: near the best first, then far enough to change sizes and open groups."""

HOT, COLD = 0.06, 0.002
"""Annealing temperatures in points of fit where fit is a mean of others (0 to 1); measured on applicants' lists."""

SLACK = 0.05
"""How much worse than the current plan a kick may leave it early in a round, in points of fit."""

BETTER = 1e-9
"""Improvements up to this are rounding."""


@dataclass
class Lane:
    """One thread's own assignment, its objective, its chance, and for how many rounds it found nothing better."""

    number: int
    assign: Ints
    value: float
    dice: Dice
    idle: int = 0
    restarts: int = 0


@dataclass
class Search:
    """A search on a board from a valid start; ``best`` never gets worse.

    Temperatures are in the board's own units and scale with what its weights vary by.
    """

    board: Board
    start: Ints
    seed: int
    best: Ints = field(init=False)
    value: float = field(init=False)
    lanes: list[Lane] = field(init=False)

    def __post_init__(self) -> None:
        self.best, self.value = local_optimum(self.board, self.start)
        self.lanes = [Lane(lane, self.best, self.value, dice(self.seed, lane)) for lane in range(LANES)]
        people = len(self.start)
        self.kicks = max(4, WORK_PER_ROUND // (people * 60 + 2_000))
        self.steps = 150 * people + 20_000

    def round(self, pool: Executor) -> bool:
        """One round of both lanes; whether a better assignment was found. The answer depends on the seed alone."""
        before = self.value
        for lane, (assign, value) in zip(self.lanes, pool.map(self._go_on, self.lanes), strict=True):
            if value > lane.value + BETTER:
                lane.idle = 0
            else:
                lane.idle += 1
            lane.assign, lane.value = assign, value
        for lane in self.lanes:
            if lane.value > self.value + BETTER:
                self.best, self.value = lane.assign, lane.value
        return self.value > before + BETTER

    def _go_on(self, lane: Lane) -> tuple[Ints, float]:
        if lane.idle >= PATIENCE:
            lane.idle = 0
            if lane.value < self.value - BETTER and lane.number == 0:
                return self.best, self.value
            unit = self._unit()
            hot = HOT * unit * WARMTHS[lane.restarts % len(WARMTHS)]
            lane.restarts += 1
            return anneal(self.board, self.best, self.steps, hot, COLD * unit, lane.dice)
        found = iterate(self.board, lane.assign, self.kicks, SLACK * self._unit(), lane.dice)
        if self._may_open_others(found[0]):
            other = local_optimum(self.board, restructured(self.board, found[0], lane.dice))
            found = max(found, other, key=lambda pair: pair[1])
        return found

    def _unit(self) -> float:
        """The size of a typical change: 1 for fits, the weights' spread for plain distances."""
        if self.board.elective:
            return 1.0
        size = len(self.start) / (len(self.board.least) - 1)
        return float(self.board.weight.std() * np.sqrt(size)) * 5

    def _may_open_others(self, assign: Ints) -> bool:
        """Whether another set of open groups is possible: one is closed, or fewer than are offered could hold all."""
        if not self.board.elective:
            return False
        sizes = np.bincount(assign, minlength=len(self.board.least))[:-1]
        most = self.board.most[:-1]
        return bool((sizes == 0).any() or most.sum() - most.max() >= len(assign))
