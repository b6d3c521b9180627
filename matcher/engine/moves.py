"""Neighbourhoods: swaps and relocations valued with every price, and the descent over them."""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.sheet import Bools, Ints
from matcher.engine.state import State, price_after, price_gain, refresh, relocation_bound, shift, swap_bound
from matcher.engine.width import NOBODY, wide

LEAST_GAIN = 1e-9
"""Gains up to this are taken for rounding."""


ROUNDING = 1e-14
"""Gains up to this share of the costs of the two rooms are taken for rounding too.

Broken hard rules cost 1e7 each, and sums of them in another order differ by 1e-8: two people alike in everything must
not be swapped for ever for that.
"""


class Scratch(NamedTuple):
    """Working memory of one search: a queue of people to look at, an undo log, a room's buffer."""

    queue: Ints  # n
    queued: Bools  # n
    ends: Ints  # 2: head and length of the queue
    log_person: Ints
    log_from: Ints
    logged: Ints  # 1: moves since the log was cleared; past the log's length they cannot be undone
    buffer: Ints  # s + 1


@njit(cache=True, nogil=True)
def scratch(n: int, widest: int) -> Scratch:
    """Working memory for a board of ``n`` people and groups of up to ``widest``."""
    room = 8 * n + 1000
    return Scratch(
        np.zeros(n, np.int32),
        np.zeros(n, np.bool_),
        np.zeros(2, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros(1, np.int32),
        np.zeros(widest + 1, np.int32),
    )


@njit(cache=True, nogil=True)
def swap_gain(board: Board, st: State, i: int, j: int, needed: float, buffer: Ints) -> float:
    """What swapping two movable people of different groups gains; -inf if not allowed or surely not over ``needed``."""
    g, h = wide(st.assign[i]), wide(st.assign[j])
    if not (board.allowed[i, board.kind[h]] and board.allowed[j, board.kind[g]]):
        return -np.inf
    gain = swap_bound(board, st, i, j)
    if not board.intricate:
        return gain
    if gain + st.cost[g] + st.cost[h] + board.reward[i] + board.reward[j] <= needed:
        return -np.inf
    return gain + price_gain(board, st, i, h, j, buffer)


@njit(cache=True, nogil=True)
def relocation_gain(board: Board, st: State, i: int, h: int, needed: float, buffer: Ints) -> float:
    """What moving a movable person to group ``h`` gains; -inf if not allowed or surely not over ``needed``."""
    g = wide(st.assign[i])
    if not board.allowed[i, board.kind[h]] or st.size[h] + 1 > board.most[h] or st.size[h] + 1 < board.least[h]:
        return -np.inf
    if st.size[g] - 1 < board.least[g] and st.size[g] > 1:
        return -np.inf
    gain = relocation_bound(board, st, i, h)
    if not board.intricate:
        return gain
    if gain + st.cost[g] + st.cost[h] + board.reward[i] <= needed:
        return -np.inf
    return gain + price_gain(board, st, i, h, NOBODY, buffer)


@njit(cache=True, nogil=True)
def move(board: Board, st: State, i: int, h: int, sc: Scratch) -> None:
    """Shift a person, log it, and queue everybody whose options it changes. Prices are not valued."""
    g = wide(st.assign[i])
    if sc.logged[0] < len(sc.log_person):
        sc.log_person[sc.logged[0]] = i
        sc.log_from[sc.logged[0]] = g
    sc.logged[0] += 1
    shift(board, st, i, h)
    wait = len(board.least) - 1
    if g < wait:
        for a in range(st.size[g]):
            enqueue(sc, wide(st.members[g, a]))
    if h < wait:
        for a in range(st.size[h]):
            enqueue(sc, wide(st.members[h, a]))
    enqueue(sc, i)


@njit(cache=True, nogil=True)
def enqueue(sc: Scratch, i: int) -> None:
    """Put a person into the queue unless they wait in it."""
    if not sc.queued[i]:
        sc.queued[i] = True
        n = len(sc.queue)
        sc.queue[(sc.ends[0] + sc.ends[1]) % n] = i
        sc.ends[1] += 1


@njit(cache=True, nogil=True)
def swap(board: Board, st: State, i: int, j: int, sc: Scratch) -> None:
    """Swap two people of different groups."""
    g, h = wide(st.assign[i]), wide(st.assign[j])
    move(board, st, i, h, sc)
    move(board, st, j, g, sc)
    refresh(board, st, g)
    refresh(board, st, h)


@njit(cache=True, nogil=True)
def relocate(board: Board, st: State, i: int, h: int, sc: Scratch) -> None:
    """Move one person to another group."""
    g = wide(st.assign[i])
    move(board, st, i, h, sc)
    refresh(board, st, g)
    refresh(board, st, h)


@njit(cache=True, nogil=True)
def forget(sc: Scratch) -> None:
    """Accept what was done: clear the undo log."""
    sc.logged[0] = 0


@njit(cache=True, nogil=True)
def undo(board: Board, st: State, sc: Scratch) -> bool:
    """Take back everything since the log was cleared; False if there was more than the log could hold."""
    if sc.logged[0] > len(sc.log_person):
        return False
    for k in range(sc.logged[0] - 1, -1, -1):
        i = wide(sc.log_person[k])
        left = st.assign[i]
        shift(board, st, i, wide(sc.log_from[k]))
        sc.log_from[k] = left
    if board.intricate:
        # Every group a person came from is the place they are back at, or one they left again.
        for k in range(sc.logged[0]):
            refresh(board, st, wide(st.assign[sc.log_person[k]]))
        for k in range(sc.logged[0]):
            refresh(board, st, wide(sc.log_from[k]))
    forget(sc)
    return True


@njit(cache=True, nogil=True)
def descend(board: Board, st: State, sc: Scratch) -> float:
    """Make the best move of one queued person after another until no move of anybody queued gains; the gain in all."""
    gained = 0.0
    while sc.ends[1] > 0:
        i = wide(sc.queue[sc.ends[0]])
        sc.ends[0] = (sc.ends[0] + 1) % len(sc.queue)
        sc.ends[1] -= 1
        sc.queued[i] = False
        if board.free[i]:
            gained += _best_move(board, st, i, sc)
    return gained


@njit(cache=True, nogil=True)
def _best_move(board: Board, st: State, i: int, sc: Scratch) -> float:
    # Arrays are named outside the loop: handing the whole board to a function costs more than a swap's arithmetic.
    assign, own, cost, near = st.assign, st.own, st.cost, st.near
    weight, seat, kind, free, reward = board.weight[i], board.seat_price, board.kind, board.free, board.reward
    g = assign[i]
    best, partner, target = LEAST_GAIN, NOBODY, NOBODY
    wait = len(board.least) - 1
    mine = cost[g] + reward[i]
    share_g = 2 * board.share[st.size[g]] if g < wait else 0.0
    near_g = near[g]
    kind_g = kind[g]
    base = share_g * near_g[i] - seat[i, kind_g]
    size, pairs, share, size_price = st.size, st.pairs, board.share, board.size_price
    least, most = board.least, board.most
    leaves = seat[i, kind_g]
    if g < wait:
        s = size[g]
        leaves += (
            2 * (share[s - 1] * (pairs[g] - near_g[i]) - share[s] * pairs[g]) + size_price[g, s] - size_price[g, s - 1]
        )
    # What person i meets in each group, and twice the group's share: small arrays for the loop over people.
    meets = np.zeros(wait + 1)
    doubled = np.zeros(wait + 1)
    for h in range(wait + 1):
        if h < wait:
            doubled[h] = 2 * share[size[h]]
        meets[h] = doubled[h] * near[h, i] - seat[i, kind[h]] + cost[h] + mine - base
        if h == g or size[h] + 1 > most[h] or size[h] + 1 < least[h]:
            continue
        s = size[h]
        joins = cost[h] + mine + leaves - seat[i, kind[h]]
        if h < wait:
            joins += 2 * (share[s + 1] * (pairs[h] + near[h, i]) - share[s] * pairs[h])
            joins += size_price[h, s] - size_price[h, s + 1]
        if joins > best:
            gain = relocation_gain(board, st, i, h, best, sc.buffer)
            if gain > best and gain > ROUNDING * (cost[g] + cost[h]):
                best, target = gain, h
    for j in range(len(assign)):
        h = assign[j]
        if h == g or not free[j]:
            continue
        # The pair sums alone rule most partners out; what is left is valued in full.
        quick = share_g * (near_g[j] - weight[j]) + meets[h] - doubled[h] * (own[j] + weight[j])
        if quick + seat[j, kind[h]] - seat[j, kind_g] + reward[j] > best:
            gain = swap_gain(board, st, i, j, best, sc.buffer)
            if gain > best and gain > ROUNDING * (cost[g] + cost[h]):
                best, partner = gain, j
    if partner >= 0:
        swap(board, st, i, partner, sc)
    elif target >= 0:
        relocate(board, st, i, target, sc)
    else:
        return 0.0
    return best


@njit(cache=True, nogil=True)
def rotation_gain(board: Board, st: State, i: int, j: int, k: int, buffer: Ints) -> float:
    """What a three-way exchange gains: ``i`` takes ``j``'s place, ``j`` takes ``k``'s, ``k`` takes ``i``'s.

    The three are movable and of three groups, of which one may be the waitlist; -inf if somebody may not sit there.
    """
    gain = 0.0
    for comes, leaves in ((i, j), (j, k), (k, i)):
        if not board.allowed[comes, board.kind[st.assign[leaves]]]:
            return -np.inf
        gain += _replacing(board, st, comes, leaves)
        if board.intricate:
            h = wide(st.assign[leaves])
            gain += st.price[h] - price_after(board, st, h, leaves, comes, buffer)
    return gain


@njit(cache=True, nogil=True)
def _replacing(board: Board, st: State, comes: int, leaves: int) -> float:
    """What a group's pair sum and the newcomer's seat gain when one person comes for another, before other prices."""
    g, h = st.assign[comes], st.assign[leaves]
    share = board.share[st.size[h]] if h < len(board.least) - 1 else 0.0
    seats = board.seat_price[comes, board.kind[g]] - board.seat_price[comes, board.kind[h]]
    return seats + 2 * share * (st.near[h, comes] - board.weight[comes, leaves] - st.near[h, leaves])


@njit(cache=True, nogil=True)
def rotate(board: Board, st: State, i: int, j: int, k: int, sc: Scratch) -> None:
    """Make a three-way exchange; see :func:`rotation_gain`."""
    g, h, f = wide(st.assign[i]), wide(st.assign[j]), wide(st.assign[k])
    move(board, st, i, h, sc)
    move(board, st, j, f, sc)
    move(board, st, k, g, sc)
    refresh(board, st, g)
    refresh(board, st, h)
    refresh(board, st, f)


@njit(cache=True, nogil=True)
def rotations(board: Board, st: State, sc: Scratch) -> float:
    """Everybody's best three-way exchange in turn, if it gains; the gain in all.

    A cycle that gains can be begun where the first replacement gains already (were it not so for any of the three, they
    could not gain together), so only those are followed. Prices of rules can make that untrue: there the search leaves
    some out.
    """
    n, wait = len(st.assign), len(board.least) - 1
    assign, own, near, cost, seat = st.assign, st.own, st.near, st.cost, board.seat_price
    weight, kind, free, allowed, reward = board.weight, board.kind, board.free, board.allowed, board.reward
    back = np.zeros(n)
    gained = 0.0
    for i in range(n):
        if not free[i]:
            continue
        g = assign[i]
        share = 2 * board.share[st.size[g]] if g < wait else 0.0
        for k in range(n):
            back[k] = -np.inf
            if free[k] and assign[k] != g and allowed[k, kind[g]]:
                back[k] = share * (near[g, k] - weight[k, i] - own[i]) + seat[k, kind[assign[k]]] - seat[k, kind[g]]
        best, second, third = LEAST_GAIN, NOBODY, NOBODY
        for j in range(n):
            h = assign[j]
            if h == g or not free[j] or not allowed[i, kind[h]]:
                continue
            share = 2 * board.share[st.size[h]] if h < wait else 0.0
            first = share * (near[h, i] - weight[i, j] - own[j]) + seat[i, kind[g]] - seat[i, kind[h]]
            if first + cost[h] + reward[i] <= LEAST_GAIN:
                continue
            for k in range(n):
                f = assign[k]
                if f in (g, h) or back[k] == -np.inf or not allowed[j, kind[f]]:
                    continue
                share = 2 * board.share[st.size[f]] if f < wait else 0.0
                gain = first + back[k] + share * (near[f, j] - weight[j, k] - own[k])
                gain += seat[j, kind[h]] - seat[j, kind[f]]
                if gain + cost[g] + cost[h] + cost[f] + reward[i] + reward[j] + reward[k] <= best:
                    continue
                if board.intricate:
                    gain = rotation_gain(board, st, i, j, k, sc.buffer)
                if gain > best:
                    best, second, third = gain, j, k
        if second >= 0:
            rotate(board, st, i, second, third, sc)
            gained += best
    return gained
