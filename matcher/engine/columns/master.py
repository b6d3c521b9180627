"""The master problem's linear relaxation: rooms in part, no unit and no offer more often than there is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from matcher.engine.columns.pool import Pool
from matcher.engine.columns.task import Task
from matcher.engine.sheet import Floats, Ints

DUAL_SIMPLEX = mathopt.LPAlgorithm.DUAL_SIMPLEX


@dataclass(frozen=True)
class Duals:
    """Prices of the master's rows: of every unit, of every offer's room, of a claim, of every cut."""

    unit: Floats
    offer: Floats
    claim: float
    cut: Floats

    def mixed(self, other: "Duals", share: float) -> "Duals":
        """So much of these prices, the rest of the other ones; cuts that the other has not count 0 there."""
        cut = np.zeros_like(self.cut)
        cut[: len(other.cut)] = other.cut
        return Duals(
            share * self.unit + (1 - share) * other.unit,
            share * self.offer + (1 - share) * other.offer,
            share * self.claim + (1 - share) * other.claim,
            share * self.cut + (1 - share) * cut,
        )

    def person(self, task: Task) -> Floats:
        """Everybody's price: that of their unit, less what its claim earns, shared evenly; 0 without a unit."""
        price = (self.unit - self.claim * task.worth) / task.size
        return np.where(task.unit >= 0, price[task.unit], 0.0)

    def rows(self, task: Task) -> float:
        """What all rows but those of offers come to at these prices."""
        return float(self.unit.sum() - self.claim * task.claim + self.cut.sum())


class Master:
    """The relaxation over some rooms of a pool. A missing duty may be bought at a price that no plan pays."""

    def __init__(self, task: Task, pool: Pool) -> None:
        self.task, self.pool = task, pool
        self.inside: list[int] = []
        self.value = -np.inf
        self.cuts: list[tuple[int, int, int]] = []
        self._held: set[int] = set()
        self._model = mathopt.Model()
        self._model.objective.is_maximize = True
        self._columns: list[mathopt.Variable] = []
        dear = ransom(task)
        self._units = []
        for unit, must in enumerate(task.must):
            row = self._model.add_linear_constraint(lb=1.0 if must else -np.inf, ub=1.0)
            self._units.append(row)
            if must:
                self._buy(row, dear * float(task.size[unit]))
        self._offers = []
        for offer in task.offers:
            count = float(len(offer.groups))
            row = self._model.add_linear_constraint(lb=count if offer.always else -np.inf, ub=count)
            self._offers.append(row)
            if offer.always:
                self._buy(row, dear)
        self._claim = self._model.add_linear_constraint(lb=task.claim, ub=np.inf) if task.claim > 0 else None
        if self._claim is not None:
            self._buy(self._claim, dear)
        self._cuts: list[mathopt.LinearConstraint] = []
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self._interrupter = SolveInterrupter()

    def interrupt(self) -> None:
        """End a solve early that runs in another thread."""
        self._interrupter.interrupt()

    def _buy(self, row: mathopt.LinearConstraint, price: float) -> None:
        bought = self._model.add_variable(lb=0.0)
        row.set_coefficient(bought, 1.0)
        self._model.objective.set_linear_coefficient(bought, -price)

    def add(self, rooms: Sequence[int]) -> int:
        """Let rooms of the pool be chosen; how many were not there yet."""
        fresh = [number for number in dict.fromkeys(rooms) if number not in self._held]
        for number in fresh:
            self._held.add(number)
            self.inside.append(number)
            variable = self._model.add_variable(lb=0.0)
            self._columns.append(variable)
            self._model.objective.set_linear_coefficient(variable, float(self.pool.value[number]))
            self._offers[int(self.pool.offer[number])].set_coefficient(variable, 1.0)
            units = units_in(self.task, self.pool.members[number])
            for unit in units:
                self._units[unit].set_coefficient(variable, 1.0)
            if self._claim is not None:
                self._claim.set_coefficient(variable, float(self.task.worth[units].sum()))
            for cut, row in zip(self.cuts, self._cuts, strict=True):
                if sum(unit in cut for unit in units) >= 2:
                    row.set_coefficient(variable, 1.0)
        return len(fresh)

    def cut(self, triples: Sequence[tuple[int, int, int]]) -> None:
        """Of the rooms that have two of three units or more, at most one is chosen (a subset-row cut)."""
        sets = [set(units_in(self.task, self.pool.members[number]).tolist()) for number in self.inside]
        for triple in triples:
            row = self._model.add_linear_constraint(lb=-np.inf, ub=1.0)
            self.cuts.append(triple)
            self._cuts.append(row)
            for variable, units in zip(self._columns, sets, strict=True):
                if sum(unit in units for unit in triple) >= 2:
                    row.set_coefficient(variable, 1.0)

    def solve(self) -> Duals | None:
        """Solve the relaxation; its prices, None if it was interrupted: the next call begins again.

        Raises:
            RuntimeError: If the solver gives up.
        """
        self._interrupter = SolveInterrupter()
        result = self._solved(self._interrupter)
        if result is None:
            return None
        self.value = result.objective_value()
        self.share = np.array(result.variable_values(self._columns))
        price = np.array(result.dual_values(self._units))
        offer = np.array(result.dual_values(self._offers))
        claim = 0.0 if self._claim is None else -result.dual_values(self._claim)
        always = np.array([o.always for o in self.task.offers], np.bool_)
        # The solver's own tolerance may leave a price on the wrong side of 0.
        return Duals(
            np.where(self.task.must, price, np.maximum(price, 0.0)),
            np.where(always, offer, np.maximum(offer, 0.0)),
            max(0.0, claim),
            np.maximum(0.0, np.array(result.dual_values(self._cuts))) if self._cuts else np.zeros(0),
        )

    def _solved(self, interrupter: SolveInterrupter) -> mathopt.SolveResult | None:
        """Solve from the last basis; where rounding has spoilt that, from none, then by the dual simplex."""
        for parameters in (None, mathopt.SolveParameters(), mathopt.SolveParameters(lp_algorithm=DUAL_SIMPLEX)):
            if parameters is not None:
                self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            try:
                result = self._solver.solve(params=parameters, interrupter=interrupter)
            except AttributeError:
                # What the solver raises when it gives up: its own translation of the error fails.
                result = None
            if interrupter.interrupted:
                return None
            if result is not None and result.has_dual_feasible_solution():
                return result
        raise RuntimeError("the master problem was not solved")


def units_in(task: Task, members: Ints) -> Ints:
    """The units in a room, each once."""
    units = np.unique(task.unit[members[members >= 0]])
    return units[units >= 0]


def ransom(task: Task) -> float:
    """More than any plan gains or loses by one place."""
    board = task.board
    return float(10 * (np.abs(board.weight).max(initial=0.0) * (board.share * np.arange(len(board.share))).max() + 1))
