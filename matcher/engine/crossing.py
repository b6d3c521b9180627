"""Crossover that keeps groups: a child has whole rooms of both parents, the best first, and few people between them.

Source: the group crossover of evolutionary searches for grouping problems (E. Falkenauer, Genetic Algorithms and
Grouping Problems, 1998), in the greedy form that hybrid searches for graph colouring use (P. Galinier, J.-K. Hao,
1999). Two good plans of one list have half their pairs in common, and many a room differs by one or two people alone:
which of both goes with which others is what a child tries out.
"""

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.chance import Dice, roll
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.state import State, fresh, group_value
from matcher.engine.width import NOBODY, wide

JITTER = 0.02
"""What chance adds to a room's value per member at the most, in points of fit: two parents have many children by it."""


@njit(cache=True, nogil=True)
def crossed(board: Board, one: Ints, other: Ints, dice: Dice) -> Ints:
    """A child of two plans: rooms of either that share nobody, by value per member, then what is left of the others.

    As many groups are open as in ``one``. Groups change numbers only where they ask the same of who sits there.

    Args:
        board: The problem.
        one: A plan whose sizes are valid; it keeps the rooms of whoever is fixed.
        other: Another.
        dice: Random state, changed.

    Returns:
        A plan whose sizes are valid, to be searched from: pairs may break rules. It is ``one`` itself where what both
        leave over does not fit.
    """
    n, wait = len(one), len(board.least) - 1
    first, second = fresh(board, one), fresh(board, other)
    merit = np.full((2, wait), -np.inf)
    spare = 0
    for h in range(wait):
        spare += first.size[h] > 0
        if first.size[h] > 0:
            merit[0, h] = group_value(board, first, h) / first.size[h] + JITTER * roll(dice)
        if second.size[h] > 0:
            merit[1, h] = group_value(board, second, h) / second.size[h] + JITTER * roll(dice)
    child = np.full(n, wait, np.int32)
    placed = np.zeros(n, np.bool_)
    size = np.zeros(wait, np.int32)
    for i in range(n):
        if board.fixed[i] and one[i] < wait and size[one[i]] == 0:
            _seat(first, one[i], one[i], child, placed, size)
            merit[0, one[i]] = -np.inf
            spare -= 1
    while spare > 0:
        parent, h = _best(merit)
        if h < 0:
            break
        merit[parent, h] = -np.inf
        st = first if parent == 0 else second
        if _left(st, h, placed) == st.size[h]:
            number = _number(board, h, size)
            if number >= 0:
                _seat(st, h, number, child, placed, size)
                spare -= 1
    while spare > 0:
        most, room, parent, number = 0, NOBODY, 0, NOBODY
        for p in range(2):
            st = first if p == 0 else second
            for h in range(wait):
                left = _left(st, h, placed)
                if left > most:
                    free = _number(board, h, size)
                    if free >= 0:
                        most, room, parent, number = left, h, p, free
        if most == 0:
            break
        _seat(first if parent == 0 else second, room, number, child, placed, size)
        spare -= 1
    for i in range(n):
        if not placed[i] and not _take_in(board, i, child, size):
            return one
    return child if _fill_up(board, child, size) else one


@njit(cache=True, nogil=True)
def _best(merit: Floats) -> tuple[int, int]:
    """Parent and room of the highest merit; room -1 if none is left."""
    best, parent, room = -np.inf, 0, NOBODY
    for p in range(2):
        for h in range(merit.shape[1]):
            if merit[p, h] > best:
                best, parent, room = merit[p, h], p, h
    return parent, room


@njit(cache=True, nogil=True)
def _left(st: State, h: int, placed: Bools) -> int:
    """How many of a room have no place in the child yet."""
    left = 0
    for a in range(st.size[h]):
        left += not placed[st.members[h, a]]
    return left


@njit(cache=True, nogil=True)
def _number(board: Board, h: int, size: Ints) -> int:
    """The number of a group that is closed in the child and asks the same of its members as ``h``; -1 for none."""
    if size[h] == 0:
        return h
    for x in range(len(size)):
        same = board.kind[x] == board.kind[h] and board.least[x] == board.least[h] and board.most[x] == board.most[h]
        if size[x] == 0 and same and (board.size_price[x] == board.size_price[h]).all():
            return x
    return NOBODY


@njit(cache=True, nogil=True)
def _seat(st: State, h: int, number: int, child: Ints, placed: Bools, size: Ints) -> None:
    """Put into a group of the child whoever of a room has no place yet."""
    for a in range(st.size[h]):
        i = st.members[h, a]
        if not placed[i]:
            placed[i] = True
            child[i] = number
            size[number] += 1


@njit(cache=True, nogil=True)
def _take_in(board: Board, i: int, child: Ints, size: Ints) -> bool:
    """Find a place for somebody left over: in the smallest group that is open and takes them, or waiting."""
    wait = len(size)
    room = wait
    for h in range(wait):
        takes = 0 < size[h] < board.most[h] and board.allowed[i, board.kind[h]]
        if takes and (room == wait or size[h] < size[room]):
            room = h
    if not board.free[i] or not board.allowed[i, board.kind[room]]:
        return False
    child[i] = room
    if room < wait:
        size[room] += 1
    return True


@njit(cache=True, nogil=True)
def _fill_up(board: Board, child: Ints, size: Ints) -> bool:
    """Move people from groups that can spare them into groups under their least size; whether all have it."""
    wait = len(size)
    for h in range(wait):
        for i in range(len(child)):
            if size[h] == 0 or size[h] >= board.least[h]:
                break
            g = wide(child[i])
            spares = g == wait or (g != h and size[g] > board.least[g])
            if spares and board.free[i] and board.allowed[i, board.kind[h]]:
                child[i] = h
                size[h] += 1
                if g < wait:
                    size[g] -= 1
        if 0 < size[h] < board.least[h]:
            return False
    return True
