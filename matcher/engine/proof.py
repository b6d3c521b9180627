"""The proof beside the search: which bound is worked on when, and what it has found."""

import numpy as np

from matcher.engine.board import Board
from matcher.engine.bound import iterations_at_once, trivial_bound
from matcher.engine.columns.prove import ColumnProof
from matcher.engine.construct import claim_of
from matcher.engine.semidefinite import SemidefiniteBound
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units

MOST_IN_COLUMNS = 320
"""People up to whom columns are generated; more take longer than the semidefinite bound is behind."""

COLUMNS_FIRST = 64
"""People up to whom columns come first: they close the gap before the semidefinite bound has settled."""

FIRST_ITERATIONS = 40
"""Iterations of the semidefinite bound that come before the search has both cores: a tenth of a second at 240 people,
where a hundred take a quarter of the first second (gap 2.1 and 1.8 % on a clinic list, 2.4 and 2.3 on a campus one).
More follow here; where none do, ``bound.iterations_at_once`` allows the hundred."""


class Proof:
    """An upper bound on the value of every valid plan that places as much as the best one known, step by step.

    Args:
        sheet: The compiled intake.
        units: Its units.
        board: Everybody and all groups.
        seed: Of what chance decides.
    """

    bound: float
    """Falls from step to step; on the scorer's value, without prices of waiting. Before the first it is trivial."""
    assign: Ints | None
    """A plan better than all that were learnt, found on the way; None if there is none."""

    def __init__(self, sheet: Sheet, units: Units, board: Board, seed: int) -> None:
        self._sheet, self._units, self._board, self._seed = sheet, units, board, seed
        people = np.arange(sheet.people, dtype=np.int32)
        self._semidefinite = SemidefiniteBound(sheet, board.weight, people)
        self._columns: ColumnProof | None = None
        self._hurried = False
        self._first = min(FIRST_ITERATIONS, iterations_at_once(sheet.people))
        self.bound = min(self._semidefinite.bound, trivial_bound(sheet))
        self.assign = None

    @property
    def done(self) -> bool:
        """Whether no step brings anything more."""
        return self._semidefinite.done and not self._columns_are_next

    @property
    def _is_first(self) -> bool:
        """Whether the first bound has still to be worked out, or the rest of it."""
        return self._semidefinite.iterations < self._first and not self._semidefinite.done

    @property
    def _columns_are_next(self) -> bool:
        people = self._sheet.people
        if people > MOST_IN_COLUMNS or (self._columns is not None and self._columns.done):
            return False
        return people <= COLUMNS_FIRST or self._semidefinite.done

    def step(self, assign: Ints, value: float) -> None:
        """One unit of work, some tenths of a second. The first proves a bound within a per cent or some.

        Args:
            assign: The best plan known.
            value: Its value, the one to beat.
        """
        self.assign = None
        self._hurried = False
        if self._columns_are_next and not self._is_first:
            self._step_in_columns(assign, value)
            return
        self._semidefinite.step()
        while self._is_first and not self._hurried:
            self._semidefinite.step()
        self.bound = min(self.bound, self._semidefinite.bound)

    def _step_in_columns(self, assign: Ints, value: float) -> None:
        if self._columns is None:
            claim = claim_of(self._sheet, assign)
            self._columns = ColumnProof(self._sheet, self._units, self._board, claim, self._seed)
        columns = self._columns
        columns.learn(assign, value)
        columns.step()
        self.bound = min(self.bound, columns.bound)
        if columns.value > value:
            self.assign = columns.assign

    def interrupt(self) -> None:
        """End early a step that runs in another thread; what it has found by then is valid."""
        self._hurried = True
        self._semidefinite.interrupt()
        if self._columns is not None:
            self._columns.interrupt()
