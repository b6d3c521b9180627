"""The solve: compile, construct, improve and bound, until the stop criterion is met."""

import logging
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Protocol

import numpy as np

from matcher.answer import answer, no_answer
from matcher.engine.beside import INTERRUPTED_EVERY, ProofBeside
from matcher.engine.blocks import BlockSearch
from matcher.engine.board import board_of
from matcher.engine.bound import trivial_bound, value_bound
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import Construction, claim_of, construct, tolerance, value_of
from matcher.engine.deal import deal
from matcher.engine.kernels import SOLVING, are_compiled, compile_once
from matcher.engine.pairs import traits_of
from matcher.engine.proof import COLUMNS_FIRST, Proof
from matcher.engine.reserve import Reserve
from matcher.engine.search import LANES, Search
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units, units_of
from matcher.intake import Intake
from matcher.listener import Listener
from matcher.measure import Measure
from matcher.obstacles.conflicts import find_conflicts
from matcher.obstacles.repairs import repair_of_all, with_repairs
from matcher.plan import Plan
from matcher.remarks import remarks
from matcher.result import Result, TracePoint
from matcher.scorer import score
from matcher.sentences import render
from matcher.stop import Seconds, Standing, Stop

DEFAULT_SECONDS = 10.0
"""What a solve takes when no stop criterion is given."""

MOST_ON_ONE_BOARD = 2_600
"""People up to whom everybody is on one board; longer lists are searched block by block."""

CONSTRUCTION_SHARE = 0.15
"""Share of the time left that CP-SAT may take to place as many as possible."""

CONSTRUCTION_SECONDS = 10.0
"""What CP-SAT may take at the most."""

DETERMINISTIC_SECONDS = 2.0
"""What it may take in reproducible mode, by the solver's own count of its work."""

ROUNDS_BEFORE_PROOF = 12
"""Rounds of search that come before the proof's first step: then it starts from a good plan, within a second."""

ROUNDS_ON_FEW = 2
"""The same on a list of few, where they have found the best plan mostly, and rooms come first in the proof.

In reproducible mode only where the proof goes first: as work is counted there, and not seconds, plans with rules were
worse.
"""

MOST_PROVED_AT_ONCE = 120
"""Person-group pairs up to which the proof goes first: it takes less than a second there."""

STEPS_AT_ONCE = 60
"""Its steps there before the search goes on."""

STEPS_BESIDE_PROOF = 4
"""Steps of search beside one of the proof in reproducible mode; otherwise as many as there is time for."""

OPTIMAL_GAP = 1e-5
"""A gap up to this is a proof, within the precision of the figures."""

_log = logging.getLogger(__name__)


class Searching(Protocol):
    """A search that goes on round by round."""

    @property
    def best(self) -> Ints:
        """The best assignment found."""

    @property
    def value(self) -> float:
        """The objective of ``best``: the plan's value less ``PLACE`` for every claim that waits."""

    def round(self, pool: ThreadPoolExecutor) -> bool:
        """One round; whether something better was found."""


def solve(
    intake: Intake,
    stop: Stop | None = None,
    *,
    seed: int = 0,
    start: Plan | None = None,
    listen: Listener | None = None,
    reproducible: bool = False,
    executor: Executor | None = None,
) -> Result:
    """Compose the groups of an intake.

    Args:
        intake: Applicants, offers, policy.
        stop: When to end; ten seconds if not given. The first valid plan is always waited for. What has still to be
            compiled for this machine comes before it begins.
        seed: Of every random choice; the same seed and the same :class:`~matcher.stop.Work` give the same plan.
        start: A plan to begin from; pairs and rules it breaks are mended.
        listen: Hears of progress.
        reproducible: Leave everything out of the answer that depends on the clock.
        executor: Takes the blocks of a long list (over ``MOST_ON_ONE_BOARD`` people) instead of two threads here; the
            answer is the same. A block goes out as some 100 kB that can be pickled and comes back as 2 kB. Shorter
            lists are searched as a whole, and do not use it.

    Returns:
        A result whose figures are the scorer's. ``infeasible`` comes with conflicts, ``stopped`` without a plan.

    Raises:
        KeyError: If ``start`` names groups or people the intake does not know.
    """
    stop, listen = stop or Seconds(DEFAULT_SECONDS), listen or Listener()
    return _Solve(intake, stop, seed, listen, reproducible, executor).run(start)


