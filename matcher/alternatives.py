"""A second opinion: other good plans that really differ from the first, by who meets whom."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from pydantic import Field

from matcher.engine.board import Board, board_of
from matcher.engine.bound import quick_bound
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import is_valid
from matcher.engine.moves import relocation_gain, swap_gain
from matcher.engine.pairs import Traits, traits_of
from matcher.engine.search import LANES, Search
from matcher.engine.sheet import Ints
from matcher.engine.solve import MOST_ON_ONE_BOARD
from matcher.engine.state import fresh
from matcher.engine.units import Units, units_of
from matcher.intake import Frozen, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.scorer import score
from matcher.stop import Standing, Stop, Work

APART = 0.5
"""Largest similarity of two plans, unless told otherwise: of the pairs that meet in either, half meet in both.

Measured on the campus list of 64 and the clinic list of 240, two plans each: at 0.8 the first other plan has 5 and 13
people elsewhere, which is no second opinion; at 0.5 16 to 25 and 54 to 57, for 0.3 to 0.6 % of the value; at 0.2 37
and 137 or more, for 1.4 to 4.0 %.
"""

CHEAPEST, DEAREST = 0.0005, 5.0
"""Points of fit for a pair that meets again: what hardly matters, and what outweighs all that a pair can bring."""

HALVINGS = 8
"""Times the price is narrowed down, by ratio, between one that was too low and one that was enough."""

ROUNDS = 12
"""Rounds of search at each price."""

SWEEPS = 6
"""Times that every move and swap is looked at again after the search."""

STARTS = 8
"""Plans that are repaired on the shortest lists, where the price alone may miss the best by some per cent."""

MOST_REPAIRED = 300
"""People up to whom they are: a sweep looks at the square of them, 2 s at 300."""

BETTER = 1e-9
"""Improvements up to this are rounding."""

CLAIM_ROUNDING = 1e-6

Pair = tuple[str, str]


class OtherPlan(Frozen):
    """A plan that differs from all before it."""

    plan: Plan
    value: float
    loss: float
    """What its value is below the first plan's, in points of fit; negative where it is better."""
    worst_member: float | None
    similarity: float = Field(ge=0, le=1, description="To the most similar of the plans before it.")
    elsewhere: tuple[str, ...]
    """Who has other people around them than in the first plan for more than half of their group, or waits instead."""


class Alternatives(Frozen):
    """The plan given, and those that were found beside it; ``missing`` where fewer were found than asked for."""

    first: Plan
    value: float
    worst_member: float | None
    bound: float
    """No plan's value is above this, whether it differs or not."""
    apart: float
    others: tuple[OtherPlan, ...]
    missing: int


class TooLong(ValueError):
    """A list that is too long for plans beside the first to be looked for."""


def similarity(first: Plan, second: Plan, settled: frozenset[Pair] = frozenset()) -> float:
    """Pairs who meet in both plans over pairs who meet in either (Jaccard 1912), in [0, 1]; 1 where nobody meets.

    What a group is called does not count. ``settled`` pairs, who meet in any plan, are left out.
    """
    a, b = meetings(first) - settled, meetings(second) - settled
    return len(a & b) / len(a | b) if a | b else 1.0


def meetings(plan: Plan) -> frozenset[Pair]:
    """The pairs of ids, the smaller first, who sit in one room."""
    return frozenset(pair for room in plan.groups for pair in combinations(sorted(room.members), 2))


def alternatives(
    intake: Intake, plan: Plan, count: int = 2, stop: Stop | None = None, *, seed: int = 0, apart: float = APART
) -> Alternatives:
    """The best plans that can be found at most ``apart`` similar to ``plan`` and to each other.

    The engine searches on from the plan with a price on every pair that has met before, the dearest first, so that
    there is soon a plan that differs; then the price is narrowed down to one that is just enough. Moves and swaps that
    keep the plans apart end it. As much claim is placed as in the first plan.

    Args:
        intake: Applicants, offers, policy.
        plan: A valid plan.
        count: How many beside it.
        stop: When to end, each plan counted anew; it may leave some missing. Without one, when every price was tried.
        seed: Of every random choice.
        apart: Largest similarity, in [0, 1).

    Raises:
        TooLong: If the list has more than ``MOST_ON_ONE_BOARD`` people.
        ValueError: If the plan breaks a hard rule.
        KeyError: If the plan names groups or people the intake does not know.
    """
    if len(intake.applicants) > MOST_ON_ONE_BOARD:
        raise TooLong(
            f"other plans are looked for on lists of up to {MOST_ON_ONE_BOARD:,} people: "
            "solve again with another --seed, or divide the list"
        )
    search = _Alternatives(intake, plan, seed, apart)
    others: list[OtherPlan] = []
    for _ in range(count):
        found = search.next(stop or Work(10**9), [plan, *(other.plan for other in others)])
        if found is None:
            break
        others.append(found)
    return Alternatives(
        first=plan,
        value=search.first.value,
        worst_member=search.first.worst_member,
        bound=max([quick_bound(intake, search.measure), search.first.value, *(other.value for other in others)]),
        apart=apart,
        others=tuple(others),
        missing=count - len(others),
    )


@dataclass(frozen=True)
class _Candidate:
    assign: Ints
    value: float
    similarity: float


