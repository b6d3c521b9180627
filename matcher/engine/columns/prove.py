"""The proof by column generation: an upper bound on a plan's value that is valid whenever it is stopped.

The master problem chooses rooms in part; pricing finds rooms that would better it, by swap search as long as that
finds any, then by branch and bound, which also says what no room is worth more than: that makes the bound. How
exactly it says so grows from pass to pass. Once the relaxation is solved, what is between it and the best plan known is
closed by listing every room that could be in a better plan, and by cuts.
"""

from collections.abc import Generator, Iterator

import numpy as np

from matcher.engine.board import Board
from matcher.engine.chance import dice
from matcher.engine.columns.branch import branching, go_on
from matcher.engine.columns.choosing import BETTER, OPTIMAL_GAP, Choosing
from matcher.engine.columns.cuts import charged, violated
from matcher.engine.columns.master import Duals, Master, units_in
from matcher.engine.columns.pool import Pool
from matcher.engine.columns.pricing import random_starts, swap_search
from matcher.engine.columns.problem import Problem, RoomProblems
from matcher.engine.columns.relaxation import Ceiling, bound_at
from matcher.engine.columns.tangent import Tangents, by_pairs, fitting
from matcher.engine.columns.task import task_of
from matcher.engine.construct import tolerance
from matcher.engine.sheet import Floats, Ints, Sheet
from matcher.engine.units import Units

STEP = 4_000_000
"""About how many comparisons of the swap search make a step of the work."""

STARTS, KICKS = 60, 2
"""Starts of the swap search for one room problem and kicks from each; half as many again find little more."""

ROOMS_PER_SEARCH = 60
"""Rooms that one search of a room problem gives the master problem at the most."""

SMOOTHING = 0.4
"""Share of the newest prices in those that rooms are looked for at first; the rest comes from earlier ones."""

WORK_PER_STEP = 30_000_000
"""Comparisons of candidates in the branch and bound that make a step of the work."""

WORK_AT_ONCE = 6_000_000
"""Comparisons after which it looks whether it is to end: up to a tenth of a second."""

FIRST_WORK = 300_000_000
"""Comparisons a room problem may take in the first pass; each pass that is cut short doubles them."""

FIRST_GAP = 0.02
"""The relative gap that the first pass is to prove; each pass that succeeds halves it."""

RISE = 0.5
"""By how much of a room's gain the branch and bound asks more of the next ones."""

SHORT = 0.02
"""By how much a room may be short of the prices it was looked for at: at the newest it may still be one to take."""

MOST_WORK = 3_000_000_000
"""Comparisons that listing the rooms of one problem may take."""

STALLED = 1e-4
"""Branch and bound has its turn when the best rooms found would better the bound by less than this, relatively."""

MOST_LISTED_BEFORE_CUTS = 4_000
"""Rooms of one problem up to which CP-SAT has a turn before cuts; with more it only reads them in its time."""

MOST_LISTED = 40_000
"""Rooms of one problem that may be listed as possible parts of a better plan, when cuts are of no more use."""

PROOF_SECONDS = 0.2, 6.4
"""Deterministic seconds that CP-SAT has to prove the best choice of all listed rooms before cuts: at first, at most.

With 15 seconds in four turns 3 of 10 campus lists of 32 and 48 people were not proved in their time, with one second 1;
with a fifth of one those of 32 took a quarter less. They double at every turn, for lists that cuts hardly help.
"""

PROOF_SECONDS_AT_LAST = 20.0, 40.0
"""The same once no cut is left: for a campus list of 48 people 5 to 10."""


