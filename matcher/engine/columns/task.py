"""What is to be proved: the best value of all plans that break no hard rule and place at least so large a claim."""

from dataclasses import dataclass

import numpy as np

from matcher.engine.board import Board
from matcher.engine.columns.offer import Offer, offers_of
from matcher.engine.sheet import Bools, Floats, Ints


@dataclass(frozen=True)
class Task:
    """The choice of rooms for units of people; u units, n people.

    Rows of the choice: every unit has at most one room, exactly one if it ``must``; the claims of those placed reach
    ``claim``. Units that no such plan places are on no offer.
    """

    board: Board
    offers: tuple[Offer, ...]
    unit: Ints
    """n: number of everybody's unit, -1 for those who sit somewhere already or are never placed."""
    size: Ints
    """u: people of a unit."""
    worth: Floats
    """u: the claim of a unit."""
    must: Bools
    """u: whether the unit has a place in every plan that counts."""
    claim: float
    """What the claims of the units placed come to at least; 0 where the units that must be placed reach it."""

    @property
    def mates(self) -> list[list[int]]:
        """By person: the others of their unit."""
        members: dict[int, list[int]] = {}
        for person, unit in enumerate(self.unit):
            if unit >= 0:
                members.setdefault(int(unit), []).append(person)
        return [[j for j in members.get(int(unit), ()) if j != i] for i, unit in enumerate(self.unit)]


def task_of(board: Board, claims: Floats, claim: float, slack: float) -> Task:
    """The task of a board.

    Args:
        board: The problem.
        claims: n: everybody's claim to a place.
        claim: The claims of everybody placed come to at least this.
        slack: By how much less, for rounding.
    """
    leader = _leaders(board)
    newcomers = np.flatnonzero(~board.fixed)
    leaders = np.unique(leader[newcomers])
    unit = np.full(len(claims), -1, np.int32)
    unit[newcomers] = np.searchsorted(leaders, leader[newcomers])
    size = np.bincount(unit[newcomers], minlength=len(leaders)).astype(np.int32)
    worth = np.zeros(len(leaders))
    np.add.at(worth, unit[newcomers], claims[newcomers])
    required = np.zeros(len(leaders), np.bool_)
    required[unit[newcomers[~board.allowed[newcomers, -1]]]] = True
    open_to = np.ones((len(leaders), board.allowed.shape[1] - 1), np.bool_)
    for person in newcomers:
        open_to[unit[person]] &= board.allowed[person, :-1]
    places: Bools = np.asarray(open_to.any(axis=1))
    needed = claim - slack - float(claims[board.fixed].sum())
    seats = int(board.most[:-1].sum()) - int(board.fixed.sum())
    must, never = _settled(size, worth, places, seats, needed)
    must |= required
    never &= ~required
    board = board._replace(allowed=_narrowed(board, unit, open_to))
    for person in newcomers:
        if never[unit[person]]:
            unit[person] = -1
    settled = float(worth[must].sum())
    offers = offers_of(board, unit < 0)
    return Task(board, offers, unit, size, worth, must & ~never, max(0.0, needed) if settled < needed else 0.0)


def _leaders(board: Board) -> Ints:
    """By person: the first of their block, themselves where they are in none."""
    leader = np.arange(len(board.block), dtype=np.int32)
    blocks = board.block >= 0
    first = {int(b): int(np.flatnonzero(board.block == b)[0]) for b in np.unique(board.block[blocks])}
    for person in np.flatnonzero(blocks):
        leader[person] = first[int(board.block[person])]
    return leader


def _narrowed(board: Board, unit: Ints, open_to: Bools) -> Bools:
    """Who may sit where, everybody only where their whole unit may."""
    allowed = board.allowed.copy()
    newcomers = unit >= 0
    allowed[newcomers, :-1] &= open_to[unit[newcomers]]
    return allowed


def _settled(size: Ints, worth: Floats, places: Bools, seats: int, needed: float) -> tuple[Bools, Bools]:
    """Which units are placed by every plan with claims of ``needed``, and which by none.

    Of a unit left out, or put first, the largest claims that fit the seats with it are those of a fractional knapsack.
    """
    must, never = np.zeros(len(size), np.bool_), ~places
    order = np.flatnonzero(places)
    order = order[np.argsort(-worth[order] / size[order], kind="stable")]
    for u in order:
        others = order[order != u]
        must[u] = _largest(size[others], worth[others], seats) < needed
        with_it = worth[u] + _largest(size[others], worth[others], seats - int(size[u]))
        never[u] = size[u] > seats or with_it < needed
    return must, never


def _largest(size: Ints, worth: Floats, seats: int) -> float:
    """The largest claims that fit the seats, the last unit in part; units come by claim per person, largest first."""
    if seats <= 0:
        return 0.0
    filled = np.cumsum(size)
    whole = int(np.searchsorted(filled, seats, side="right"))
    total = float(worth[:whole].sum())
    if whole < len(size):
        total += worth[whole] * (seats - int(filled[whole - 1] if whole else 0)) / size[whole]
    return total