class _Alternatives:
    def __init__(self, intake: Intake, plan: Plan, seed: int, apart: float) -> None:
        self.intake, self.seed, self.apart = intake, seed, apart
        self.measure = Measure(intake)
        self.first = score(intake, plan, self.measure)
        if not self.first.valid:
            raise ValueError("the plan breaks a rule: mend it, or take one that keeps them all")
        self.sheet = compile_intake(intake, self.measure)
        self.traits: Traits = traits_of(self.sheet)
        self.units: Units = units_of(self.sheet)
        self.plan = plan
        seated = {g.id: [a.id for a in intake.seated(g.id)] for g in intake.offers}
        self.settled = frozenset(pair for ids in seated.values() for pair in combinations(sorted(ids), 2))

    def next(self, stop: Stop, earlier: Sequence[Plan]) -> OtherPlan | None:
        """The best plan found that differs from the earlier ones; None if none was."""
        stop.begin()
        low, high = CHEAPEST, DEAREST
        found: list[_Candidate] = []
        work = 0
        start = self.sheet.assignment(earlier[-1])
        for halving in range(HALVINGS + 1):
            price = DEAREST if halving == 0 else (low * high) ** 0.5
            board = self._board(earlier, price)
            search, enough = Search(board, start, self.seed), False
            if found:
                search.take(found[0].assign)
            with ThreadPoolExecutor(LANES) as pool:
                for _ in range(ROUNDS):
                    if stop.met(Standing(work, found[0].value if found else None, None, work)):
                        return self._other(found[0], earlier) if found else None
                    better = search.round(pool) or work % ROUNDS == 0
                    work += 1
                    candidate = self._candidate(search.best, earlier, board) if better else None
                    if candidate is not None:
                        enough = True
                        found = sorted([*found, candidate], key=lambda each: -each.value)[:STARTS]
            if not found:
                return None
            low, high = (low, price) if enough else (price, high)
        repaired = [self._repaired(each, earlier, stop) for each in found[: self._starts]]
        return self._other(max(repaired, key=lambda each: each.value), earlier)

    @property
    def _starts(self) -> int:
        """How many of the plans found are repaired: on longer lists the first takes the time of all."""
        return STARTS if self.sheet.people <= MOST_REPAIRED // 4 else 1

    def _repaired(self, found: _Candidate, earlier: Sequence[Plan], stop: Stop) -> _Candidate:
        """The plan after every single move and swap that gains by the true value and keeps it far enough away."""
        if self.sheet.people > MOST_REPAIRED:
            return found
        board = self._board((), 0.0)
        st, free = fresh(board, found.assign), np.flatnonzero(board.free)
        buffer = np.zeros(len(board.share) + 1, np.int32)

        def taken(changes: dict[int, int]) -> bool:
            """Make the change if it may be made; the state is made anew from what is found."""
            nonlocal found, st
            assign = found.assign.copy()
            assign[list(changes)] = list(changes.values())
            candidate = self._candidate(assign, earlier, board)
            if candidate is None or candidate.value <= found.value + BETTER:
                return False
            found, st = candidate, fresh(board, candidate.assign)
            return True

        for _ in range(SWEEPS):
            before = found.value
            for a, i in enumerate(map(int, free)):
                if stop.met(Standing(0, found.value, None, 0)):
                    return found
                for h in range(self.sheet.groups):
                    if h != st.assign[i] and relocation_gain(board, st, i, h, BETTER, buffer) > BETTER:
                        taken({i: h})
                for j in map(int, free[a + 1 :]):
                    g, h = int(st.assign[i]), int(st.assign[j])
                    if g != h and swap_gain(board, st, i, j, BETTER, buffer) > BETTER:
                        taken({i: h, j: g})
            if found.value <= before + BETTER:
                break
        return found

    def _board(self, earlier: Sequence[Plan], price: float) -> Board:
        """Everybody and all groups, each pair at a price for every earlier plan in which they met."""
        sheet = compile_intake(self.intake, self.measure)
        for plan in earlier:
            for a, b in sorted(meetings(plan) - self.settled):
                sheet.price_pair(sheet.index[a], sheet.index[b], price)
        everybody = np.arange(sheet.people, dtype=np.int32)
        groups = np.arange(sheet.groups, dtype=np.int32)
        return board_of(sheet, self.traits, everybody, groups, self.units.block_of)

    def _candidate(self, assign: Ints, earlier: Sequence[Plan], board: Board) -> _Candidate | None:
        """The assignment with the scorer's value, if it is a valid plan, places as much claim, and differs enough."""
        if not is_valid(board, assign):
            return None
        plan = self.sheet.plan(assign)
        nearest = max(similarity(plan, other, self.settled) for other in earlier)
        scored = score(self.intake, plan, self.measure)
        if nearest > self.apart or not scored.valid or scored.claim < self.first.claim - CLAIM_ROUNDING:
            return None
        return _Candidate(assign, scored.value, nearest)

    def _other(self, found: _Candidate, earlier: Sequence[Plan]) -> OtherPlan:
        plan = self.sheet.plan(found.assign)
        return OtherPlan(
            plan=plan,
            value=found.value,
            loss=self.first.value - found.value,
            worst_member=score(self.intake, plan, self.measure).worst_member,
            similarity=found.similarity,
            elsewhere=_elsewhere(earlier[0], plan),
        )


def _elsewhere(first: Plan, second: Plan) -> tuple[str, ...]:
    """Who met people in the first plan, most of whom are not around them in the second."""
    rooms = [{m: set(room.members) - {m} for room in plan.groups for m in room.members} for plan in (first, second)]
    nobody: set[str] = set()
    return tuple(
        sorted(
            who
            for who in rooms[0] | rooms[1]
            if 2 * len(rooms[0].get(who, nobody) & rooms[1].get(who, nobody)) < len(rooms[0].get(who, nobody))
            or (who in rooms[0]) != (who in rooms[1])
        )
    )
