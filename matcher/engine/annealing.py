"""Simulated annealing on a board, a row of swaps at a time.

For one person the gains of swapping with everybody else are a sum of a few arrays, which the processor takes many at a
time; a random threshold is added to each, and the best of them is made if it is above zero. With thresholds drawn as
``temperature * exponential``, a single pair is swapped exactly as often as Metropolis would swap it. That is some ten
times as many swaps tried in a second as one by one (1 to 3 against 20 nanoseconds, n = 120 to 480, by how many are
made).

So that it does take many at a time, what the group of each other person asks is looked up in a loop of its own, and the
highest is found by halves (:func:`highest`). Caps are counted tag by tag: a room's members compared with one another
took two fifths of a sweep. Both together: 1.44 microseconds in place of 2.35 a person while nearly all move (clinic,
240), 0.53 in place of 0.75 when few do, and the same moves to the last bit.

Where rules price what is inside rooms, the gains in a row are bounds that are seldom far off
(:mod:`matcher.engine.heat`), and the best few are valued with all prices. Arrays are in single precision: hard breaches
and waiting cost less here than on the board (``soft``), enough for no annealing to choose them. What comes out is
valued again, and descended from, in full precision.
"""

import numpy as np
from numba import njit

from matcher.engine.board import Board
from matcher.engine.chance import Dice, below
from matcher.engine.heat import NEVER, NOISE, Heated, Singles, sum_up, weigh
from matcher.engine.state import span_prices
from matcher.engine.width import wide

TRIES = 4
"""Partners of one person that are valued with all prices before the next person's turn."""

LEAST_GAIN = 1e-6
"""Gains up to this are rounding."""

