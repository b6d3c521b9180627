"""Iterated local search on a board, compiled, without Python's lock."""

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.chance import Dice, below, roll
from matcher.engine.moves import (
    LEAST_GAIN,
    Scratch,
    descend,
    enqueue,
    forget,
    move,
    rotations,
    scratch,
    swap,
    swap_gain,
    undo,
)
from matcher.engine.sheet import Floats, Ints
from matcher.engine.state import State, fresh, group_value, refresh, total
from matcher.engine.width import NOBODY, wide


@njit(cache=True, nogil=True)
def local_optimum(board: Board, assign: Ints, rotating: bool) -> tuple[Ints, float]:
    """Descend from an assignment, if asked until no three-way exchange gains either; the optimum and its objective."""
    st = fresh(board, assign)
    sc = scratch(len(assign), len(board.share) - 1)
    for i in range(len(assign)):
        enqueue(sc, i)
    descend(board, st, sc)
    while rotating and rotations(board, st, sc) > LEAST_GAIN:
        descend(board, st, sc)
    return st.assign.copy(), total(board, st)


@njit(cache=True, nogil=True)
def iterate(board: Board, assign: Ints, kicks: int, slack: float, dice: Dice) -> tuple[Ints, float]:
    """Iterated local search: kick a few groups, descend from there, go back unless it is as good within ``slack``.

    Args:
        board: The problem.
        assign: Where to begin.
        kicks: How many kicks.
        slack: How much worse than the current assignment is accepted, at the start; it falls to 0.
        dice: Random state, changed.

    Returns:
        The best assignment met and its objective.
    """
    st = fresh(board, assign)
    sc = scratch(len(assign), len(board.share) - 1)
    for i in range(len(assign)):
        enqueue(sc, i)
    descend(board, st, sc)
    forget(sc)
    current = total(board, st)
    best, best_assign = current, st.assign.copy()
    for k in range(kicks):
        change = _kick(board, st, sc, dice) + descend(board, st, sc)
        if change >= -slack * (1 - k / kicks) * roll(dice):
            current += change
            forget(sc)
            if current > best + LEAST_GAIN:
                best = current
                best_assign = st.assign.copy()
        elif not undo(board, st, sc):
            st = fresh(board, best_assign)
            current = total(board, st)
            forget(sc)
    return best_assign, total(board, fresh(board, best_assign))


@njit(cache=True, nogil=True)
def _kick(board: Board, st: State, sc: Scratch, dice: Dice) -> float:
    """A few random swaps among two or three groups; what they gain (usually less than nothing)."""
    n = len(st.assign)
    i = below(dice, n)
    if board.block[i] >= 0:
        return _move_block(board, st, sc, i, dice)
    change = 0.0
    rooms = np.zeros(3, np.intp)
    count = 2 + below(dice, 2)
    rooms[0] = st.assign[i]
    for k in range(1, count):
        rooms[k] = st.assign[below(dice, n)] if roll(dice) < 0.5 else _attractive(st, below(dice, n), dice)
    for _ in range(count + below(dice, 2)):
        g, h = rooms[below(dice, count)], rooms[below(dice, count)]
        i, j = _member(st, g, dice), _member(st, h, dice)
        if i < 0 or j < 0 or g == h or not (board.free[i] and board.free[j]):
            continue
        if st.assign[i] == st.assign[j]:
            continue
        gain = swap_gain(board, st, i, j, -np.inf, sc.buffer)
        if gain > -1000:
            swap(board, st, i, j, sc)
            change += gain
    return change


@njit(cache=True, nogil=True)
def _move_block(board: Board, st: State, sc: Scratch, i: int, dice: Dice) -> float:
    """Move a block to another group, against as many people of that group as its size asks for; the gain."""
    n, g = len(st.assign), wide(st.assign[i])
    h = below(dice, len(st.size))
    block = np.zeros(n, np.intp)
    count = 0
    for j in range(n):
        if board.block[j] == board.block[i]:
            if not board.allowed[j, board.kind[h]]:
                return 0.0
            block[count] = j
            count += 1
    wait = len(st.size) - 1
    if h == g or (h < wait and (st.size[h] == 0 or count > board.most[h])):
        return 0.0
    back = np.zeros(count, np.intp)
    returns = 0
    for _ in range(4 * count):
        enough = (h == wait or st.size[h] + count - returns <= board.most[h]) and (
            g == wait or st.size[g] - count + returns >= board.least[g]
        )
        if enough and (returns == count or roll(dice) < 0.5):
            break
        j = _member(st, h, dice)
        taken = False
        for k in range(returns):
            taken = taken or back[k] == j
        if j >= 0 and not taken and returns < count and board.free[j] and board.allowed[j, board.kind[g]]:
            back[returns] = j
            returns += 1
    if h < wait and not board.least[h] <= st.size[h] + count - returns <= board.most[h]:
        return 0.0
    if g < wait and not board.least[g] <= st.size[g] - count + returns <= board.most[g]:
        return 0.0
    before = group_value(board, st, g) + group_value(board, st, h)
    for k in range(max(count, returns)):
        if k < returns:
            before -= _wait_price(board, st, back[k])
            move(board, st, back[k], g, sc)
            before += _wait_price(board, st, back[k])
        if k < count:
            before -= _wait_price(board, st, block[k])
            move(board, st, block[k], h, sc)
            before += _wait_price(board, st, block[k])
    refresh(board, st, g)
    refresh(board, st, h)
    return group_value(board, st, g) + group_value(board, st, h) - before