class ColumnProof:
    """The bound by column generation on one board, worked out in steps of some tenths of a second.

    A choice among rooms is one step: some seconds, and up to a minute when nothing else is left to try. ``bound`` holds
    for the value (without prices of waiting) of every plan that breaks no hard rule and places claims of ``claim``; inf
    before the first. ``done`` says that nothing is left to do. The seed and what is learnt when decide everything.
    """

    def __init__(self, sheet: Sheet, units: Units, board: Board, claim: float, seed: int) -> None:
        self.task = task_of(board, sheet.claims, claim, tolerance(sheet))
        self.pool = Pool(self.task.board, self.task.offers)
        self.bound = np.inf
        self.done = False
        self._master = Master(self.task, self.pool)
        self._dice = dice(seed, 0)
        self._fresh: list[int] = []
        self._choice = Choosing(self.task, self.pool)
        mates = self.task.mates
        self._first = {int(unit): person for person, unit in reversed(list(enumerate(self.task.unit)))}
        self._problems = [RoomProblems(offer, mates) for offer in self.task.offers]
        self._alone = self._rooms_of_the_seated()
        self._hurried = False
        self._proving = PROOF_SECONDS[0]
        self._work = self._run()

    @property
    def value(self) -> float:
        """That of the best plan known."""
        return self._choice.value

    @property
    def assign(self) -> Ints | None:
        """A plan better than all that were learnt; None if none was found."""
        return self._choice.assign

    def learn(self, assign: Ints, value: float) -> None:
        """Take in a valid plan of the search; ``value`` is that of the best plan known, the one to beat."""
        rooms = self.pool.learn(assign)
        self._fresh += rooms
        self._choice.learn(rooms, value)

    def step(self) -> None:
        """One unit of work."""
        self._hurried = False
        self._choice.go_on()
        if not self.done and next(self._work, "end") == "end":
            self.done = True

    def interrupt(self) -> None:
        """End a step early that runs in another thread; its bound stays valid, and the proof can go on afterwards."""
        self._hurried = True
        self._master.interrupt()
        self._choice.interrupt()

    def _rooms_of_the_seated(self) -> dict[int, float]:
        """By offer: what the room of those who sit there already is worth, where nobody need join."""
        alone = {}
        for number, offer in enumerate(self.task.offers):
            if len(offer.seated) in offer.sizes:
                rooms = self.pool.add(number, offer.seated[None, :])
                if rooms:
                    alone[number] = float(self.pool.value[rooms[0]])
                    self._fresh += rooms
        return alone

    def _run(self) -> Iterator[None]:
        groups = max(1, sum(len(offer.groups) for offer in self.task.offers))
        work = FIRST_WORK
        exact = FIRST_GAP * abs(self.value if np.isfinite(self.value) else 1.0) / groups
        finest = OPTIMAL_GAP * max(1.0, abs(self.value)) / (2 * groups)
        while not self._choice.meets(self.bound):
            duals = yield from self._search()
            cut_short, found = yield from self._close(duals, exact, work)
            rooms = self._rooms_above(duals, self.bound - self.value)
            self._choice.recombine(rooms, self._reduced(rooms, duals))
            yield
            if cut_short:
                work *= 2
                exact *= 1.5
            elif exact > finest:
                easy = self._done < WORK_PER_STEP * len(self._problems)
                exact = max(exact / (2 if found else 4), finest) if not easy else finest
            elif not found:
                listed = yield from self._listed(MOST_LISTED_BEFORE_CUTS)
                if listed is not None and (yield from self._choose_best(listed, self._proving)):
                    return
                self._proving = min(2 * self._proving, PROOF_SECONDS[1])
                if not (yield from self._cut()):
                    yield from self._finish(listed)
                    return

    def _search(self) -> Generator[None, None, Duals]:
        """Better the master problem by swap search until that finds nothing, or next to nothing; the last prices."""
        center: Duals | None = None
        while True:
            self._master.add(self._fresh)
            self._fresh = []
            duals = yield from self._relaxed()
            yield
            center = duals if center is None else duals.mixed(center, SMOOTHING)
            added, most = 0, 0.0
            for prices in (center, duals):
                added, most = yield from self._swap(prices, duals)
                if added:
                    break
            if not added or most < STALLED * max(1.0, abs(self._master.value)):
                return duals

    def _relaxed(self) -> Generator[None, None, Duals]:
        """The master problem's prices, as soon as nobody interrupts it."""
        while (duals := self._master.solve()) is None:
            yield
        return duals

    def _problem(self, offer: int, size: int, person: Floats, duals: Duals) -> Problem:
        cuts = [(self._first[a], self._first[b], self._first[c]) for a, b, c in self._master.cuts]
        return self._problems[offer].problem(size, person, cuts[: len(duals.cut)], duals.cut)

    def _open(self) -> list[tuple[int, int]]:
        """Offers and sizes with places to fill."""
        return [(k, s) for k, offer in enumerate(self.task.offers) for s in offer.sizes if s > len(offer.seated)]

    def _take(self, offer: int, joining: Ints, duals: Duals) -> tuple[int, float]:
        """Let the master problem have rooms that better it at these prices.

        Returns:
            How many are new there, and by how much the best betters it.
        """
        rooms = np.array(self.pool.add(offer, self._problems[offer].room(joining)) if len(joining) else [], np.int32)
        reduced = self._reduced(rooms, duals)
        added = self._master.add([int(number) for number in rooms[reduced > BETTER]])
        return added, float(reduced.max(initial=0.0))

    def _reduced(self, rooms: Ints, duals: Duals) -> Floats:
        """What rooms of the pool are worth beyond the prices of their rows."""
        person = np.append(duals.person(self.task), 0.0)
        members = self.pool.members[rooms]
        worth = self.pool.value[rooms] - person[members].sum(axis=1) - duals.offer[self.pool.offer[rooms]]
        priced = np.flatnonzero(duals.cut > 0)
        triples = np.array([[self._first[unit] for unit in self._master.cuts[k]] for k in priced], np.int32)
        return worth - charged(members, triples.reshape(-1, 3), duals.cut[priced])

    def _swap(self, prices: Duals, duals: Duals) -> Generator[None, None, tuple[int, float]]:
        """Swap search for every offer and size at some prices.

        Returns:
            How many new rooms better the master problem, and by how much they could at the most.
        """
        person = prices.person(self.task)
        problems = self._open()
        added, compared = 0, 0
        most = np.zeros(len(self.task.offers))
        for offer, size in problems:
            problem = self._problem(offer, size, person, prices)
            starts = random_starts(len(problem.own), max(8, 2 * STARTS // (1 + len(problems))), self._dice)
            threshold = float(prices.offer[offer]) - SHORT
            joining, _ = swap_search(self.task.board, problem, starts, KICKS, threshold, ROOMS_PER_SEARCH, self._dice)
            fresh, best = self._take(offer, joining, duals)
            added += fresh
            most[offer] = max(most[offer], best)
            compared += len(starts) * (KICKS + 1) * len(problem.own) * problem.places * 5
            if compared > STEP or self._hurried:
                compared = 0
                yield
        return added, float(sum(best * len(o.groups) for best, o in zip(most, self.task.offers, strict=True)))

    def _close(self, duals: Duals, exact: float, work: int) -> Generator[None, None, tuple[bool, int]]:
        """One pass of branch and bound over all offers and sizes: a bound.

        Args:
            duals: Prices of the rows.
            exact: Rooms that better the master problem by no more than this are not looked for.
            work: How many comparisons a room problem may take.

        Returns:
            Whether a search was cut short, and how many new rooms better the master problem.
        """
        person = duals.person(self.task)
        ceilings = [Ceiling(offer, 0, value) for offer, value in self._alone.items()]
        leaning = self._tangents()
        cut_short, added = False, 0
        self._done = 0
        for offer, size in self._open():
            problem = self._problem(offer, size, person, duals)
            pairs = by_pairs(self.task.board, problem, leaning)
            state = branching(problem, pairs, float(duals.offer[offer]) + exact)
            upper, done, step = np.inf, 0, 0
            while state.at[0] >= 0 and done < work:
                joining, _, upper, more = go_on(
                    self.task.board, problem, pairs, state, RISE, ROOMS_PER_SEARCH, WORK_AT_ONCE
                )
                done, step = done + more, step + more
                added += self._take(offer, joining, duals)[0]
                if step >= WORK_PER_STEP or self._hurried:
                    step = 0
                    yield
            self._done += done
            cut_short = cut_short or state.at[0] >= 0
            ceilings.append(Ceiling(offer, problem.places, upper))
        self._prices, self._ceilings = duals, ceilings
        self.bound = min(self.bound, bound_at(self.task, duals, ceilings))
        yield
        return cut_short, added

    def _tangents(self) -> Tangents:
        """The tangents to floors that suit the rooms which the relaxation chooses."""
        share = self._master.share
        rooms = np.array(self._master.inside[: len(share)], np.int32)[share > 0]
        return fitting(self.task.board, self.pool.members[rooms], share[share > 0])

    def _listed(self, most: int) -> Generator[None, None, Ints | None]:
        """Every room that could be in a better plan; None where one room problem has more than ``most`` of them."""
        duals = self._prices
        best = {offer: float(duals.offer[offer]) for offer in range(len(self.task.offers))}
        for ceiling in self._ceilings:
            best[ceiling.offer] = max(best[ceiling.offer], ceiling.most)
        worth = duals.rows(self.task) + sum(len(o.groups) * best[k] for k, o in enumerate(self.task.offers))
        short = worth - self.value + OPTIMAL_GAP
        person = duals.person(self.task)
        leaning = self._tangents()
        for offer, size in self._open():
            problem = self._problem(offer, size, person, duals)
            pairs = by_pairs(self.task.board, problem, leaning)
            state = branching(problem, pairs, float(duals.offer[offer]) - short)
            done, listed, step = 0, 0, 0
            while state.at[0] >= 0:
                joining, _, _, more = go_on(self.task.board, problem, pairs, state, 0.0, most, WORK_AT_ONCE)
                done, listed, step = done + more, listed + len(joining), step + more
                if done > MOST_WORK or listed >= most:
                    return None
                self.pool.add(offer, self._problems[offer].room(joining))
                if step >= WORK_PER_STEP or self._hurried:
                    step = 0
                    yield
        return self._rooms_above(duals, short)

    def _rooms_above(self, duals: Duals, short: float) -> Ints:
        """The rooms of the pool that are short of their rows' prices by no more than this."""
        rooms = np.arange(self.pool.count, dtype=np.int32)
        return rooms[self._reduced(rooms, duals) >= -short]

    def _choose_best(self, rooms: Ints, seconds: float) -> Generator[None, None, bool]:
        """Have the best choice among all rooms that could be in a better plan; whether that closed the proof."""
        while True:
            self.bound = min(self.bound, max(self.value, self._choice.choose(rooms, seconds)))
            interrupted = self._hurried
            yield
            if self._choice.meets(self.bound) or not interrupted:
                return self._choice.meets(self.bound)

    def _finish(self, listed: Ints | None) -> Iterator[None]:
        """What is left when no cut is: to list every room, if that has not been possible yet, and choose among them."""
        if listed is None:
            listed = yield from self._listed(MOST_LISTED)
        if listed is not None:
            for seconds in PROOF_SECONDS_AT_LAST:
                if (yield from self._choose_best(listed, seconds)):
                    return

    def _cut(self) -> Generator[None, None, bool]:
        """Cut off the choice in part by subset rows; whether any is broken."""
        # Rooms may have come since the last solution that better it by next to nothing.
        yield from self._relaxed()
        inside = np.zeros((len(self.task.size), len(self._master.inside)), np.bool_)
        for column, number in enumerate(self._master.inside):
            inside[units_in(self.task, self.pool.members[number]), column] = True
        inside[self.task.size > 1] = False
        triples = violated(inside, self._master.share)
        self._master.cut(triples)
        return bool(triples)
