"""A search that may move only so many people off the places they hold."""

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.chance import Dice, below, roll
from matcher.engine.moves import LEAST_GAIN, relocate, relocation_gain, scratch, swap, swap_gain
from matcher.engine.sheet import Ints
from matcher.engine.state import State, fresh, total
from matcher.engine.width import NOBODY, wide


@njit(cache=True, nogil=True)
def search_within(board: Board, start: Ints, held: Ints, budget: int, tries: int, heat: float, dice: Dice) -> Ints:
    """Annealing over relocations and swaps in which at most ``budget`` people are off the place they hold.

    Args:
        board: The problem.
        start: Where to begin, within the budget.
        held: The group each person holds a place in; -1 for whoever holds none and costs nothing.
        budget: People off their place at the most.
        tries: Steps of annealing; a descent follows.
        heat: Loss that is accepted at the start, in points of the objective; it falls to 0.
        dice: Random state, changed.

    Returns:
        The best assignment met: never worse than ``start``.
    """
    st = fresh(board, start)
    n, wait = len(start), len(board.least) - 1
    sc = scratch(n, len(board.share) - 1)
    moved = 0
    for i in range(n):
        moved += _off(held, i, wide(st.assign[i]))
    current = total(board, st)
    best, best_assign = current, st.assign.copy()
    for t in range(tries):
        i = below(dice, n)
        if not board.free[i]:
            continue
        threshold = heat * (1 - t / tries) * np.log(max(1e-12, roll(dice)))
        g = wide(st.assign[i])
        j, h = NOBODY, g
        if roll(dice) < 0.5:
            j = below(dice, n)
            h = wide(st.assign[j])
            if not board.free[j]:
                continue
        elif held[i] >= 0 and held[i] != g and roll(dice) < 0.5:
            h = wide(held[i])
        else:
            h = below(dice, wait)
        if h == g:
            continue
        more = _off(held, i, h) - _off(held, i, g)
        if j >= 0:
            more += _off(held, j, g) - _off(held, j, h)
        if moved + more > budget:
            continue
        if j >= 0:
            gain = swap_gain(board, st, i, j, threshold, sc.buffer)
        else:
            gain = relocation_gain(board, st, i, h, threshold, sc.buffer)
        if gain <= threshold:
            continue
        if j >= 0:
            swap(board, st, i, j, sc)
        else:
            relocate(board, st, i, h, sc)
        moved += more
        current += gain
        if current > best + LEAST_GAIN:
            best = current
            best_assign = st.assign.copy()
    st = fresh(board, best_assign)
    while _best_step(board, st, held, budget):
        pass
    return st.assign.copy()


@njit(cache=True, nogil=True)
def _off(held: Ints, i: int, h: int) -> int:
    """Whether person ``i`` is off their place in group ``h``."""
    return 1 if held[i] >= 0 and held[i] != h else 0


@njit(cache=True, nogil=True)
def _best_step(board: Board, st: State, held: Ints, budget: int) -> bool:
    """Make everybody's best relocation or swap within the budget in turn; whether any gained."""
    n, wait = len(st.assign), len(board.least) - 1
    sc = scratch(n, len(board.share) - 1)
    moved = 0
    for i in range(n):
        moved += _off(held, i, wide(st.assign[i]))
    any_gain = False
    for i in range(n):
        if not board.free[i]:
            continue
        g = wide(st.assign[i])
        best, partner, target = LEAST_GAIN, NOBODY, NOBODY
        for h in range(wait):
            if h != g and moved + _off(held, i, h) - _off(held, i, g) <= budget:
                gain = relocation_gain(board, st, i, h, best, sc.buffer)
                if gain > best:
                    best, target = gain, h
        for j in range(n):
            h = wide(st.assign[j])
            if h == g or not board.free[j]:
                continue
            more = _off(held, i, h) - _off(held, i, g) + _off(held, j, g) - _off(held, j, h)
            if moved + more <= budget:
                gain = swap_gain(board, st, i, j, best, sc.buffer)
                if gain > best:
                    best, partner = gain, j
        if partner >= 0:
            h = wide(st.assign[partner])
            moved += _off(held, i, h) - _off(held, i, g) + _off(held, partner, g) - _off(held, partner, h)
            swap(board, st, i, partner, sc)
            any_gain = True
        elif target >= 0:
            moved += _off(held, i, target) - _off(held, i, g)
            relocate(board, st, i, target, sc)
            any_gain = True
    return any_gain
