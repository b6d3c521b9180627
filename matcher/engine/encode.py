"""The whole problem, objective included, as one CP-SAT model: pair by pair, every rule, every size.

Too large for more than some dozens of people; there it proves the best plan. It is also the solver's face of the rules,
which tests hold against the scorer on fixed assignments.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.exact import AGE_SCALE, AssignmentModel
from matcher.engine.pairs import Traits, pair_fit_matrix
from matcher.engine.sheet import Ints, Sheet, SpanLimit
from matcher.engine.units import Units

SCALE = 100_000_000
"""Whole numbers of the solver to one point of fit."""

FINE = 10_000_000
"""Steps in which the price of low fit is kept."""

Seat = cp_model.IntVar | int


@dataclass(frozen=True)
class Proof:
    """The best assignment and value known, an upper bound on the value, and whether the two meet."""

    assign: Ints | None
    value: float
    bound: float


class ValueModel(AssignmentModel):
    """The assignment model with the plan's value as an expression, for claims at least as large as ``claim``."""

    def __init__(self, sheet: Sheet, units: Units, traits: Traits) -> None:
        super().__init__(sheet, units, traits)
        self.weight = pair_fit_matrix(traits, np.arange(sheet.people, dtype=np.int32))
        self.terms: list[cp_model.LinearExprT] = []
        for g in range(sheet.groups):
            self._group(g)

    def seat(self, person: int, group: int) -> Seat:
        """Whether a person sits in a group: a variable, or 0 or 1 where it is settled."""
        if self.sheet.fixed[person]:
            return int(self.sheet.home[person] == group)
        return self.seats.get((self.unit_of[person], group), 0)

    def _group(self, g: int) -> None:
        seats = {i: s for i in range(self.sheet.people) if not (isinstance(s := self.seat(i, g), int) and s == 0)}
        sizes = self._sizes_of(seats, g)
        together = self._pairs_of(seats, g)
        met = self._meetings(seats, together, sizes, g)
        self._fit(met)
        self._floors(seats, met, g)
        kind = int(self.sheet.kind_of[g])
        for i, s in seats.items():
            self._cost(float(self.sheet.seat_price[i, kind]), s)
        for (i, j), price in self.sheet.pair_price.items():
            if (i, j) in together:
                self._cost(price, together[i, j])
        for size, chosen in sizes.items():
            if size:
                off = abs(size - int(self.sheet.target[g]))
                self._cost(float(self.sheet.target_price[g]) * off, chosen)
        self._soft_company(seats, g)
        self._soft_caps(seats, g)
        for span in self.sheet.spans:
            if span.cost is not None:
                self._soft_span(span, span.cost, seats, g)

    def _cost(self, price: float, of: cp_model.LinearExprT) -> None:
        if price:
            self.terms.append(-round(price * SCALE) * of)

    def _pairs_of(self, seats: dict[int, Seat], g: int) -> dict[tuple[int, int], Seat]:
        together: dict[tuple[int, int], Seat] = {}
        people = sorted(seats)
        for a, i in enumerate(people):
            for j in people[a + 1 :]:
                y = together[i, j] = self.model.new_bool_var(f"y{i}_{j}_{g}")
                self.model.add(y <= seats[i])
                self.model.add(y <= seats[j])
                self.model.add(y >= seats[i] + seats[j] - 1)
        return together

    def _sizes_of(self, seats: dict[int, Seat], g: int) -> dict[int, cp_model.IntVar]:
        seated = dict(self.sheet.rooms)[g]
        possible = [0] if not seated else []
        possible += range(max(1, int(self.sheet.least[g])), int(self.sheet.most[g]) + 1)
        sizes = {size: self.model.new_bool_var(f"z{g}_{size}") for size in possible if size <= len(seats)}
        self.model.add_exactly_one(sizes.values())
        self.model.add(sum(seats.values()) == sum(size * chosen for size, chosen in sizes.items()))
        return sizes

    def _meetings(
        self, seats: dict[int, Seat], together: dict[tuple[int, int], Seat], sizes: dict[int, cp_model.IntVar], g: int
    ) -> dict[tuple[int, int, int], cp_model.IntVar]:
        """Two people meet in this group at this size: what makes the mean of the others linear, and the bound tight.

        Everybody in a room of a size meets all the others; without these rows the bound hardly moves.
        """
        met: dict[tuple[int, int, int], cp_model.IntVar] = {}
        shared = [size for size in sizes if size >= 2]
        for (i, j), y in together.items():
            for size in shared:
                met[i, j, size] = self.model.new_bool_var(f"v{i}_{j}_{g}_{size}")
            self.model.add(sum(met[i, j, size] for size in shared) == y)
        others: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (i, j, size), v in met.items():
            others.setdefault((i, size), []).append(v)
            others.setdefault((j, size), []).append(v)
        for i, s in seats.items():
            here: list[cp_model.IntVar] = []
            for size, chosen in sizes.items():
                if size == 0:
                    continue
                at = self.model.new_bool_var(f"b{i}_{g}_{size}")
                self.model.add(at <= chosen)
                self.model.add(sum(others.get((i, size), [])) == (size - 1) * at)
                here.append(at)
            self.model.add(sum(here) == s)
        return met

    def _fit(self, met: dict[tuple[int, int, int], cp_model.IntVar]) -> None:
        for (i, j, size), v in met.items():
            self.terms.append(round(2 * self.weight[i, j] / (size - 1) * SCALE) * v)

    def _floors(self, seats: dict[int, Seat], met: dict[tuple[int, int, int], cp_model.IntVar], g: int) -> None:
        own: dict[int, list[cp_model.LinearExpr]] = {i: [] for i in seats}
        for (i, j, size), v in met.items():
            mean = round(self.weight[i, j] / (size - 1) * SCALE) * v
            own[i].append(mean)
            own[j].append(mean)
        for floor, price in self.sheet.floors:
            rate = round(price / floor * FINE)
            for i, s in seats.items():
                short = self.model.new_int_var(0, round(price * SCALE) + 1, f"short{i}_{g}")
                missing = round(floor * SCALE) * s - cp_model.LinearExpr.sum(own[i])
                self.model.add(FINE * short >= rate * missing)
                self.terms.append(-short)

    def _soft_company(self, seats: dict[int, Seat], g: int) -> None:
        for company in self.sheet.companies:
            if company.cost is None:
                continue
            near = self._company_of(company)
            for i in np.flatnonzero(company.needs):
                if int(i) in seats:
                    found = sum(seats[j] for j in near(int(i)) if j in seats)
                    alone = self.model.new_bool_var(f"alone{i}_{g}")
                    self.model.add(alone >= seats[int(i)] - found)
                    self._cost(company.cost, alone)

    def _soft_caps(self, seats: dict[int, Seat], g: int) -> None:
        for cap in self.sheet.caps:
            if cap.cost is None:
                continue
            for tag in np.unique(cap.tags[cap.tags >= 0]):
                holders = [i for i in seats if cap.tags[i] == tag]
                seated = sum(1 for i in holders if self.sheet.fixed[i])
                over = self.model.new_int_var(0, len(holders), f"over{tag}_{g}")
                self.model.add(over >= sum(seats[i] for i in holders) - max(cap.most, seated))
                self._cost(cap.cost, over)

    def _soft_span(self, span: SpanLimit, cost: float, seats: dict[int, Seat], g: int) -> None:
        aged = {i: round(float(span.values[i]) * AGE_SCALE) for i in seats if not np.isnan(span.values[i])}
        if not aged:
            return
        fixed = [v for i, v in aged.items() if self.sheet.fixed[i]]
        allowed = max(round(span.limit * AGE_SCALE), max(fixed) - min(fixed) if fixed else 0)
        low = self.model.new_int_var(min(aged.values()), max(aged.values()), f"lowest{g}")
        high = self.model.new_int_var(min(aged.values()), max(aged.values()), f"highest{g}")
        for i, v in aged.items():
            s = seats[i]
            for bounded in (low <= v, high >= v):
                if isinstance(s, int):
                    self.model.add(bounded)
                else:
                    self.model.add(bounded).only_enforce_if(s)
        over = self.model.new_int_var(0, max(aged.values()), f"wide{g}")
        self.model.add(over >= high - low - allowed)
        self.terms.append(-round(cost * SCALE / AGE_SCALE) * over)

    def value_of(self, assign: Ints) -> float:
        """What the model says this assignment is worth.

        Raises:
            ValueError: If the model does not allow it.
        """
        for (u, g), s in self.seats.items():
            self.model.add(s == int(assign[self.units.members[u][0]] == g))
        found = self.best(10.0, None, reproducible=True)
        if found.assign is None:
            raise ValueError("the assignment breaks a hard rule")
        return found.value

    def best(self, seconds: float, start: Ints | None, *, reproducible: bool, claim: float | None = None) -> Proof:
        """The best value of all assignments whose placed claim is at least ``claim``.

        Args:
            seconds: Deterministic seconds when reproducible, else by the clock.
            start: An assignment to hint.
            reproducible: Whether the answer must not depend on the clock.
            claim: Claims are rounded up, with a little slack, so that the bound stays on the safe side.
        """
        if claim is not None:
            seated = float(self.sheet.claims[self.sheet.fixed].sum())
            placed = sum(round(float(self.units.claim[u]) * SCALE) * s for (u, _), s in self.seats.items())
            self.model.add(placed >= round((claim - seated) * SCALE) - 2 * len(self.units.members) - 1)
        if start is not None:
            self.hint(start)
        self.model.maximize(sum(self.terms))
        solver = cp_model.CpSolver()
        # Ctrl-C belongs to the program that calls, not to the solver in it.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1 if reproducible else 2
        if reproducible:
            solver.parameters.max_deterministic_time = seconds
        else:
            solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Proof(None, -np.inf, np.inf)
        assign = np.where(self.sheet.fixed, self.sheet.home, self.sheet.groups).astype(np.int32)
        for (u, g), s in self.seats.items():
            if solver.boolean_value(s):
                assign[list(self.units.members[u])] = g
        # Every rounded coefficient may hide half a step of the scale.
        slack = (len(self.sheet.fixed) * 20 + 100) / SCALE
        return Proof(assign, solver.objective_value / SCALE, solver.best_objective_bound / SCALE + slack)
