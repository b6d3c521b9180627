"""The best plan that can be made of whole rooms met by now, and CP-SAT, which looks for a better one among them."""

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.columns.integer import choose
from matcher.engine.columns.pool import Pool
from matcher.engine.columns.task import Task
from matcher.engine.sheet import Floats, Ints

OPTIMAL_GAP = 1e-6
"""A relative gap up to this is none."""

BETTER = 1e-7
"""What a plan must be worth beyond the best one known, or a room beyond the prices of its rows, to be taken."""

MOST_CHOSEN_FROM = 2_000
"""Rooms that CP-SAT is given at once for recombination."""

FEW_FRESH = 0.05
"""Share of new rooms up to which there is no other choice, where the best one among the last rooms was found."""

RECOMBINATION_SECONDS = 1.0, 4.0
"""Deterministic seconds that CP-SAT may take to recombine rooms: at first, and at the most.

They double whenever it has not found the best choice among the rooms it was given.
"""


class Choosing:
    """The best plan known, in rooms of a pool.

    ``value`` is what it is worth, without prices of waiting; ``assign`` is one better than all that were learnt, None
    if there is none.
    """

    def __init__(self, task: Task, pool: Pool) -> None:
        self.value = -np.inf
        self.assign: Ints | None = None
        self._task, self._pool = task, pool
        self._rooms: list[int] = []
        self._solver: cp_model.CpSolver | None = None
        self._hurried = False
        self._seconds = RECOMBINATION_SECONDS[0]
        self._tried = np.zeros(0, np.int32)

    def learn(self, rooms: list[int], value: float) -> None:
        """Take in a plan in rooms; ``value`` is that of the best plan known elsewhere, the one to beat."""
        if float(self._pool.value[rooms].sum()) >= self.value:
            self._rooms = rooms
        self.value = max(self.value, value)

    def meets(self, bound: float) -> bool:
        """Whether nothing under a bound is better than the best plan known."""
        return bool(bound <= self.value + OPTIMAL_GAP * max(1.0, abs(self.value)))

    def go_on(self) -> None:
        """Search again after an interruption."""
        self._hurried = False

    def interrupt(self) -> None:
        """End a search early that runs in another thread, or before it begins."""
        self._hurried = True
        if self._solver is not None:
            self._solver.stop_search()

    def recombine(self, rooms: Ints, reduced: Floats) -> None:
        """Look for a better plan among those of some rooms that fit the prices best, unless most were tried already.

        Args:
            rooms: Numbers in the pool.
            reduced: What each is worth beyond the prices of its rows.
        """
        rooms = rooms[np.argsort(-reduced, kind="stable")][:MOST_CHOSEN_FROM]
        fresh = len(rooms) - np.isin(rooms, self._tried, kind="table").sum()
        if fresh <= FEW_FRESH * len(rooms):
            return
        self._tried = rooms
        if not self.meets(self.choose(rooms, self._seconds)):
            self._tried = rooms[:0]
            self._seconds = min(2 * self._seconds, RECOMBINATION_SECONDS[1])

    def choose(self, rooms: Ints, seconds: float) -> float:
        """Look for the best choice among rooms, and take it if it is better; a bound on every choice among them.

        ``seconds`` are deterministic; the answer does not depend on the clock.
        """
        self._solver = cp_model.CpSolver()
        # Such a choice is decided by its relaxation; trying out what follows from each room takes longer than that.
        self._solver.parameters.linearization_level = 2
        self._solver.parameters.cp_model_probing_level = 0
        numbers = [int(room) for room in rooms]
        found = choose(self._task, self._pool, numbers, self._rooms, seconds, self._solver, lambda: self._hurried)
        self._take(found.rooms)
        return found.bound

    def _take(self, rooms: Sequence[int]) -> None:
        value = float(self._pool.value[list(rooms)].sum()) if rooms else -np.inf
        if value > self.value + BETTER:
            self.value, self._rooms = value, list(rooms)
            self.assign = self._pool.assign(rooms)