class _Solve:
    """One solve's standing: incumbent, bound, trace."""

    def __init__(
        self, intake: Intake, stop: Stop, seed: int, listen: Listener, reproducible: bool, executor: Executor | None
    ) -> None:
        self.intake, self.stop, self.seed, self.listen, self.reproducible = intake, stop, seed, listen, reproducible
        self.executor = executor
        self.measure = Measure(intake)
        self.began = time.monotonic()
        self.work = 0
        self.improved_at = 0
        self.value: float | None = None
        self.claim: float | None = None
        self.bound: float | None = None
        self.trace: list[TracePoint] = []
        self.warnings: list[str] = []
        self.reserve: Reserve | None = None

    def run(self, start: Plan | None) -> Result:
        if not are_compiled(*SOLVING):
            self.listen.compiling()
            compile_once(*SOLVING)
        self.began = time.monotonic()
        self.stop.begin()
        sheet = compile_intake(self.intake, self.measure)
        units = units_of(sheet)
        self.listen.started(sheet.people, sheet.groups)
        with ThreadPoolExecutor(LANES) as pool:
            if sheet.people <= MOST_ON_ONE_BOARD:
                result = self._on_one_board(sheet, units, start, pool)
            else:
                result = self._block_by_block(sheet, units, start, pool)
        self.listen.done(result)
        return result

    def _on_one_board(self, sheet: Sheet, units: Units, start: Plan | None, pool: ThreadPoolExecutor) -> Result:
        traits = traits_of(sheet)
        people = np.arange(sheet.people, dtype=np.int32)
        board = board_of(sheet, traits, people, np.arange(sheet.groups, dtype=np.int32), units.block_of)
        given = np.zeros(0, np.int32) if start is None else _assignment(sheet, start)
        built = construct(
            sheet,
            units,
            traits,
            board,
            given,
            self._seconds(),
            reproducible=self.reproducible,
            seed=self.seed,
            met=partial(self._met_first, sheet),
        )
        if built.assign is None:
            return self._without_a_plan(sheet)
        search = Search(board, built.assign, self.seed)
        self._met(sheet, search)
        try:
            proof = Proof(sheet, units, board, self.seed)
        except Exception as fault:
            self._prove(trivial_bound(sheet))
            self._give_up_proof(fault)
            return self._improve(sheet, built, search, pool)
        self._prove(proof.bound)
        small = len(units.members) * sheet.groups <= MOST_PROVED_AT_ONCE
        # On a small list it takes less time than to tell another thread.
        goes_on = (
            self._step_alone(proof, sheet, search) if small else self._step_beside(proof, sheet, built, search, pool)
        )
        if not goes_on:
            return self._improve(sheet, built, search, pool)
        few = small or (sheet.people <= COLUMNS_FIRST and not self.reproducible)
        for _ in range(ROUNDS_ON_FEW if few else ROUNDS_BEFORE_PROOF):
            if not self._is_over(sheet, built, search):
                self._round(sheet, search, pool)
        for _ in range(STEPS_AT_ONCE if small else 0):
            if proof.done or self._is_over(sheet, built, search):
                break
            if not self._step_alone(proof, sheet, search):
                return self._improve(sheet, built, search, pool)
        self._search_beside(proof, sheet, built, search, pool)
        return self._improve(sheet, built, search, pool)

    def _search_beside(
        self, proof: Proof, sheet: Sheet, built: Construction, search: Search, pool: ThreadPoolExecutor
    ) -> None:
        """Search with one lane at a time while a thread works on the proof, until that has nothing left to do."""
        if self.reproducible:
            while not proof.done and not self._is_over(sheet, built, search):
                if not self._step_beside(proof, sheet, built, search, pool):
                    return
            return
        beside = ProofBeside(proof, pool, search.best, self._value(sheet, search))
        try:
            while not (beside.over or self._is_over(sheet, built, search)):
                self._count(sheet, search, search.step())
                self._learn(beside.bound, beside.take(), sheet, search)
                beside.tell(search.best, self._value(sheet, search))
        finally:
            beside.end()
        self._learn(beside.bound, beside.take(), sheet, search)
        if beside.fault is not None:
            self._give_up_proof(beside.fault)

    def _step_beside(
        self, proof: Proof, sheet: Sheet, built: Construction, search: Search, pool: ThreadPoolExecutor
    ) -> bool:
        """Search with one lane at a time while a thread takes a step of the proof; whether the proof goes on."""
        step: Future[None] = pool.submit(proof.step, search.best, self._value(sheet, search))
        steps = 0
        while steps < STEPS_BESIDE_PROOF if self.reproducible else not step.done():
            if self._is_over(sheet, built, search):
                break
            self._count(sheet, search, search.step())
            steps += 1
        while wait([step], INTERRUPTED_EVERY).not_done:
            if not self.reproducible and self._ends():
                proof.interrupt()
        fault = step.exception()
        if fault is not None:
            self._give_up_proof(fault)
            return False
        self._learn(proof.bound, proof.assign, sheet, search)
        return True

    def _step_alone(self, proof: Proof, sheet: Sheet, search: Search) -> bool:
        """A step of the proof while the search waits; whether the proof goes on."""
        try:
            proof.step(search.best, self._value(sheet, search))
        except Exception as fault:
            self._give_up_proof(fault)
            return False
        self._learn(proof.bound, proof.assign, sheet, search)
        return True

    def _give_up_proof(self, fault: BaseException) -> None:
        """Go on without the proof; the log names the kind of fault alone, as its words may hold personal data."""
        _log.error("the proof ended early: %s", type(fault).__name__)
        self.warnings.append(render("proof-ended-early", {}))

    def _learn(self, bound: float, assign: Ints | None, sheet: Sheet, search: Search) -> None:
        """Take what steps of the proof have found."""
        if self.bound is None or bound < self.bound:
            self._prove(bound)
        if assign is not None and search.take(assign):
            self._met(sheet, search)

    def _block_by_block(self, sheet: Sheet, units: Units, start: Plan | None, pool: ThreadPoolExecutor) -> Result:
        traits = traits_of(sheet)
        dealt = deal(sheet, units, self._seconds())
        first = dealt.assign if start is None else _assignment(sheet, start)
        search = BlockSearch(sheet, units, traits, first, self.seed, self.executor)
        built = Construction(search.best, dealt.claim_bound, "found")
        if not search.mend(pool):
            return self._without_a_plan(sheet)
        self._met(sheet, search)
        if not self.reproducible:
            self.reserve = Reserve(lambda: sheet.plan(search.best), self.measure)
        self._prove(trivial_bound(sheet) if self._ends() else value_bound(sheet, traits))
        return self._improve(sheet, built, search, pool)

    def _improve(self, sheet: Sheet, built: Construction, search: Searching, pool: ThreadPoolExecutor) -> Result:
        while not self._is_over(sheet, built, search):
            self._round(sheet, search, pool)
        scored = score(self.intake, sheet.plan(search.best), self.measure)
        self.value = scored.value
        all_placed = claim_of(sheet, search.best) >= built.claim_bound - tolerance(sheet)
        return answer(
            self.intake,
            self.measure,
            scored,
            status="optimal" if all_placed and self._proved() else "feasible",
            bound=self.bound,
            claim_bound=max(built.claim_bound, scored.claim),
            seed=self.seed,
            trace=self.trace,
            warnings=[*self.warnings, *remarks(self.intake)],
        )

    def _round(self, sheet: Sheet, search: Searching, pool: ThreadPoolExecutor) -> None:
        self._count(sheet, search, search.round(pool))

    def _count(self, sheet: Sheet, search: Searching, better: bool) -> None:
        """Count a piece of work, and take what it has found."""
        self.work += 1
        if better:
            self._met(sheet, search)

    def _is_over(self, sheet: Sheet, built: Construction, search: Searching) -> bool:
        """Whether the stop criterion is met, or nothing better can be found."""
        all_placed = claim_of(sheet, search.best) >= built.claim_bound - tolerance(sheet)
        return self._ends() or (all_placed and self._proved())

    def _without_a_plan(self, sheet: Sheet) -> Result:
        conflicts = find_conflicts(sheet, traits_of(sheet)) if sheet.required[~sheet.fixed].any() else ()
        if not conflicts:
            warnings = [render("no-plan-in-time", {}), *remarks(self.intake)]
            return no_answer(self.intake, status="stopped", seed=self.seed, warnings=warnings)
        return no_answer(
            self.intake,
            status="infeasible",
            conflicts=with_repairs(self.intake, conflicts),
            repair=repair_of_all(self.intake, conflicts),
            seed=self.seed,
            warnings=remarks(self.intake),
        )

    def _seconds(self) -> float:
        """What CP-SAT may take now."""
        if self.reproducible:
            return DETERMINISTIC_SECONDS
        left = self.stop.seconds_left
        if left is None:
            return CONSTRUCTION_SECONDS
        return max(0.2, min(CONSTRUCTION_SECONDS, CONSTRUCTION_SHARE * left))

    def _ends(self) -> bool:
        left = self.stop.seconds_left
        if left is not None and self.reserve is not None and self.reserve.is_due(left):
            return True
        return self.stop.met(Standing(self.work, self.value, self.bound, self.improved_at))

    def _proved(self) -> bool:
        """Whether value and bound meet."""
        if self.value is None or self.bound is None:
            return False
        return self.bound <= self.value + OPTIMAL_GAP * max(1.0, abs(self.value))

    def _met_first(self, sheet: Sheet, assign: Ints) -> None:
        """Take a first valid assignment, which no search has valued yet."""
        self._take(score(self.intake, sheet.plan(assign), self.measure).value, assign, sheet)

    def _met(self, sheet: Sheet, search: Searching) -> None:
        """Take a search's best assignment; the engine's value agrees with the scorer's, which has the last word."""
        self._take(self._value(sheet, search), search.best, sheet)

    def _value(self, sheet: Sheet, search: Searching) -> float:
        """The value of a search's best assignment, without prices of waiting."""
        return value_of(sheet, search.best, search.value)

    def _take(self, value: float, assign: Ints, sheet: Sheet) -> None:
        self.value, self.claim, self.improved_at = value, claim_of(sheet, assign), self.work
        self._note()
        self.listen.improved(value, int((assign < sheet.groups).sum()), time.monotonic() - self.began)

    def _prove(self, bound: float) -> None:
        self.bound = bound if self.bound is None else min(bound, self.bound)
        self._note()
        self.listen.bound(self.bound, time.monotonic() - self.began)

    def _note(self) -> None:
        seconds = None if self.reproducible else round(time.monotonic() - self.began, 3)
        self.trace.append(
            TracePoint(work=self.work, claim=self.claim, value=self.value, bound=self.bound, seconds=seconds)
        )


def _assignment(sheet: Sheet, plan: Plan) -> Ints:
    """A plan as an assignment, seated members at home; whoever may not sit there, or is one too many, waits."""
    groups = {group.id: number for number, group in enumerate(sheet.intake.offers)}
    assign = np.where(sheet.fixed, sheet.home, sheet.groups).astype(np.int32)
    for seating in plan.groups:
        group = groups[seating.id]
        people = np.array([sheet.index[member] for member in seating.members], np.int32)
        may = ~sheet.fixed[people] & sheet.allowed_at(people, sheet.kind_of[[group]])[:, 0]
        assign[people[may][: sheet.most[group] - sheet.rooms[group][1]]] = group
    return assign
