"""The proof beside the search: which bound is worked on when, and what it has found."""

import numpy as np

from matcher.engine.board import Board
from matcher.engine.columns.prove import ColumnProof
from matcher.engine.semidefinite import SemidefiniteBound
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units

MOST_IN_COLUMNS = 320
"""People up to whom columns are generated; more take longer than the semidefinite bound is behind."""

COLUMNS_FIRST = 64
"""People up to whom columns come first: they close the gap before the semidefinite bound has settled."""


class Proof:
    """An upper bound on the value of every valid plan that places a claim, worked out step by step.

    Args:
        sheet: The compiled intake.
        units: Its units.
        board: Everybody and all groups.
        claim: What the best plan known places; plans that place less are not bounded.
        seed: Of what chance decides.
    """

    bound: float
    """Falls from step to step; on the scorer's value, without prices of waiting."""
    assign: Ints | None
    """A plan better than all that were learnt, found on the way; None if there is none."""

    def __init__(self, sheet: Sheet, units: Units, board: Board, claim: float, seed: int) -> None:
        self.bound, self.assign = np.inf, None
        people = sheet.people
        self._columns = ColumnProof(sheet, units, board, claim, seed) if people <= MOST_IN_COLUMNS else None
        self._semidefinite = SemidefiniteBound(sheet, board.weight, np.arange(people, dtype=np.int32))
        self._columns_first = people <= COLUMNS_FIRST

    @property
    def done(self) -> bool:
        """Whether no step brings anything more."""
        return self._semidefinite.done and (self._columns is None or self._columns.done)

    def learn(self, assign: Ints, value: float) -> None:
        """Take in a valid plan of the search and its value, the one to beat."""
        self.assign = None
        if self._columns is not None:
            self._columns.learn(assign, value)

    def step(self) -> None:
        """One unit of work, some tenths of a second."""
        columns = self._columns
        if columns is not None and not columns.done and (self._columns_first or self._semidefinite.done):
            columns.step()
            self.bound = min(self.bound, columns.bound)
            self.assign = columns.assign
        elif not self._semidefinite.done:
            self._semidefinite.step()
            self.bound = min(self.bound, self._semidefinite.bound)

    def interrupt(self) -> None:
        """End early a step that runs in another thread; what it has found by then is valid."""
        if self._columns is not None:
            self._columns.interrupt()
