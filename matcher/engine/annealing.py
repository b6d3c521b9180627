"""Simulated annealing on a board, a row of swaps at a time.

For one person the gains of swapping with everybody else are a sum of a few arrays, which the processor takes eight at a
time; a random threshold is added to each, and the best of them is made if it is above zero. With thresholds drawn as
``temperature * exponential``, a single pair is swapped exactly as often as Metropolis would swap it. That is some ten
times as many swaps tried in a second as one by one (2 against 20 nanoseconds, n = 120 to 480).

Arrays are in single precision: hard breaches and waiting cost less here than on the board (``soft``), enough for no
annealing to choose them. What comes out is valued again, and descended from, in full precision.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.board import PLACE, Board
from matcher.engine.chance import Dice, below, roll
from matcher.engine.sheet import Ints
from matcher.engine.state import cap_and_span_prices, fresh

Singles = NDArray[np.float32]

SOFT_BREACH = 30.0
"""Price of a hard breach, in points of fit, while annealing."""

SOFT_PLACE = 100.0
"""Price of leaving a claim of 1 waiting, in points of fit, while annealing."""

NEVER = np.float32(1e6)
"""Price of a seat that nobody may take."""

NOISE = 1 << 14
"""Thresholds drawn beforehand; every row reads them from another place."""

TRIES = 4
"""Partners of one person that are valued with all prices before the next person's turn."""

LEAST_GAIN = 1e-6
"""Gains up to this are rounding."""

SWEEPS_UNTIL_SUMMED = 64
"""Sweeps until all sums are formed anew, before rounding in single precision adds up."""


class Heated(NamedTuple):
    """An assignment while it is annealed; n people, g groups, k kinds, s largest size. Changed in place."""

    weight: Singles  # n x n
    seat: Singles  # (k + 1) x n: price of a seat by kind
    noise: Singles  # NOISE + n or longer: exponentially distributed, mean 1
    assign: Ints  # n
    size: Ints  # g + 1
    members: Ints  # g x (s + 1)
    place: Ints  # n
    near: Singles  # (g + 1) x n
    factor: Singles  # n: twice the share of the own group's size
    base: Singles  # (k + 1) x n: price of the own seat, less what is met in the own group and a seat of this kind
    pairs: NDArray[np.float64]  # g + 1
    cost: NDArray[np.float64]  # g + 1: prices beyond size and seats
    price: NDArray[np.float64]  # g + 1: the same less rewards
    tied: NDArray[np.float64]  # 2 x (g + 1): costs of ties inside a group, and their rewards
    found: NDArray[np.int16]  # c x n: how many in the own group are company of this kind
    value: NDArray[np.float64]  # 2: what moves have gained so far, and the most that was
    best: Ints  # n: the assignment it was the most with


def soft(board: Board) -> Board:
    """The same board with prices of breaches and of waiting that single precision can tell from a point of fit."""
    seat = np.minimum(board.seat_price, SOFT_BREACH)
    seat[:, -1] = np.minimum(board.seat_price[:, -1] / PLACE * SOFT_PLACE, 50 * SOFT_PLACE)
    return board._replace(
        seat_price=seat,
        tie_price=np.minimum(board.tie_price, SOFT_BREACH),
        company_price=np.minimum(board.company_price, SOFT_BREACH),
        cap_price=np.minimum(board.cap_price, SOFT_BREACH),
        span_price=np.minimum(board.span_price, SOFT_BREACH),
    )


def heated(softened: Board, assign: Ints, noise: Singles) -> Heated:
    """An assignment made ready for :func:`anneal`.

    Args:
        softened: A board that :func:`soft` has softened.
        assign: Where to begin.
        noise: Drawn by :func:`thresholds` for as many people, or for more.
    """
    n, g = len(assign), len(softened.least) - 1
    widest = len(softened.share) - 1
    seat = np.where(softened.allowed, softened.seat_price, NEVER).astype(np.float32).T.copy()
    ready = Heated(
        weight=softened.weight.astype(np.float32),
        seat=seat,
        noise=noise,
        assign=assign.astype(np.int32),
        size=np.zeros(g + 1, np.int32),
        members=np.zeros((g, widest + 1), np.int32),
        place=np.zeros(n, np.int32),
        near=np.zeros((g + 1, n), np.float32),
        factor=np.zeros(n, np.float32),
        base=np.zeros(seat.shape, np.float32),
        pairs=np.zeros(g + 1),
        cost=np.zeros(g + 1),
        price=np.zeros(g + 1),
        tied=np.zeros((2, g + 1)),
        found=np.zeros((len(softened.company_price), n), np.int16),
        value=np.zeros(2),
        best=assign.astype(np.int32),
    )
    restart(softened, ready, assign)
    return ready


