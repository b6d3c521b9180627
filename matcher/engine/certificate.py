"""What proves an upper bound: people as rows, each taking the best company that is left to it.

For a room of ``s`` people with ``k = s - 1`` and a member i, let ``w_ij`` be pair fits (more or less for priced pairs).
The room is worth ``sum_i (1/k) sum_{j != i} w_ij`` less prices. Added to it may be whatever is never negative when
summed over a room:

- ``(1/k) sum_{i,j} A_ij`` with A positive semidefinite, for it is ``|F'1|^2 / k`` with ``A = F F'``;
- ``sum_i (v_i - (1/k) sum_{j != i} v_j)`` for any v, which is 0 in every room; v may differ from kind to kind;
- ``p (1 - sum_i 1/s)`` for any price ``p >= 0`` of a room, which is 0 in a room and ``p`` where it stays closed.

Then a plan is worth at most ``sum_c p_c rooms_c`` plus what every row can reach alone: for the best kind c and size s,
the mean of the k largest ``w_ij + A_ij - v_j``, plus ``v_i + A_ii / k - (size price + p_c) / s - seat price``; or 0 for
somebody who may wait. Where more people than seats are there, as many rows as must wait count 0. This holds for every
A, v and p: no solver has to be trusted, only the arithmetic, and that is rounded up.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.sheet import Bools, Floats, Ints, Sheet

SAFETY = 1e-9
"""Share of all that is added up that the bound is raised by for rounding: some 10^6 times what doubles lose."""


class Frame(NamedTuple):
    """What any plan is made of: m people who may be placed, c kinds of rooms, e pairs of a person and a kind.

    A person may stand for several who are alike in all of this, who then also meet among themselves.
    """

    weight: Floats  # m x m: what a pair is worth to each of the two, times size - 1; -inf where they never share a room
    copies: Ints  # m: how many a person stands for
    start: Ints  # c + 1: where each kind's people begin among the e
    member: Ints  # e: people by kind, ascending
    seat_price: Floats  # e
    least: Ints  # c
    most: Ints  # c
    rooms: Floats  # c: how many rooms of the kind are on offer
    size_price: Floats  # c x (largest size + 1)
    required: Bools  # m: nobody of these waits
    waiting: int  # so many people cannot be seated


class Rows(NamedTuple):
    """What the rows reach together, and the slopes of that in v and p."""

    bound: float
    slope_v: Floats  # e
    slope_p: Floats  # c


def frame_of(sheet: Sheet, weight: Floats, people: Ints) -> Frame:
    """The frame of a sheet.

    Args:
        sheet: The compiled intake.
        weight: Pair fits of ``people``, shape (len(people), len(people)).
        people: Numbers of all people who may sit in a group, others are left aside.
    """
    placeable = np.flatnonzero(sheet.allowed[people].any(axis=1))
    person = people[placeable]
    allowed = sheet.allowed[person]
    first = np.array([kind.offers[0] for kind in sheet.kinds], np.int32)
    widest = int(sheet.most.max(initial=1))
    sizes = np.arange(widest + 1)
    start = np.concatenate([[0], np.cumsum(allowed.sum(axis=0))]).astype(np.int32)
    member = np.concatenate([np.flatnonzero(column) for column in allowed.T]).astype(np.int32)
    kind = np.repeat(np.arange(len(sheet.kinds)), np.diff(start))
    return Frame(
        weight=_worth_of_pairs(sheet, weight[np.ix_(placeable, placeable)], person),
        copies=np.ones(len(person), np.int32),
        start=start,
        member=member,
        seat_price=sheet.seat_price[person][member, kind],
        least=np.maximum(1, sheet.least[first]).astype(np.int32),
        most=sheet.most[first],
        rooms=np.array([len(kind.offers) for kind in sheet.kinds], np.float64),
        size_price=sheet.target_price[first, None] * np.abs(sizes - sheet.target[first, None]),
        required=sheet.required[person],
        waiting=max(0, len(person) - int(sheet.most.sum())),
    )


def _worth_of_pairs(sheet: Sheet, weight: Floats, person: Ints) -> Floats:
    """Pair fits with prices of pairs, which are not shared out over the room: at the size that makes most of them."""
    place = {int(p): row for row, p in enumerate(person)}
    smallest, largest = max(2, int(sheet.least.min(initial=2))), int(sheet.most.max(initial=2))
    for (a, b), price in sheet.pair_price.items():
        if a in place and b in place:
            others = smallest - 1 if price > 0 else largest - 1
            weight[place[a], place[b]] -= price / 2 * others
            weight[place[b], place[a]] -= price / 2 * others
    for a, b in sheet.pairs_apart:
        if a in place and b in place and not sheet.same_room_already(a, b):
            weight[place[a], place[b]] = weight[place[b], place[a]] = -np.inf
    np.fill_diagonal(weight, -np.inf)
    return np.ascontiguousarray(weight)


class Proof:
    """What a positive semidefinite ``A = factor @ factor.T`` proves with any v and p."""

    def __init__(self, frame: Frame, factor: Floats) -> None:
        self._frame = frame
        self._matrix = factor @ factor.T

    def rows(self, v: Floats, p: Floats) -> Rows:
        """The bound with these v (by person and kind) and p (by kind).

        Raises:
            ValueError: If a price of a room is negative.
        """
        if (p < 0).any():
            raise ValueError("a room's price must not be negative")
        bound, added, slope_v, slope_p = _rows(self._frame, self._matrix, v, p)
        return Rows(bound + SAFETY * (added + float(self._frame.copies @ np.diag(self._matrix))), slope_v, slope_p)


@njit(cache=True, nogil=True)
def _rows(f: Frame, a: Floats, v: Floats, p: Floats) -> tuple[float, float, Floats, Floats]:
    m, widest = len(f.copies), int(f.most.max()) if len(f.most) else 1
    weight, member = f.weight, f.member
    gain = np.full(m, -np.inf)
    size = np.zeros(m, np.int32)
    entry = np.zeros(m, np.int32)
    company = np.zeros((m, widest), np.int32)
    best = np.zeros(widest)
    who = np.zeros(widest, np.int32)
    added = 0.0
    for c in range(len(f.rooms)):
        begin, end = f.start[c], f.start[c + 1]
        most = min(int(f.most[c]), f.copies[member[begin:end]].sum())
        others = most - 1
        for e in range(begin, end):
            i = member[e]
            if f.least[c] == 1:
                alone = -f.seat_price[e] - f.size_price[c, 1] - p[c]
                if alone > gain[i]:
                    gain[i], size[i], entry[i] = alone, 1, e
            if others < 1:
                continue
            best[:others] = -np.inf
            for d in range(begin, end):
                j = member[d]
                x = weight[i, j] + a[i, j] - v[d]
                if x <= best[0]:
                    continue
                for _ in range(min(f.copies[j] - (i == j), others)):
                    q = 0
                    while q + 1 < others and best[q + 1] < x:
                        best[q] = best[q + 1]
                        who[q] = who[q + 1]
                        q += 1
                    best[q] = x
                    who[q] = d
                    if x <= best[0]:
                        break
            total = 0.0
            for k in range(1, others + 1):
                total += best[others - k]
                if k + 1 < f.least[c]:
                    continue
                reached = (total + a[i, i]) / k + v[e] - (f.size_price[c, k + 1] + p[c]) / (k + 1) - f.seat_price[e]
                if reached > gain[i]:
                    gain[i], size[i], entry[i] = reached, k + 1, e
                    company[i, :k] = who[others - k : others]
    return _sum(f, gain, size, entry, company, v, p, added)


@njit(cache=True, nogil=True)
def _sum(
    f: Frame, gain: Floats, size: Ints, entry: Ints, company: Ints, v: Floats, p: Floats, added: float
) -> tuple[float, float, Floats, Floats]:
    m = len(gain)
    slope_v = np.zeros(len(v))
    slope_p = f.rooms.copy()
    sits = f.copies.copy()
    optional = np.zeros(m)
    for i in range(m):
        optional[i] = np.inf if f.required[i] else max(0.0, gain[i])
    left = f.waiting
    for i in np.argsort(optional):
        if f.required[i]:
            break
        out = sits[i] if gain[i] <= 0 else min(left, sits[i])
        sits[i] -= out
        left = max(0, left - out)
    total = (p * f.rooms).sum()
    added += total
    for i in range(m):
        if sits[i] == 0 or size[i] == 0:
            continue
        e = entry[i]
        total += sits[i] * gain[i]
        added += sits[i] * (abs(gain[i]) + abs(v[e]))
        c = np.searchsorted(f.start, e, side="right") - 1
        slope_p[c] -= sits[i] / size[i]
        if size[i] > 1:
            slope_v[e] += sits[i]
            for q in range(size[i] - 1):
                slope_v[company[i, q]] -= sits[i] / (size[i] - 1)
    return total, added, slope_v, slope_p
