"""The state of a search: who sits where, with the sums that make a move cheap to value, kept up move by move."""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.board import BREACH, Board
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.width import wide


class State(NamedTuple):
    """One assignment on a board; n people, g groups, s largest group size. Changed in place by the kernels."""

    assign: Ints  # n: group number; g is the waitlist
    size: Ints  # g + 1
    members: Ints  # g x (s + 1): room for one more in the middle of a swap
    place: Ints  # n: where in the group's row
    near: Floats  # (g + 1) x n: sum of weights of a person with a group's members; the waitlist's row is 0
    own: Floats  # n: the same with the own group
    pairs: Floats  # g + 1: sum of weights inside a group
    price: Floats  # g + 1: prices beyond size and seats
    cost: Floats  # g + 1: the same without the rewards


@njit(cache=True, nogil=True)
def fresh(board: Board, assign: Ints) -> State:
    """A state of this assignment, everything summed anew."""
    n, g = len(assign), len(board.least) - 1
    widest = len(board.share) - 1
    st = State(
        assign.astype(np.int32).copy(),
        np.zeros(g + 1, np.int32),
        np.zeros((g, widest + 1), np.int32),
        np.zeros(n, np.int32),
        np.zeros((g + 1, n)),
        np.zeros(n),
        np.zeros(g + 1),
        np.zeros(g + 1),
        np.zeros(g + 1),
    )
    for i in range(n):
        h = st.assign[i]
        if h < g:
            st.members[h, st.size[h]] = i
            st.place[i] = st.size[h]
            for j in range(n):
                st.near[h, j] += board.weight[i, j]
        st.size[h] += 1
    for i in range(n):
        st.own[i] = st.near[st.assign[i], i]
    for h in range(g):
        for a in range(st.size[h]):
            st.pairs[h] += st.own[st.members[h, a]] / 2
        refresh(board, st, h)
    return st


@njit(cache=True, nogil=True)
def group_value(board: Board, st: State, h: int) -> float:
    """What group ``h`` adds to the objective; for the waitlist the price of waiting is not in it."""
    g = len(board.least) - 1
    if h == g or st.size[h] == 0:
        return 0.0
    value = 2 * st.pairs[h] * board.share[st.size[h]] - st.price[h] - board.size_price[h, st.size[h]]
    for a in range(st.size[h]):
        value -= board.seat_price[st.members[h, a], board.kind[h]]
    return value


@njit(cache=True, nogil=True)
def total(board: Board, st: State) -> float:
    """The objective with all prices, those of waiting and of hard breaches among them."""
    g = len(board.least) - 1
    value = 0.0
    for h in range(g):
        value += group_value(board, st, h)
    for i in range(len(st.assign)):
        if st.assign[i] == g:
            value -= board.seat_price[i, board.kind[g]]
    return value


@njit(cache=True, nogil=True)
def prices(board: Board, members: Ints, size: int) -> tuple[float, float]:
    """Costs and rewards of a room beyond size and seats: ties, company, caps, spans, floors."""
    cost, reward = tie_prices(board, members, size)
    for c in range(len(board.company_price)):
        for a in range(size):
            i = members[a]
            if board.company_needs[c, i]:
                found = False
                for b in range(size):
                    if board.company[c, i, members[b]]:
                        found = True
                        break
                if not found:
                    cost += board.company_price[c]
    cost += cap_and_span_prices(board, members, size)
    if len(board.floor) > 0:
        for a in range(size):
            fit = 0.0
            for b in range(size):
                fit += board.weight[members[a], members[b]]
            fit *= board.share[size]
            cost += floor_price(board.floor, board.floor_price, fit)
    return cost, reward


@njit(cache=True, nogil=True)
def tie_prices(board: Board, members: Ints, size: int) -> tuple[float, float]:
    """Costs and rewards of the ties between members of a room."""
    cost = 0.0
    reward = 0.0
    for a in range(size):
        i = members[a]
        for k in range(board.tie_start[i], board.tie_start[i + 1]):
            for b in range(a):
                if members[b] == board.tie_to[k]:
                    if board.tie_price[k] > 0:
                        cost += board.tie_price[k]
                    else:
                        reward -= board.tie_price[k]
    return cost, reward


@njit(cache=True, nogil=True)
def floor_price(floor: Floats, price: Floats, fit: float) -> float:
    """What a fit under some of the floors costs."""
    cost = 0.0
    for q in range(len(floor)):
        if fit < floor[q]:
            cost += price[q] * (floor[q] - fit) / floor[q]
    return cost


@njit(cache=True, nogil=True)
def cap_and_span_prices(board: Board, members: Ints, size: int) -> float:
    """Costs of a room's caps and spans."""
    cost = span_prices(board, members, size)
    for f in range(len(board.cap_price)):
        cost += board.cap_price[f] * over_cap(board.cap_tag[f], board.cap_most[f], board.fixed, members, size)
    return cost


@njit(cache=True, nogil=True)
def span_prices(board: Board, members: Ints, size: int) -> float:
    """Costs of a room's spans."""
    cost = 0.0
    for p in range(len(board.span_price)):
        cost += span_cost(board.span_value[p], board.span_limit[p], board.span_price[p], board.fixed, members, size)
    return cost


@njit(cache=True, nogil=True)
def over_cap(tags: Ints, most: int, fixed: Bools, members: Ints, size: int) -> int:
    """How many members of a room are over a cap: ``most`` of a tag, or as many as sit there already."""
    over = 0
    for a in range(size):
        tag = tags[members[a]]
        if tag < 0:
            continue
        count = 0
        seated = 0
        for b in range(size):
            if tags[members[b]] == tag:
                if b < a:
                    count = -1
                    break
                count += 1
                seated += fixed[members[b]]
        if count > 0:
            over += max(0, count - max(most, seated))
    return over


