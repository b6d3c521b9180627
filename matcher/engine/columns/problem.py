"""The room problem: who joins a room of one offer and one size, as arrays for the kernels of pricing.

``places`` are to be filled with people who may join, so that what they are worth alone (``own``, less their prices) and
what pairs gain, less what cuts and the prices of the whole room cost, is largest. People are numbered along the
offer's ``people``.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.columns.offer import Offer
from matcher.engine.sheet import Bools, Floats, Ints

Words = NDArray[np.uint64]


class Problem(NamedTuple):
    """One room problem; m people may join, f sit there already."""

    gain: Floats  # m x m: what a pair adds by meeting, symmetric, zero diagonal; BREACH less where they may not
    own: Floats  # m: what one adds alone, less their price
    base: float  # what the room is worth before anybody joins
    places: int
    seated: Ints  # f: who sits there already, numbers of the board
    people: Ints  # m: numbers of the board
    mate_start: Ints  # m + 1: where the others of each person's block begin
    mate: Ints
    cut_start: Ints  # m + 1: where each person's cuts begin
    cut_first: Ints  # the one and the other companion in the cut; -1 for somebody who may not join
    cut_second: Ints
    cut_price: Floats  # the price of having two of the three or more
    company: Words  # c x m x w: who among those who may join is company for whom, as bits
    needs: Bools  # c x m: who needs company that nobody who sits there already is
    company_price: Floats  # c
    cap_tag: Ints  # f x m
    cap_left: Ints  # f x m: how many of everybody's tag may still join for nothing
    cap_price: Floats  # f
    span_value: Floats  # p x m
    span_from: Floats  # p: the least and the largest value of those who sit there, inf and -inf without any
    span_to: Floats  # p
    span_limit: Floats  # p: what their own span comes to, if that is more than the limit
    span_price: Floats  # p


@njit(cache=True, nogil=True)
def cut_cost(problem: Problem, chosen: Ints, count: int) -> float:
    """What the cuts cost the room of these."""
    cost = 0.0
    for a in range(count):
        for k in range(problem.cut_start[chosen[a]], problem.cut_start[chosen[a] + 1]):
            before, after = False, False
            first, second = problem.cut_first[k], problem.cut_second[k]
            for b in range(count):
                if chosen[b] == first or chosen[b] == second:
                    if b < a:
                        before = True
                    else:
                        after = True
            # Counted once, at the first of the two or three.
            if after and not before:
                cost += problem.cut_price[k]
    return cost


@njit(cache=True, nogil=True)
def dues(problem: Problem, chosen: Ints, count: int, candidates: Ints, many: int, due: Floats, alive: Words) -> float:
    """What the room prices of company, caps and spans come to at the least when these candidates fill the places left.

    Args:
        problem: The room problem.
        chosen: Who is chosen, the first ``count``.
        count: How many.
        candidates: Who may fill the other places, the first ``many``.
        many: How many.
        due: m: set to what each candidate costs beyond the sum returned, if chosen.
        alive: For the bits of the chosen and the candidates.

    Returns:
        What the chosen cost for sure.
    """
    cost = 0.0
    left = problem.places - count
    for k in range(many):
        due[candidates[k]] = 0.0
    if len(problem.company_price):
        alive[:] = 0
        # The last one to come has nobody but the chosen for company.
        present = count if left == 1 else count + many
        for k in range(present):
            i = chosen[k] if k < count else candidates[k - count]
            alive[i >> 6] |= np.uint64(1) << np.uint64(i & 63)
        for c in range(len(problem.company_price)):
            for k in range(count + many):
                i = chosen[k] if k < count else candidates[k - count]
                if not problem.needs[c, i]:
                    continue
                met = False
                for word in range(len(alive)):
                    met = met or (problem.company[c, i, word] & alive[word]) != 0
                if met:
                    continue
                if k >= count:
                    due[i] += problem.company_price[c]
                elif left > 1:
                    cost += problem.company_price[c]
                else:
                    for other in range(many):
                        j = candidates[other]
                        if not problem.company[c, i, j >> 6] >> np.uint64(j & 63) & np.uint64(1):
                            due[j] += problem.company_price[c]
    for f in range(len(problem.cap_price)):
        for a in range(count):
            i = chosen[a]
            tag = problem.cap_tag[f, i]
            if tag < 0:
                continue
            same, first = 0, True
            for b in range(count):
                if problem.cap_tag[f, chosen[b]] == tag:
                    same += 1
                    first = first and b >= a
            if not first or same < problem.cap_left[f, i]:
                continue
            cost += (same - problem.cap_left[f, i]) * problem.cap_price[f]
            for k in range(many):
                if problem.cap_tag[f, candidates[k]] == tag:
                    due[candidates[k]] += problem.cap_price[f]
        for k in range(many):
            j = candidates[k]
            if problem.cap_tag[f, j] >= 0 and problem.cap_left[f, j] == 0:
                counted = False
                for a in range(count):
                    counted = counted or problem.cap_tag[f, chosen[a]] == problem.cap_tag[f, j]
                if not counted:
                    due[j] += problem.cap_price[f]
    for p in range(len(problem.span_price)):
        low, high = problem.span_from[p], problem.span_to[p]
        for a in range(count):
            value = problem.span_value[p, chosen[a]]
            if not np.isnan(value):
                low, high = min(low, value), max(high, value)
        over = max(0.0, high - low - problem.span_limit[p])
        cost += over * problem.span_price[p]
        for k in range(many):
            value = problem.span_value[p, candidates[k]]
            if not np.isnan(value):
                wider = max(high, value) - min(low, value) - problem.span_limit[p]
                if wider > over:
                    # The widest of those who join is paid for once; evenly shared it is never counted twice.
                    due[candidates[k]] += (wider - over) * problem.span_price[p] / left
    return cost


class RoomProblems:
    """The room problems of one offer; what does not depend on prices is worked out once."""

    def __init__(self, offer: Offer, mates: list[list[int]]) -> None:
        self.offer = offer
        board, people, seated = offer.board, offer.people, offer.seated
        self.place = np.full(len(board.weight), -1, np.int32)
        self.place[people] = np.arange(len(people))
        rows = [[int(self.place[j]) for j in mates[i]] for i in people]
        self._mate_start = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
        self._mate = np.array([j for row in rows for j in row], np.int32)
        self._company = _bits(board.company[:, people][:, :, people])
        met = board.company[:, people][:, :, seated].any(axis=2)
        self._needs = np.ascontiguousarray(board.company_needs[:, people] & ~met)
        self._cap_tag = np.ascontiguousarray(board.cap_tag[:, people])
        same = board.cap_tag[:, people, None] == board.cap_tag[:, None, seated]
        self._cap_left = np.maximum(board.cap_most[:, None] - same.sum(axis=2), 0).astype(np.int32)
        self._span_value = np.ascontiguousarray(board.span_value[:, people])
        here = board.span_value[:, seated]
        self._span_from = np.where(np.isnan(here), np.inf, here).min(axis=1, initial=np.inf)
        self._span_to = np.where(np.isnan(here), -np.inf, here).max(axis=1, initial=-np.inf)
        self._span_limit = np.maximum(board.span_limit, self._span_to - self._span_from)

    def problem(self, size: int, price: Floats, cuts: list[tuple[int, int, int]], cut_price: Floats) -> Problem:
        """The problem of a size at these prices.

        Args:
            size: Members of the room, those who sit there already among them.
            price: Everybody's price, by their number on the board.
            cuts: Three people each, by their numbers on the board.
            cut_price: What having two of the three or more costs.
        """
        offer, board = self.offer, self.offer.board
        rows: list[list[tuple[int, int, float]]] = [[] for _ in offer.people]
        for triple, due in zip(cuts, cut_price, strict=True):
            local = [int(self.place[i]) for i in triple]
            if due > 0 and sum(i >= 0 for i in local) >= 2:
                for turn in range(3):
                    i, first, second = local[turn], local[turn - 1], local[turn - 2]
                    if i >= 0:
                        rows[i].append((first, second, float(due)))
        flat = [entry for row in rows for entry in row]
        return Problem(
            gain=offer.gains(size),
            own=offer.own(size) - price[offer.people],
            base=offer.base(size),
            places=size - len(offer.seated),
            seated=offer.seated,
            people=offer.people,
            mate_start=self._mate_start,
            mate=self._mate,
            cut_start=np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32),
            cut_first=np.array([first for first, _, _ in flat], np.int32),
            cut_second=np.array([second for _, second, _ in flat], np.int32),
            cut_price=np.array([due for _, _, due in flat], np.float64),
            company=self._company,
            needs=self._needs,
            company_price=board.company_price,
            cap_tag=self._cap_tag,
            cap_left=self._cap_left,
            cap_price=board.cap_price,
            span_value=self._span_value,
            span_from=self._span_from,
            span_to=self._span_to,
            span_limit=self._span_limit,
            span_price=board.span_price,
        )

    def room(self, joining: Ints) -> Ints:
        """Rooms (rooms, size) of the board's people from those who join (rooms, places)."""
        seated = np.tile(self.offer.seated, (len(joining), 1))
        return np.concatenate([self.offer.people[joining], seated], axis=1).astype(np.int32)


def _bits(near: NDArray[np.uint8]) -> Words:
    """The last axis packed into 64-bit words."""
    c, m, _ = near.shape
    padded = np.zeros((c, m, 64 * max(1, -(-m // 64))), np.uint8)
    padded[:, :, :m] = near
    return np.packbits(padded, axis=2, bitorder="little").view("<u8").astype(np.uint64)
