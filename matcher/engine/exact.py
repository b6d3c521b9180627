"""The assignment with every hard rule as a CP-SAT model: a valid plan, and the largest claim that can be placed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.pairs import Traits, near_in_age
from matcher.engine.primitives import Company
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units

MOST_SEATS = 50_000
"""Person-group pairs up to which CP-SAT takes the assignment with all rules at once."""

SCALE = 1_000_000
"""Whole numbers of the solver to a claim of 1; claims are rounded up, which keeps the bound on the safe side."""

AGE_SCALE = 1_000
"""Whole numbers of the solver to a year."""

Literals = Mapping[tuple[int, int], cp_model.IntVar]


@dataclass(frozen=True)
class Constructed:
    """What CP-SAT says: an assignment or None, a bound on the claims placed, and whether there is no valid plan."""

    assign: Ints | None
    claim_bound: float
    verdict: Literal["found", "impossible", "unknown"]


class AssignmentModel:
    """Unit u sits in group g, as 0-1 variables, with the hard primitives of a sheet as constraints.

    Every constraint belongs to a rule's code; ``without`` leaves the constraints of some codes
    out, which is how conflicts are found.
    """

    def __init__(self, sheet: Sheet, units: Units, traits: Traits, without: Iterable[str] = ()) -> None:
        self.sheet, self.units, self.traits = sheet, units, traits
        self.without = frozenset(without)
        self.model = cp_model.CpModel()
        allowed = self._allowed()
        self.seats: dict[tuple[int, int], cp_model.IntVar] = {
            (u, g): self.model.new_bool_var(f"x{u}_{g}")
            for u in range(len(units.members))
            for g in range(sheet.groups)
            if allowed[u, sheet.kind_of[g]]
        }
        self.by_unit: list[list[cp_model.IntVar]] = [[] for _ in units.members]
        self.by_group: list[list[int]] = [[] for _ in range(sheet.groups)]
        for (u, g), seat in self.seats.items():
            self.by_unit[u].append(seat)
            self.by_group[g].append(u)
        self.unit_of = {i: u for u, members in enumerate(units.members) for i in members}
        for u, seats in enumerate(self.by_unit):
            if units.required[u]:
                self.model.add(sum(seats) == 1)
            else:
                self.model.add(sum(seats) <= 1)
        for add in (self._sizes, self._pairs, self._companies, self._caps, self._spans):
            add()

    def _allowed(self) -> np.ndarray:
        if not self.without & set(self.sheet.masks):
            return self.units.allowed
        free = np.ones((self.sheet.people, len(self.sheet.kinds)), np.bool_)
        for code, mask in self.sheet.masks.items():
            if code not in self.without:
                free &= ~mask
        return np.array([free[list(members)].all(axis=0) for members in self.units.members], np.bool_)

    def people_in(self, people: Iterable[int], group: int) -> tuple[list[cp_model.IntVar], int]:
        """The seats of these people in a group (a block once per member), and how many of them sit there already."""
        seats, seated = [], 0
        for i in people:
            if self.sheet.fixed[i]:
                seated += int(self.sheet.home[i] == group)
            elif (self.unit_of[i], group) in self.seats:
                seats.append(self.seats[self.unit_of[i], group])
        return seats, seated

    def _sizes(self) -> None:
        if "size" in self.without:
            return
        for g, seated in self.sheet.rooms:
            people = sum(int(self.units.size[u]) * self.seats[u, g] for u in self.by_group[g])
            if seated:
                self.model.add(people <= int(self.sheet.most[g]) - seated)
                continue
            opened = self.model.new_bool_var(f"open{g}")
            self.model.add(people >= int(self.sheet.least[g]) * opened)
            self.model.add(people <= int(self.sheet.most[g]) * opened)

    def _pairs(self) -> None:
        if "keep_apart" in self.without:
            return
        for first, second in sorted(self.sheet.pairs_apart):
            for g in range(self.sheet.groups):
                seats, seated = self.people_in((first, second), g)
                if len(seats) + seated == 2:
                    self.model.add(sum(seats) <= 1 - seated)

    def _companies(self) -> None:
        for company in self.sheet.companies:
            if company.cost is None and company.code not in self.without:
                near = self._company_of(company)
                for i in np.flatnonzero(company.needs):
                    for g in range(self.sheet.groups):
                        seat = self.seats.get((self.unit_of[int(i)], g))
                        if seat is not None:
                            seats, seated = self.people_in(near(int(i)), g)
                            if not seated:
                                self.model.add(sum(seats) >= seat)

    def _company_of(self, company: Company) -> Callable[[int], list[int]]:
        if company.marks is None:
            near = near_in_age(self.traits, np.arange(self.sheet.people, dtype=np.int32))
            return lambda i: [int(j) for j in np.flatnonzero(near[i])]
        marks = company.marks
        return lambda i: [int(j) for j in np.flatnonzero((marks & marks[i]).any(axis=1)) if j != i]

    def _caps(self) -> None:
        for cap in self.sheet.caps:
            if cap.cost is None and "primary_reason" not in self.without:
                for tag in np.unique(cap.tags[cap.tags >= 0]):
                    holders = [int(i) for i in np.flatnonzero(cap.tags == tag)]
                    for g in range(self.sheet.groups):
                        seats, seated = self.people_in(holders, g)
                        self.model.add(sum(seats) <= max(cap.most - seated, 0))

    def _spans(self) -> None:
        for span in self.sheet.spans:
            if span.cost is None and "age_span" not in self.without:
                for g in range(self.sheet.groups):
                    self._span(span.values, span.limit, g)

    def _span(self, values: np.ndarray, limit: float, g: int) -> None:
        seated = values[self.sheet.fixed & (self.sheet.home == g) & ~np.isnan(values)]
        allowed = max(limit, float(np.ptp(seated))) if len(seated) else limit
        low = self.model.new_int_var(0, 200 * AGE_SCALE, f"low{g}")
        self_low = [round(float(v) * AGE_SCALE) for v in seated]
        width = round(allowed * AGE_SCALE)
        for v in self_low:
            self.model.add(low <= v)
            self.model.add(low + width >= v)
        for u in self.by_group[g]:
            for i in self.units.members[u]:
                if not np.isnan(values[i]):
                    v = round(float(values[i]) * AGE_SCALE)
                    self.model.add(low <= v).only_enforce_if(self.seats[u, g])
                    self.model.add(low + width >= v).only_enforce_if(self.seats[u, g])

    def hint(self, assign: Ints) -> None:
        """Start from an assignment; every seat gets a hint."""
        for (u, g), seat in self.seats.items():
            self.model.add_hint(seat, int(assign[self.units.members[u][0]]) == g)

    def solve(self, seconds: float, *, reproducible: bool, seed: int = 0) -> Constructed:
        """Place the largest claim within ``seconds`` (deterministic ones when reproducible)."""
        claims = {u: int(np.ceil(c * SCALE)) for u, c in enumerate(self.units.claim)}
        placed = cp_model.LinearExpr.sum([claims[u] * seat for (u, _), seat in self.seats.items()])
        # Implied, and it lets the solver stop at once where everybody who may sit somewhere does.
        self.model.add(placed <= sum(claims[u] for u, seats in enumerate(self.by_unit) if seats))
        self.model.maximize(placed)
        solver = cp_model.CpSolver()
        # Ctrl-C belongs to the program that calls, not to the solver in it.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.random_seed = seed
        if reproducible:
            solver.parameters.num_workers = 1
            solver.parameters.max_deterministic_time = seconds
        else:
            solver.parameters.num_workers = 2
            solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        seated = float(self.sheet.claims[self.sheet.fixed].sum())
        if status == cp_model.INFEASIBLE:
            return Constructed(None, seated, "impossible")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Constructed(None, seated + float(self.units.claim.sum()), "unknown")
        assign = self.assigned(solver)
        bound = solver.objective_value if status == cp_model.OPTIMAL else solver.best_objective_bound
        return Constructed(assign, seated + bound / SCALE, "found")

    def any_assignment(self, seconds: float) -> Ints | None:
        """Any assignment that keeps all rules; None if none is found within deterministic ``seconds``."""
        solver = cp_model.CpSolver()
        # Ctrl-C belongs to the program that calls, not to the solver in it.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = seconds
        found = solver.solve(self.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return self.assigned(solver) if found else None

    def assigned(self, solver: cp_model.CpSolver) -> Ints:
        """The assignment that a solver of this model has found, seated members at home."""
        assign = np.where(self.sheet.fixed, self.sheet.home, self.sheet.groups).astype(np.int32)
        for (u, g), seat in self.seats.items():
            if solver.boolean_value(seat):
                assign[list(self.units.members[u])] = g
        return assign

    def is_impossible(self, seconds: float, *, confirm: bool = False) -> bool:
        """Whether no assignment keeps all rules; a second configuration of the solver answers when ``confirm``."""
        solver = cp_model.CpSolver()
        # Ctrl-C belongs to the program that calls, not to the solver in it.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = seconds
        if confirm:
            solver.parameters.cp_model_presolve = False
            solver.parameters.random_seed = 7
        return bool(solver.solve(self.model) == cp_model.INFEASIBLE)
