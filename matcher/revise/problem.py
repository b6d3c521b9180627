"""A revision as the engine sees it: the sheet, what each person holds, and the searches over it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from propcache.api import cached_property

from matcher.engine.board import Board, board_of
from matcher.engine.bound import value_bound
from matcher.engine.budget import search_within
from matcher.engine.chance import dice
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import construct, value_of
from matcher.engine.deal import deal
from matcher.engine.exact import SCALE, AssignmentModel
from matcher.engine.pairs import Traits, traits_of
from matcher.engine.proof import Proof
from matcher.engine.search import LANES, Search
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.solve import MOST_ON_ONE_BOARD
from matcher.engine.units import Units, units_of
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.revise.places import Places
from matcher.stop import Standing, Stop

DETERMINISTIC_SECONDS = 2.0
"""What CP-SAT may take for one question, by its own count of its work."""

TRIES_A_PERSON = 2_000
"""Steps of annealing for each person of the list, in each of the rounds."""

HEATS = (0.02, 0.1, 0.3)
"""Losses accepted at the start of a round of annealing, in points of fit."""

CLOSE = 1e-5
"""Share of the value within which a bound proves it."""


@dataclass(frozen=True)
class Priced:
    """The best plan found when every move has a price, and a bound.

    No plan that places at least ``claim`` (any plan at all, for ``loose``) has a value less its moves' prices above
    ``bound``.
    """

    plan: Plan
    claim: float
    bound: float
    loose: float


@dataclass(frozen=True)
class Least:
    """The fewest moves after which no hard rule is broken, or the largest claim within a number of moves.

    ``plan`` is None where there is no such plan (``proved``), or none was found.
    """

    plan: Plan | None
    moves: int | None
    claim_bound: float
    proved: bool


class TooLong(ValueError):
    """A list on which moves cannot be counted, or that does not go on one board."""


class Problem:
    """The list of today against the places that were held.

    Raises:
        TooLong: If the list has more people than go on one board.
    """

    def __init__(self, places: Places) -> None:
        people = len(places.intake.applicants)
        if people > MOST_ON_ONE_BOARD:
            raise TooLong(
                f"{people:,} people are too many to be re-planned at once, {MOST_ON_ONE_BOARD:,} are possible: "
                "split the list by site or by day"
            )
        self.places, self.intake = places, places.intake
        self.measure = Measure(self.intake)

    @cached_property
    def sheet(self) -> Sheet:
        """The intake without prices of moves; every held group is a kind of its own."""
        return compile_intake(self.intake, self.measure, self.places.held)

    @cached_property
    def traits(self) -> Traits:
        """What the people's pair fits come from."""
        return traits_of(self.sheet)

    @cached_property
    def units(self) -> Units:
        """Who is placed as one."""
        return units_of(self.sheet)

    @cached_property
    def board(self) -> Board:
        """Everybody and all groups."""
        return self._board(self.sheet)

    @cached_property
    def held(self) -> Ints:
        """The number of the group each person holds a place in, -1 for none."""
        groups = {group.id: number for number, group in enumerate(self.intake.offers)}
        return np.array([groups.get(self.places.held.get(a.id, ""), -1) for a in self.intake.applicants], np.int32)

    @cached_property
    def any_bound(self) -> float:
        """No plan at all has a value above this."""
        return value_bound(self.sheet, self.traits)

    @cached_property
    def claim_bound(self) -> float:
        """No valid plan places more claim, whoever moves: the quick bound."""
        return deal(self.sheet, self.units, DETERMINISTIC_SECONDS).claim_bound

    def moves(self, plan: Plan) -> int:
        """How many people who had a place have another one, or none."""
        return len(self.places.moves(plan))

    def least_moves(self) -> Least:
        """The fewest moves that leave no hard rule broken."""
        model, moved = self._model()
        model.model.minimize(moved)
        return self._ask(model, moved)

    def largest_claim(self, most: int, hint: Plan | None) -> Least:
        """A plan with at most so many moves that places the largest claim."""
        model, moved = self._model()
        model.model.add(moved <= most)
        if hint is not None:
            model.hint(self.sheet.assignment(hint))
        claims = [int(np.ceil(claim * SCALE)) for claim in self.units.claim]
        placed = cp_model.LinearExpr.sum([claims[unit] * seat for (unit, _), seat in model.seats.items()])
        # Implied, and it lets the solver stop at once where everybody who may sit somewhere does.
        model.model.add(placed <= sum(claims[unit] for unit, seats in enumerate(model.by_unit) if seats))
        model.model.maximize(placed)
        return self._ask(model, moved)

    def is_impossible(self, most: int) -> bool:
        """Whether a second configuration of the solver finds no valid plan with at most so many moves either."""
        model, moved = self._model()
        model.model.add(moved <= most)
        return model.is_impossible(DETERMINISTIC_SECONDS, confirm=True)

    def improve(self, start: Plan, most: int, seed: int) -> Plan:
        """The best plan a search within so many moves finds from a valid start."""
        budget = most - len(self.places.homeless)
        assign = self.sheet.assignment(start)
        tries = TRIES_A_PERSON * self.sheet.people
        for number, heat in enumerate(HEATS):
            chance = dice(seed, 1000 * most + number)
            assign = search_within(self.board, assign, self.held, budget, tries, heat, chance)
        return self.sheet.plan(assign)

    def search(self, prices: Mapping[str, float], stop: Stop, seed: int, start: Plan | None) -> Priced | None:
        """The best plan when moving each person off the place held costs a price; None if no valid one is found.

        ``start`` must be valid.
        """
        sheet = compile_intake(self.intake, self.measure, self.places.held)
        for person, price in prices.items():
            if not sheet.fixed[sheet.index[person]]:
                sheet.price_group(sheet.index[person], self.places.held[person], -price)
        board = self._board(sheet)
        first = self._constructed(sheet, board, seed) if start is None else self.sheet.assignment(start)
        if first is None:
            return None
        search, proof = Search(board, first, seed), Proof(sheet, self.units, board, seed)
        proof.step(search.best, value_of(sheet, search.best, search.value))
        loose = proof.bound
        stop.begin()
        work = improved_at = 0
        with ThreadPoolExecutor(LANES) as pool:
            while not stop.met(Standing(work, value_of(sheet, search.best, search.value), proof.bound, improved_at)):
                value = value_of(sheet, search.best, search.value)
                if proof.bound <= value + CLOSE * max(1.0, abs(value)):
                    break
                work += 1
                if search.round(pool):
                    improved_at = work
                if not proof.done:
                    proof.step(search.best, value_of(sheet, search.best, search.value))
                    if proof.assign is not None and search.take(proof.assign):
                        improved_at = work
        stays = sum(price for person, price in prices.items() if not sheet.fixed[sheet.index[person]])
        claim = float(sheet.claims[search.best < sheet.groups].sum())
        return Priced(self.sheet.plan(search.best), claim, proof.bound - stays, loose - stays)

    def _constructed(self, sheet: Sheet, board: Board, seed: int) -> Ints | None:
        """A first valid assignment; None if none is found."""
        nothing = np.zeros(0, np.int32)
        seconds = DETERMINISTIC_SECONDS
        return construct(
            sheet, self.units, self.traits, board, nothing, seconds, reproducible=True, seed=seed, met=lambda _: None
        ).assign

    def _board(self, sheet: Sheet) -> Board:
        people, groups = np.arange(sheet.people, dtype=np.int32), np.arange(sheet.groups, dtype=np.int32)
        return board_of(sheet, self.traits, people, groups, self.units.block_of)

    def _model(self) -> tuple[AssignmentModel, cp_model.LinearExprT]:
        """Every hard rule, and the number of moves as an expression."""
        model = AssignmentModel(self.sheet, self.units, self.traits)
        kept = []
        for (unit, group), seat in model.seats.items():
            stays = sum(int(self.held[person] == group) for person in self.units.members[unit])
            if stays:
                kept.append(stays * seat)
        holding = int(((self.held >= 0) & ~self.sheet.fixed).sum())
        return model, holding + len(self.places.homeless) - cp_model.LinearExpr.sum(kept)

    def _ask(self, model: AssignmentModel, moved: cp_model.LinearExprT) -> Least:
        solver = cp_model.CpSolver()
        # Ctrl-C belongs to the program that calls, not to the solver in it.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
        status = solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Least(None, None, float(self.sheet.claims.sum()), status == cp_model.INFEASIBLE)
        assign = model.assigned(solver)
        claim_bound = float(self.sheet.claims[self.sheet.fixed].sum()) + solver.best_objective_bound / SCALE
        return Least(self.sheet.plan(assign), int(solver.value(moved)), claim_bound, status == cp_model.OPTIMAL)