@njit(cache=True, nogil=True)
def _wait_price(board: Board, st: State, i: int) -> float:
    """What the person's waiting costs now: nothing for whoever has a place."""
    wait = len(st.size) - 1
    return board.seat_price[i, board.kind[wait]] if st.assign[i] == wait else 0.0


@njit(cache=True, nogil=True)
def restructured(board: Board, assign: Ints, dice: Dice) -> Ints:
    """A neighbour with other groups open: one closed, one opened, or one replaced by another; to be descended from."""
    st = fresh(board, assign)
    sc = scratch(len(assign), len(board.share) - 1)
    wait = len(st.size) - 1
    closes, opens = _random_group(board, st, dice, True), _random_group(board, st, dice, False)
    what = below(dice, 3)
    if closes >= 0 and what != 1:
        for a in range(st.size[closes] - 1, -1, -1):
            i = wide(st.members[closes, a])
            h = opens if what == 0 and opens >= 0 else _roomy(board, st, i)
            if h < 0 or not board.allowed[i, board.kind[h]] or st.size[h] >= board.most[h]:
                h = wait
            move(board, st, i, h, sc)
    if opens >= 0 and what != 2:
        order = np.arange(len(assign))
        for k in range(len(order)):
            other = k + below(dice, len(order) - k)
            order[k], order[other] = order[other], order[k]
        for again in range(2):
            for k in range(len(order)):
                i = order[k]
                g = st.assign[i]
                spare = g == wait or (again == 1 and st.size[g] > board.least[g])
                may = board.free[i] and board.allowed[i, board.kind[opens]]
                if st.size[opens] < board.least[opens] and g != opens and spare and may:
                    move(board, st, i, opens, sc)
        if st.size[opens] < board.least[opens]:
            return assign
    return st.assign.copy()


@njit(cache=True, nogil=True)
def _random_group(board: Board, st: State, dice: Dice, opened: bool) -> int:
    """A random open group whose members can all leave, or a random closed one; -1 if a few tries find none."""
    for _ in range(20):
        h = below(dice, len(st.size) - 1)
        if opened and st.size[h] > 0 and board.least[h] > 0:
            leaves = True
            for a in range(st.size[h]):
                leaves = leaves and board.free[st.members[h, a]]
            if leaves:
                return h
        elif not opened and st.size[h] == 0:
            return h
    return -1


@njit(cache=True, nogil=True)
def _roomy(board: Board, st: State, i: int) -> int:
    """The open group with a free place that person ``i`` has most in common with; -1 for none."""
    best, room = -1.0, -1
    for h in range(len(st.size) - 1):
        may = h != st.assign[i] and 0 < st.size[h] < board.most[h] and board.allowed[i, board.kind[h]]
        if may and st.near[h, i] / st.size[h] > best:
            best, room = st.near[h, i] / st.size[h], h
    return room


@njit(cache=True, nogil=True)
def _attractive(st: State, i: int, dice: Dice) -> int:
    """Of a few random groups the one that person ``i`` has most in common with."""
    best, room = -1.0, st.assign[i]
    for _ in range(4):
        h = below(dice, len(st.size) - 1)
        if st.near[h, i] > best:
            best, room = st.near[h, i], h
    return room


@njit(cache=True, nogil=True)
def _member(st: State, h: int, dice: Dice) -> int:
    """Somebody of a group, or somebody who waits; -1 for nobody."""
    if h < len(st.size) - 1:
        return wide(st.members[h, below(dice, wide(st.size[h]))]) if st.size[h] > 0 else NOBODY
    for _ in range(8):
        i = below(dice, len(st.assign))
        if st.assign[i] == h:
            return i
    return NOBODY


@njit(cache=True, nogil=True)
def worth(board: Board, assign: Ints) -> tuple[float, Floats]:
    """The objective of an assignment, and its prices group by group."""
    st = fresh(board, assign)
    return total(board, st), st.price