SWEEPS_UNTIL_SUMMED = 64
"""Sweeps until all sums are formed anew, before rounding in single precision adds up."""


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
    seat, noise, price, pairs, loose = heat.seat, heat.noise, heat.price, heat.pairs, heat.loose
    members, place, met, asks, floors, tied = heat.members, heat.place, heat.met, heat.asks, heat.floors, heat.tied
    value, kept = heat.value, heat.best
    crowd, tagged, roomy = heat.crowd, heat.tagged, heat.roomy
    lean, leaning, leant, lone, worth = heat.lean, heat.leaning, heat.leant, heat.lone, heat.worth
    kind, share, free, reward, intricate = board.kind, board.share, board.free, board.reward, board.intricate
    least, most, size_price = board.least, board.most, board.size_price
    tie_start, tie_to, tie_price = board.tie_start, board.tie_to, board.tie_price
    company, needs, company_price = board.company, board.company_needs, board.company_price
    floor, floor_price = board.floor, board.floor_price
    cap_tag, cap_price = board.cap_tag, board.cap_price
    n, wait = len(assign), len(least) - 1
    kinds, companies = len(seat), len(company_price)
    caps, spans = len(board.cap_price), len(board.span_price)
    rigid = (least[:wait] == most[:wait]).all()
    cooling = (cold / hot) ** (1.0 / max(1, sweeps))
    temperature = hot
    gains = np.zeros(n + wait + 1, np.float32)
    across = np.zeros(n, np.float32)
    halved = np.zeros(n, np.float32)
    where = assign.view(np.uint32)
    meets = np.zeros(wait + 1, np.float32)
    twice = np.zeros(wait + 1, np.float32)
    buffer = np.zeros(len(share) + 1, np.int32)
    costs, rewards, bounded = np.zeros(2), np.zeros(2), np.zeros(2)
    ties, crowds = np.zeros((2, 2)), np.zeros(2)
    moved = 0
    for s in range(sweeps):
        temperature *= cooling
        warmth = np.float32(temperature)
        if s % SWEEPS_UNTIL_SUMMED == SWEEPS_UNTIL_SUMMED - 1:
            sum_up(board, heat, assign.copy())
        for h in range(wait):
            twice[h] = 2 * share[size[h]]
        for i in range(n):
            if not free[i]:
                continue
            g = assign[i]
            begin = below(dice, NOISE)
            drawn = noise[begin : begin + n]
            mark = kind[g]
            if intricate:
                own = factor[i]
                mine = worth[g, i] - seat[mark, i]
                relief = loose[g] + reward[i]
                for h in range(wait + 1):
                    meets[h] = worth[h, i] - seat[kind[h], i] - mine + np.float32(relief + loose[h])
                meets[g] = -NEVER
                for j in range(n):
                    across[j] = meets[where[j]]
                here, settled, with_i = worth[g], base[mark], weight[i]
                for j in range(n):
                    gain = here[j] + settled[j] - (own + factor[j]) * with_i[j] + across[j]
                    gains[j] = gain + warmth * drawn[j]
            else:
                own = twice[g]
                mine = own * near[g, i] - seat[mark, i]
                relief = 0.0
                for h in range(wait + 1):
                    meets[h] = twice[h] * near[h, i] - seat[kind[h], i] - mine
                meets[g] = -NEVER
                for j in range(n):
                    across[j] = meets[where[j]]
                here, settled, with_i = near[g], base[mark], weight[i]
                for j in range(n):
                    gain = own * here[j] + settled[j] - (own + factor[j]) * with_i[j] + across[j]
                    gains[j] = gain + warmth * drawn[j]
            best = highest(gains, n, halved)
            if not rigid and (size[g] > least[g] or size[g] == 1):
                stays = float(seat[mark, i]) + relief
                if g < wait:
                    m = size[g]
                    stays += 2 * (share[m - 1] * (pairs[g] - near[g, i]) - share[m] * pairs[g])
                    stays += size_price[g, m] - size_price[g, m - 1]
                    if intricate:
                        others = leant[g] - lean[i] * near[g, i]
                        stays += share[m - 1] * (others - leaning[g, i]) - share[m] * others - lone[g, i]
                        for q in range(len(floor)):
                            stays += floor_price[q] / floor[q] * max(0.0, floor[q] - share[m] * near[g, i])
                for h in range(wait + 1):
                    m = size[h]
                    gains[n + h] = -NEVER
                    if h == g or m >= most[h] or m + 1 < least[h]:
                        continue
                    joins = stays + loose[h] - seat[kind[h], i]
                    if h < wait:
                        joins += 2 * (share[m + 1] * (pairs[h] + near[h, i]) - share[m] * pairs[h])
                        joins += size_price[h, m] - size_price[h, m + 1]
                        if intricate:
                            joins += share[m + 1] * (leant[h] + leaning[h, i]) - share[m] * leant[h] + lone[h, i]
                            for q in range(len(floor)):
                                joins -= floor_price[q] / floor[q] * max(0.0, floor[q] - share[m + 1] * near[h, i])
                    gains[n + h] = np.float32(joins) + warmth * drawn[h]
                    best = max(best, gains[n + h])
            else:
                gains[n:] = -NEVER
            if best <= 0:
                continue
            for _ in range(TRIES):
                choice = 0
                while gains[choice] < best:
                    choice += 1
                j = choice if choice < n else -1
                h = assign[j] if j >= 0 else choice - n
                chosen = float(best)
                if intricate:
                    chosen = warmth * drawn[j if j >= 0 else h]
                    if j >= 0:
                        chosen += seat[mark, i] + seat[kind[h], j] - seat[kind[h], i] - seat[mark, j]
                        chosen += twice[g] * (near[g, j] - near[g, i] - weight[i, j])
                        chosen += twice[h] * (near[h, i] - near[h, j] - weight[i, j])
                    else:
                        chosen += seat[mark, i] - seat[kind[h], i]
                        for side in range(2):
                            room, more = (g, -1) if side == 0 else (h, 1)
                            if room < wait:
                                m = size[room]
                                summed = pairs[room] + more * near[room, i]
                                chosen += 2 * (share[m + more] * summed - share[m] * pairs[room])
                                chosen += size_price[room, m] - size_price[room, m + more]
                    # The rooms of both sides without who leaves and with who comes; the waitlist has no prices.
                    for side in range(2):
                        room, leaves, comes = (g, i, j) if side == 0 else (h, j, i)
                        costs[side] = rewards[side] = bounded[side] = 0.0
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
                                    there = int(met[room, c, k])
                                    if leaves >= 0:
                                        there -= company[c, k, leaves]
                                    if comes >= 0:
                                        there += company[c, k, comes]
                                    alone += there <= 0
                            if comes >= 0 and needs[c, comes]:
                                there = int(met[room, c, comes])
                                if leaves >= 0:
                                    there -= company[c, comes, leaves]
                                alone += there <= 0
                            bounded[side] += company_price[c] * alone
                        after = remain
                        if comes >= 0:
                            buffer[remain] = comes
                            after += 1
                        for q in range(len(floor)):
                            short = 0.0
                            for a in range(after):
                                k = buffer[a]
                                summed = float(near[room, k])
                                if leaves >= 0:
                                    summed -= weight[leaves, k]
                                if comes >= 0:
                                    summed += weight[comes, k]
                                short += max(0.0, floor[q] - summed * share[after])
                            bounded[side] += floor_price[q] / floor[q] * short
                        crowds[side] = crowd[room]
                        for f in range(caps):
                            goes = cap_tag[f, leaves] if leaves >= 0 else -1
                            enters = cap_tag[f, comes] if comes >= 0 else -1
                            if goes != enters:
                                if goes >= 0 and tagged[room, f, goes] > roomy[room, f, goes]:
                                    crowds[side] -= cap_price[f]
                                if enters >= 0 and tagged[room, f, enters] >= roomy[room, f, enters]:
                                    crowds[side] += cap_price[f]
                        costs[side] += crowds[side]
                        if spans > 0:
                            costs[side] += span_prices(board, buffer, after)
                    chosen += price[g] + price[h] - costs.sum() - bounded.sum() + rewards.sum()
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
                            loose[room] = costs[side]
                            price[room] = costs[side] + bounded[side] - rewards[side]
                            tied[0, room] = ties[0, side]
                            tied[1, room] = ties[1, side]
                            crowd[room] = crowds[side]
                            for f in range(caps):
                                if leaves >= 0 and cap_tag[f, leaves] >= 0:
                                    tagged[room, f, cap_tag[f, leaves]] -= 1
                                if comes >= 0 and cap_tag[f, comes] >= 0:
                                    tagged[room, f, cap_tag[f, comes]] += 1
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
                                for k in range(n):
                                    met[room, c, k] -= company[c, leaves, k]
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
                                for k in range(n):
                                    met[room, c, k] += company[c, comes, k]
                            members[room, m] = comes
                            place[comes] = m
                    if room < wait:
                        m = wide(size[room])
                        twice[room] = 2 * share[m]
                        if intricate:
                            leant[room] = weigh(
                                members[room],
                                m,
                                share[m],
                                weight,
                                near[room],
                                floors,
                                company,
                                asks,
                                met[room],
                                lean,
                                leaning[room],
                                lone[room],
                                worth[room],
                            )
                        for a in range(m):
                            k = members[room, a]
                            factor[k] = np.float32(share[m]) * (2 + lean[k])
                            brings = worth[room, k] if intricate else twice[room] * near[room, k]
                            mine = seat[kind[room], k] - brings if free[k] else -NEVER
                            for x in range(kinds):
                                base[x, k] = mine - seat[x, k]
                    elif comes >= 0:
                        factor[comes] = lean[comes] = 0.0
                        for x in range(kinds):
                            base[x, comes] = seat[kind[room], comes] - seat[x, comes]
                value[0] += chosen - warmth * drawn[j if j >= 0 else h]
                if value[0] > value[1] + LEAST_GAIN:
                    value[1] = value[0]
                    for k in range(n):
                        kept[k] = assign[k]
                break
    return moved


@njit(cache=True, nogil=True)
def highest(row: Singles, n: int, halved: Singles) -> float:
    """The highest of the first ``n`` numbers of a row, by halves laid over one another.

    Halves the processor compares many at a time; a running maximum it takes one by one, for it may not change their
    order.
    """
    left = (n + 1) // 2
    for k in range(left):
        halved[k] = row[k]
    back = row[left:n]
    for k in range(n - left):
        halved[k] = max(halved[k], back[k])
    while left > 1:
        half = (left + 1) // 2
        back = halved[half:left]
        for k in range(left - half):
            halved[k] = max(halved[k], back[k])
        left = half
    return float(halved[0])
