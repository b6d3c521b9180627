"""The first valid plan: a deal, a descent that mends broken rules, and where that is not enough, CP-SAT."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher.engine.board import BREACH, PLACE, Board
from matcher.engine.deal import Dealt, deal, dealt_by_scarcity
from matcher.engine.exact import MOST_SEATS, AssignmentModel
from matcher.engine.local import local_optimum
from matcher.engine.pairs import Traits
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.state import fresh, prices
from matcher.engine.units import Units

FEW_KINDS = 4
"""Kinds of groups up to which CP-SAT counts in some milliseconds who goes to which; among the twenty of a list of 240
with sessions it takes most of a second. There whoever may join the fewest goes first: in 24 of 25 lists of 32 to 240
that placed everybody who can be, and as good a start it was, too.
"""


@dataclass(frozen=True)
class Construction:
    """A first assignment (None if no valid one was found), and what is proved about claims placed."""

    assign: Ints | None
    claim_bound: float
    verdict: Literal["found", "impossible", "unknown"]


def construct(
    sheet: Sheet,
    units: Units,
    traits: Traits,
    board: Board,
    start: Ints,
    seconds: float,
    *,
    reproducible: bool,
    seed: int,
    met: Callable[[Ints], None],
) -> Construction:
    """A valid assignment on the whole board that places as much claim as can be proved or found.

    Args:
        sheet: The compiled intake.
        units: Its units.
        traits: Its people's traits.
        board: Everybody and all groups.
        start: A dealt assignment; hard rules inside rooms may be broken.
        seconds: What CP-SAT may take (deterministic seconds when reproducible).
        reproducible: Whether the answer must not depend on the clock.
        seed: For CP-SAT's own chance.
        met: Told of a first valid assignment that CP-SAT is then asked to better.
    """
    given = _mended(board, start) if len(start) else None
    for dealt in _deals(sheet, units, seconds):
        best = _mended(board, dealt.assign) if given is None else given
        bound = dealt.claim_bound
        if is_valid(board, best) and claim_of(sheet, best) >= bound - tolerance(sheet):
            return Construction(best, bound, "found")
    if len(units.members) * sheet.groups > MOST_SEATS:
        return Construction(best, bound, "found") if is_valid(board, best) else Construction(None, bound, "unknown")
    if is_valid(board, best):
        met(best)
    model = AssignmentModel(sheet, units, traits)
    model.hint(best)
    exact = model.solve(seconds, reproducible=reproducible, seed=seed)
    if exact.verdict == "impossible":
        return Construction(None, bound, "impossible")
    bound = min(bound, exact.claim_bound)
    candidates = [best]
    if exact.assign is not None:
        candidates.append(local_optimum(board, exact.assign, False)[0])
    valid = [c for c in candidates if is_valid(board, c)]
    if not valid:
        return Construction(None, bound, "unknown")
    return Construction(max(valid, key=lambda c: claim_of(sheet, c)), bound, "found")


def _deals(sheet: Sheet, units: Units, seconds: float) -> Iterator[Dealt]:
    """Deals to begin from, the quickest first; the last one bounds the claims best."""
    if len(sheet.kinds) > FEW_KINDS:
        yield dealt_by_scarcity(sheet, units)
    yield deal(sheet, units, seconds)


def _mended(board: Board, start: Ints) -> Ints:
    return make_valid(board, local_optimum(board, start, False)[0])


def tolerance(sheet: Sheet) -> float:
    """By how much sums of claims may differ from rounding alone."""
    return 1e-6 * (sheet.people + 1)


def claim_of(sheet: Sheet, assign: Ints) -> float:
    """Sum of the claims of everybody who has a place."""
    return float(sheet.claims[assign < sheet.groups].sum())


def value_of(sheet: Sheet, assign: Ints, objective: float) -> float:
    """The value of an assignment's plan: a search's objective without the prices of waiting."""
    return objective + PLACE * float(sheet.claims[assign == sheet.groups].sum())


def is_valid(board: Board, assign: Ints) -> bool:
    """Whether no hard rule is broken by an assignment that respects the masks."""
    st = fresh(board, assign)
    sizes = st.size[:-1]
    fits = (sizes == 0) | ((sizes >= board.least[:-1]) & (sizes <= board.most[:-1]))
    waiting = board.seat_price[assign == len(board.least) - 1, -1]
    return bool(fits.all() and (st.cost < BREACH / 2).all() and (waiting < BREACH).all())


def make_valid(board: Board, assign: Ints) -> Ints:
    """Leave people waiting until the rooms break no hard rule; duties to place somebody may remain broken."""
    assign = assign.copy()
    wait = len(board.least) - 1
    st = fresh(board, assign)
    sizes = st.size[:wait]
    stands = (sizes >= board.least[:wait]) & (sizes <= board.most[:wait]) & (st.cost[:wait] < BREACH / 2)
    fallen = np.flatnonzero((sizes > 0) & ~stands)
    for h in map(int, fallen):
        members = [int(i) for i in np.flatnonzero(assign == h)]
        while members and not _stands(board, h, members):
            leaving = _most_in_the_way(board, h, members)
            if not leaving:
                break
            assign[leaving] = wait
            members = [i for i in members if i not in leaving]
    return local_optimum(board, assign, False)[0] if len(fallen) else assign


def _stands(board: Board, h: int, members: list[int]) -> bool:
    if not board.least[h] <= len(members) <= board.most[h]:
        return False
    cost, _ = prices(board, np.array(members, np.int32), len(members))
    return bool(cost < BREACH / 2)


def _most_in_the_way(board: Board, h: int, members: list[int]) -> list[int]:
    """Whom to take out next: the person or block whose leaving mends most, or all if too few would remain."""
    can_leave = [i for i in members if not board.fixed[i]]
    if len(members) <= board.least[h]:
        return can_leave

    def left(i: int) -> float:
        rest = [j for j in members if j != i and (board.block[i] < 0 or board.block[j] != board.block[i])]
        return float(prices(board, np.array(rest, np.int32), len(rest))[0])

    if not can_leave:
        return []
    first = min(can_leave, key=lambda i: (board.seat_price[i, -1] >= BREACH, left(i), board.seat_price[i, -1], i))
    return [i for i in can_leave if i == first or (board.block[i] >= 0 and board.block[i] == board.block[first])]