@njit(cache=True, nogil=True)
def thresholds(n: int, dice: Dice) -> Singles:
    """Exponentially distributed numbers of mean 1, for boards of up to ``n`` people."""
    noise = np.zeros(NOISE + n + 1, np.float32)
    for k in range(len(noise)):
        noise[k] = -np.log(1 - roll(dice))
    return noise


@njit(cache=True, nogil=True)
def restart(board: Board, heat: Heated, assign: Ints) -> None:
    """Go on from another assignment, which is the best so far."""
    _sum_up(board, heat, assign)
    begin_anew(heat)


@njit(cache=True, nogil=True)
def begin_anew(heat: Heated) -> None:
    """Take the present assignment for the best so far, whatever was met before."""
    heat.value[:] = 0
    for i in range(len(heat.assign)):
        heat.best[i] = heat.assign[i]


@njit(cache=True, nogil=True)
def _sum_up(board: Board, heat: Heated, assign: Ints) -> None:
    """Form all sums of an assignment anew."""
    st = fresh(board, assign)
    wait = len(board.least) - 1
    # One by one: copying whole arrays is no faster, and takes three seconds longer to compile.
    for h in range(wait + 1):
        heat.size[h], heat.pairs[h], heat.cost[h], heat.price[h] = st.size[h], st.pairs[h], st.cost[h], st.price[h]
        for i in range(len(assign)):
            heat.near[h, i] = st.near[h, i]
        for a in range(st.size[h] if h < wait else 0):
            heat.members[h, a] = st.members[h, a]
    for i in range(len(assign)):
        heat.assign[i], heat.place[i] = st.assign[i], st.place[i]
    heat.tied[:] = 0
    for i in range(len(assign)):
        _settle(board, heat, i)
    for i in range(len(assign)):
        h = heat.assign[i]
        if h == wait:
            continue
        for k in range(board.tie_start[i], board.tie_start[i + 1]):
            j = board.tie_to[k]
            if j < i and heat.assign[j] == h:
                heat.tied[0, h] += max(0.0, board.tie_price[k])
                heat.tied[1, h] += max(0.0, -board.tie_price[k])
        for c in range(len(board.company_price)):
            heat.found[c, i] = 0
            for a in range(heat.size[h]):
                heat.found[c, i] += board.company[c, i, heat.members[h, a]]


@njit(cache=True, nogil=True)
def _settle(board: Board, heat: Heated, i: int) -> None:
    """Form person ``i``'s own figures anew."""
    h = heat.assign[i]
    wait = len(board.least) - 1
    heat.factor[i] = 2 * board.share[heat.size[h]] if h < wait else 0.0
    base = heat.seat[board.kind[h], i] - heat.factor[i] * heat.near[h, i]
    if not board.free[i]:
        base = -NEVER
    for k in range(len(heat.seat)):
        heat.base[k, i] = base - heat.seat[k, i]


