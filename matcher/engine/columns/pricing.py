"""Rooms that are worth more than their members' prices, by swap search from many starts."""

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.chance import Dice, below, roll
from matcher.engine.columns.exchange import Sums, cost_after, cuts_shift, sum_up, sums_for
from matcher.engine.columns.problem import Problem, cut_cost
from matcher.engine.moves import LEAST_GAIN, ROUNDING
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.width import NOBODY, wide


@njit(cache=True, nogil=True)
def swap_search(
    board: Board, problem: Problem, starts: Ints, kicks: int, threshold: float, most: int, dice: Dice
) -> tuple[Ints, Floats]:
    """Rooms found by a greedy filling from each start, a descent over swaps, and as many kicks and descents again.

    Args:
        board: The problem that the offer belongs to.
        problem: The room problem.
        starts: Who is seated first, one start each.
        kicks: How often some of the places are dealt anew from each start.
        threshold: Rooms worth no more than this are left out.
        most: How many rooms are returned at the most.
        dice: Random state, changed.

    Returns:
        The rooms' joining members, sorted, shape (rooms, places), and what each is worth, best first, no room twice.
    """
    m, places = len(problem.own), problem.places
    found = np.zeros((len(starts) * (kicks + 1), places), np.int32)
    worth = np.zeros(len(found))
    count = 0
    chosen = np.zeros(places, np.int32)
    near = np.zeros(m)
    inside = np.zeros(m, np.bool_)
    sums = sums_for(board, problem)
    priced = board.intricate
    for s in range(len(starts)):
        if not _fill(problem, wide(starts[s]), chosen, near, inside, dice):
            continue
        for kick in range(kicks + 1):
            if kick:
                _kick(problem, chosen, near, inside, dice)
            value = _descend(problem, chosen, near, inside, sums, priced)
            if value > threshold:
                found[count] = np.sort(chosen)
                worth[count] = value
                count += 1
    order = np.argsort(-worth[:count])
    kept = np.zeros((min(count, most), places), np.int32)
    values = np.zeros(min(count, most))
    total = 0
    for k in order:
        if total == most:
            break
        same = False
        for other in range(total - 1, -1, -1):
            if values[other] > worth[k] + LEAST_GAIN:
                break
            same = same or (kept[other] == found[k]).all()
        if not same:
            kept[total] = found[k]
            values[total] = worth[k]
            total += 1
    return kept[:total], values[:total]


@njit(cache=True, nogil=True)
def _descend(problem: Problem, chosen: Ints, near: Floats, inside: Bools, sums: Sums, priced: bool) -> float:
    """Swap members for others as long as that makes the room worth more, exact prices included; what it is worth.

    ``priced`` says whether rooms have prices beyond those of pairs and cuts.
    """
    m, places = len(problem.own), problem.places
    own, gain_of, mate_start = problem.own, problem.gain, problem.mate_start
    cut = len(problem.cut_price) > 0
    cost = sum_up(sums, chosen) if priced else 0.0
    cuts = cut_cost(problem, chosen, places) if cut else 0.0
    improved = True
    while improved:
        improved = False
        for a in range(places):
            i = chosen[a]
            if mate_start[i + 1] > mate_start[i]:
                continue
            best, swap_in = max(LEAST_GAIN, ROUNDING * cost), NOBODY
            refund = cost + cuts - own[i] - near[i]
            row = gain_of[i]
            for j in range(m):
                gain = own[j] + near[j] - row[j] + refund
                if gain <= best or inside[j] or mate_start[j + 1] > mate_start[j]:
                    continue
                if cut:
                    gain -= cuts + cuts_shift(problem, i, j, inside)
                if priced and gain > best:
                    gain -= cost_after(sums, a, j, gain - best)
                if gain > best:
                    best, swap_in = gain, j
            if swap_in >= 0:
                if cut:
                    cuts += cuts_shift(problem, i, swap_in, inside)
                _exchange(problem, chosen, a, swap_in, near, inside)
                if priced:
                    cost = sum_up(sums, chosen)
                improved = True
    value = problem.base - cost - (cut_cost(problem, chosen, places) if cut else 0.0)
    for a in range(places):
        value += own[chosen[a]] + near[chosen[a]] / 2
    return value


@njit(cache=True, nogil=True)
def _exchange(problem: Problem, chosen: Ints, a: int, j: int, near: Floats, inside: Bools) -> None:
    """Person j takes the place of the a-th member."""
    i = chosen[a]
    chosen[a] = j
    inside[i], inside[j] = False, True
    for k in range(len(near)):
        near[k] += problem.gain[j, k] - problem.gain[i, k]


@njit(cache=True, nogil=True)
def _kick(problem: Problem, chosen: Ints, near: Floats, inside: Bools, dice: Dice) -> None:
    """Put the best of a few random people in the places of some members."""
    m, places = len(problem.own), problem.places
    for _ in range(2 + below(dice, max(1, places // 2))):
        a = below(dice, places)
        i = chosen[a]
        if problem.mate_start[i + 1] > problem.mate_start[i]:
            continue
        best, who = -np.inf, NOBODY
        for _ in range(4):
            j = below(dice, m)
            if inside[j] or problem.mate_start[j + 1] > problem.mate_start[j]:
                continue
            value = problem.own[j] + near[j] - problem.gain[i, j]
            if value > best:
                best, who = value, j
        if who >= 0:
            _exchange(problem, chosen, a, who, near, inside)


@njit(cache=True, nogil=True)
def _fill(problem: Problem, start: int, chosen: Ints, near: Floats, inside: Bools, dice: Dice) -> bool:
    """Fill the places greedily from one person on, blocks whole; whether all places were filled."""
    m, places = len(problem.own), problem.places
    near[:] = 0.0
    inside[:] = False
    count = _seat(problem, start, chosen, wide(0), near, inside)
    while 0 <= count < places:
        best, who, second = -np.inf, NOBODY, NOBODY
        for j in range(m):
            if not inside[j] and 1 + problem.mate_start[j + 1] - problem.mate_start[j] <= places - count:
                value = problem.own[j] + near[j]
                if value > best:
                    best, second, who = value, who, j
        if who < 0:
            return False
        if second >= 0 and roll(dice) < 0.2:
            who = second
        count = _seat(problem, who, chosen, count, near, inside)
    return count == places


@njit(cache=True, nogil=True)
def _seat(problem: Problem, j: int, chosen: Ints, count: int, near: Floats, inside: Bools) -> int:
    """Seat a person with their block; how many are seated then, -1 if there were too few places."""
    mates = problem.mate_start[j + 1] - problem.mate_start[j]
    if count + 1 + mates > problem.places:
        return -1
    for k in range(-1, mates):
        i = j if k < 0 else problem.mate[problem.mate_start[j] + k]
        chosen[count] = i
        inside[i] = True
        near += problem.gain[i]
        count += 1
    return count


@njit(cache=True, nogil=True)
def random_starts(m: int, count: int, dice: Dice) -> Ints:
    """So many different people, by chance."""
    order = np.arange(m).astype(np.int32)
    count = min(m, count)
    for k in range(count):
        other = k + below(dice, m - k)
        order[k], order[other] = order[other], order[k]
    return order[:count]