@njit(cache=True, nogil=True)
def span_cost(values: Floats, limit: float, price: float, fixed: Bools, members: Ints, size: int) -> float:
    """What a span costs a room: the price of every unit over its limit, or over what those who sit there span."""
    low, high = np.inf, -np.inf
    fixed_low, fixed_high = np.inf, -np.inf
    for a in range(size):
        value = values[members[a]]
        if np.isnan(value):
            continue
        low, high = min(low, value), max(high, value)
        if fixed[members[a]]:
            fixed_low, fixed_high = min(fixed_low, value), max(fixed_high, value)
    if high < low:
        return 0.0
    allowed = limit
    if fixed_high >= fixed_low:
        allowed = max(allowed, fixed_high - fixed_low)
    over = max(0.0, high - low - allowed)
    # A part of a year over a hard limit is a whole breach: is_valid asks for that much.
    return price * (max(1.0, over) if over > 0 and price >= BREACH else over)


@njit(cache=True, nogil=True)
def refresh(board: Board, st: State, h: int) -> None:
    """Value the prices of group ``h`` anew, after its members changed."""
    if board.intricate and h < len(board.least) - 1:
        cost, reward = prices(board, st.members[h], wide(st.size[h]))
        st.cost[h] = cost
        st.price[h] = cost - reward


@njit(cache=True, nogil=True)
def shift(board: Board, st: State, i: int, h: int) -> None:
    """Move person ``i`` to group ``h`` (or the waitlist). Prices are not valued: call refresh for both groups."""
    g = len(board.least) - 1
    old = st.assign[i]
    if old < g:
        last = st.members[old, st.size[old] - 1]
        st.members[old, st.place[i]] = last
        st.place[last] = st.place[i]
        st.pairs[old] -= st.near[old, i]
        for j in range(len(st.assign)):
            st.near[old, j] -= board.weight[i, j]
        for a in range(st.size[old] - 1):
            m = st.members[old, a]
            st.own[m] = st.near[old, m]
    st.size[old] -= 1
    if h < g:
        st.members[h, st.size[h]] = i
        st.place[i] = st.size[h]
        st.pairs[h] += st.near[h, i]
        for j in range(len(st.assign)):
            st.near[h, j] += board.weight[i, j]
        for a in range(st.size[h] + 1):
            m = st.members[h, a]
            st.own[m] = st.near[h, m]
    st.size[h] += 1
    st.assign[i] = h
    st.own[i] = st.near[h, i]


@njit(cache=True, nogil=True)
def seat_gain(board: Board, i: int, old: int, new: int) -> float:
    """What the change of seat alone is worth to person ``i``."""
    return board.seat_price[i, board.kind[old]] - board.seat_price[i, board.kind[new]]


@njit(cache=True, nogil=True)
def swap_bound(board: Board, st: State, i: int, j: int) -> float:
    """What swapping the two is worth, before prices beyond size and seats; exact where there are none."""
    g, h = wide(st.assign[i]), wide(st.assign[j])
    w = board.weight[i, j]
    value = seat_gain(board, i, g, h) + seat_gain(board, j, h, g)
    value += 2 * board.share[_slot(board, st, g)] * (st.near[g, j] - st.near[g, i] - w)
    value += 2 * board.share[_slot(board, st, h)] * (st.near[h, i] - st.near[h, j] - w)
    return value


@njit(cache=True, nogil=True)
def _slot(board: Board, st: State, h: int) -> int:
    """The size of a group; 0 for the waitlist, whose share is 0."""
    return st.size[h] if h < len(board.least) - 1 else 0


@njit(cache=True, nogil=True)
def relocation_bound(board: Board, st: State, i: int, h: int) -> float:
    """What moving ``i`` to group ``h`` is worth, before prices beyond size and seats; sizes must allow it."""
    g = wide(st.assign[i])
    wait = len(board.least) - 1
    value = seat_gain(board, i, g, h)
    if g < wait:
        s = st.size[g]
        value += 2 * (board.share[s - 1] * (st.pairs[g] - st.near[g, i]) - board.share[s] * st.pairs[g])
        value += board.size_price[g, s] - board.size_price[g, s - 1]
    if h < wait:
        s = st.size[h]
        value += 2 * (board.share[s + 1] * (st.pairs[h] + st.near[h, i]) - board.share[s] * st.pairs[h])
        value += board.size_price[h, s] - board.size_price[h, s + 1]
    return value


@njit(cache=True, nogil=True)
def price_gain(board: Board, st: State, i: int, h: int, j: int, buffer: Ints) -> float:
    """What prices beyond size and seats fall by when ``i`` goes to ``h`` and ``j`` (-1: nobody) comes back."""
    g = wide(st.assign[i])
    here = st.price[g] - price_after(board, st, g, i, j, buffer)
    return here + st.price[h] - price_after(board, st, h, j, i, buffer)


@njit(cache=True, nogil=True)
def price_after(board: Board, st: State, h: int, leaves: int, comes: int, buffer: Ints) -> float:
    """Prices beyond size and seats of a group once one person (or -1) has left and another (or -1) has come."""
    if h == len(board.least) - 1:
        return 0.0
    size = 0
    for a in range(st.size[h]):
        if st.members[h, a] != leaves:
            buffer[size] = st.members[h, a]
            size += 1
    if comes >= 0:
        buffer[size] = comes
        size += 1
    cost, reward = prices(board, buffer, size)
    return cost - reward