@njit(cache=True, nogil=True)
def anneal(board: Board, heat: Heated, sweeps: int, hot: float, cold: float, dice: Dice) -> int:
    """Sweep over everybody ``sweeps`` times while the temperature falls geometrically from ``hot`` to ``cold``.

    Args:
        board: Softened.
        heat: Changed in place.
        sweeps: How often everybody has a turn.
        hot: First temperature, in the board's units.
        cold: Temperature after the last sweep.
        dice: Random state, changed.

    Returns:
        How many moves were made.
    """
    # Arrays are named outside the loops, and functions called from inside are made part of this one: reading the
    # tuples' arrays or handing them over at every turn takes longer than the arithmetic.
    assign, size, near, base, factor, weight = heat.assign, heat.size, heat.near, heat.base, heat.factor, heat.weight
    seat, noise, cost, price, pairs = heat.seat, heat.noise, heat.cost, heat.price, heat.pairs
    members, place, found, tied, value, kept = heat.members, heat.place, heat.found, heat.tied, heat.value, heat.best
    kind, share, free, reward, intricate = board.kind, board.share, board.free, board.reward, board.intricate
    least, most, size_price = board.least, board.most, board.size_price
    tie_start, tie_to, tie_price = board.tie_start, board.tie_to, board.tie_price
    company, needs, company_price = board.company, board.company_needs, board.company_price
    floor, floor_price = board.floor, board.floor_price
    n, wait = len(assign), len(least) - 1
    kinds, companies = len(seat), len(company_price)
    limited = len(board.cap_price) + len(board.span_price) > 0
    rigid = (least[:wait] == most[:wait]).all()
    cooling = (cold / hot) ** (1.0 / max(1, sweeps))
    temperature = hot
    gains = np.zeros(n + wait + 1, np.float32)
    meets = np.zeros(wait + 1, np.float32)
    twice = np.zeros(wait + 1, np.float32)
    buffer = np.zeros(len(share) + 1, np.int32)
    costs, rewards = np.zeros(2), np.zeros(2)
    ties = np.zeros((2, 2))
    moved = 0
    for s in range(sweeps):
        temperature *= cooling
        warmth = np.float32(temperature)
        if s % SWEEPS_UNTIL_SUMMED == SWEEPS_UNTIL_SUMMED - 1:
            _sum_up(board, heat, assign.copy())
        for h in range(wait):
            twice[h] = 2 * share[size[h]]
        for i in range(n):
            if not free[i]:
                continue
            g = assign[i]
            mine = twice[g] * near[g, i] - seat[kind[g], i]
            relief = cost[g] + reward[i] if intricate else 0.0
            for h in range(wait + 1):
                meets[h] = twice[h] * near[h, i] - seat[kind[h], i] - mine + np.float32(relief + cost[h])
            meets[g] = -NEVER
            begin = below(dice, NOISE)
            own, mark = twice[g], kind[g]
            best = np.float32(0)
            for j in range(n):
                gain = own * near[g, j] + base[mark, j] - (own + factor[j]) * weight[i, j] + meets[assign[j]]
                best = max(best, gain + warmth * noise[begin + j])
            if not rigid and (size[g] > least[g] or size[g] == 1):
                stays = float(seat[mark, i]) + relief
                if g < wait:
                    m = size[g]
                    stays += 2 * (share[m - 1] * (pairs[g] - near[g, i]) - share[m] * pairs[g])
                    stays += size_price[g, m] - size_price[g, m - 1]
                for h in range(wait + 1):
                    m = size[h]
                    gains[n + h] = -NEVER
                    if h == g or m >= most[h] or m + 1 < least[h]:
                        continue
                    joins = stays + cost[h] - seat[kind[h], i]
                    if h < wait:
                        joins += 2 * (share[m + 1] * (pairs[h] + near[h, i]) - share[m] * pairs[h])
                        joins += size_price[h, m] - size_price[h, m + 1]
                    gains[n + h] = np.float32(joins) + warmth * noise[begin + h]
                    best = max(best, gains[n + h])
            else:
                gains[n:] = -NEVER
            if best <= 0:
                continue
            for j in range(n):
                gain = own * near[g, j] + base[mark, j] - (own + factor[j]) * weight[i, j] + meets[assign[j]]
                gains[j] = gain + warmth * noise[begin + j]
            for _ in range(TRIES):
                choice = 0
                while gains[choice] < best:
                    choice += 1
                j = choice if choice < n else -1
                h = assign[j] if j >= 0 else choice - n
                chosen = float(best) - relief - cost[h]
                if intricate:
                    # The rooms of both sides without who leaves and with who comes; the waitlist has no prices.
                    for side in range(2):
                        room, leaves, comes = (g, i, j) if side == 0 else (h, j, i)
                        costs[side] = rewards[side] = 0.0
                        if room == wait:
                            continue
                        for person, sign in ((leaves, -1.0), (comes, 1.0)):
                            if person < 0:
                                continue
                            for k in range(tie_start[person], tie_start[person + 1]):
                                other = tie_to[k]
                                if assign[other] == room and other != leaves:
                                    costs[side] += sign * max(0.0, tie_price[k])
                                    rewards[side] += sign * max(0.0, -tie_price[k])
                        ties[0, side] = costs[side] = costs[side] + tied[0, room]
                        ties[1, side] = rewards[side] = rewards[side] + tied[1, room]
                        remain = 0
                        for a in range(size[room]):
                            if members[room, a] != leaves:
                                buffer[remain] = members[room, a]
                                remain += 1
                        for c in range(companies):
                            alone = 0
                            for a in range(remain):
                                k = buffer[a]
                                if needs[c, k]:
                                    there = int(found[c, k])
                                    if leaves >= 0:
                                        there -= company[c, k, leaves]
                                    if comes >= 0:
                                        there += company[c, k, comes]
                                    alone += there <= 0
                            if comes >= 0 and needs[c, comes]:
                                there = 0
                                for a in range(remain):
                                    there += company[c, comes, buffer[a]]
                                alone += there == 0
                            costs[side] += company_price[c] * alone
                        after = remain
                        if comes >= 0:
                            buffer[remain] = comes
                            after += 1
                        for q in range(len(floor)):
                            short = 0.0
                            for a in range(after):
                                k = buffer[a]
                                met = float(near[room, k])
                                if leaves >= 0:
                                    met -= weight[leaves, k]
                                if comes >= 0:
                                    met += weight[comes, k]
                                short += max(0.0, floor[q] - met * share[after])
                            costs[side] += floor_price[q] / floor[q] * short
                        if limited:
                            costs[side] += cap_and_span_prices(board, buffer, after)
                    chosen += price[g] + price[h] - costs[0] - costs[1] + rewards[0] + rewards[1]
                if chosen <= 0:
                    gains[choice] = -NEVER
                    best = gains.max()
                    if best <= 0:
                        break
                    continue
                moved += 1
                for side in range(2):
                    room, leaves, comes = (g, i, j) if side == 0 else (h, j, i)
                    if room < wait:
                        if intricate:
                            cost[room] = costs[side]
                            price[room] = costs[side] - rewards[side]
                            tied[0, room] = ties[0, side]
                            tied[1, room] = ties[1, side]
                        if leaves >= 0:
                            pairs[room] -= near[room, leaves]
                            for k in range(n):
                                near[room, k] -= weight[leaves, k]
                            m = size[room] - 1
                            last = members[room, m]
                            members[room, place[leaves]] = last
                            place[last] = place[leaves]
                            size[room] = m
                            for c in range(companies):
                                for a in range(m):
                                    k = members[room, a]
                                    found[c, k] -= company[c, k, leaves]
                    elif leaves >= 0:
                        size[room] -= 1
                for side in range(2):
                    room, comes = (g, j) if side == 0 else (h, i)
                    if comes >= 0:
                        assign[comes] = room
                        m = size[room]
                        size[room] = m + 1
                        if room < wait:
                            pairs[room] += near[room, comes]
                            for k in range(n):
                                near[room, k] += weight[comes, k]
                            for c in range(companies):
                                found[c, comes] = 0
                                for a in range(m):
                                    k = members[room, a]
                                    found[c, k] += company[c, k, comes]
                                    found[c, comes] += company[c, comes, k]
                            members[room, m] = comes
                            place[comes] = m
                    if room < wait:
                        twice[room] = 2 * share[size[room]]
                        for a in range(size[room]):
                            k = members[room, a]
                            factor[k] = twice[room]
                            mine = seat[kind[room], k] - twice[room] * near[room, k] if free[k] else -NEVER
                            for x in range(kinds):
                                base[x, k] = mine - seat[x, k]
                    elif comes >= 0:
                        factor[comes] = 0.0
                        for x in range(kinds):
                            base[x, comes] = seat[kind[room], comes] - seat[x, comes]
                value[0] += chosen - warmth * noise[begin + (j if j >= 0 else h)]
                if value[0] > value[1] + LEAST_GAIN:
                    value[1] = value[0]
                    for k in range(n):
                        kept[k] = assign[k]
                break
    return moved
