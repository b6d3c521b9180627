"""What the rules inside a room cost with somebody more in it, and which hard ones break."""

import numpy as np
from numba import njit

from matcher.engine.board import BREACH, Board
from matcher.engine.joining.ground import Company, Ground
from matcher.engine.pairs import Traits, closeness_of, difference_of
from matcher.engine.sheet import Floats, Ints
from matcher.engine.state import cap_and_span_prices, floor_price, tie_prices
from matcher.engine.width import wide


@njit(cache=True, nogil=True)
def pair_fit(t: Traits, i: int, j: int) -> float:
    """Closeness and difference of two people, weighed by the policy's balance."""
    return t.balance * closeness_of(t, i, j) + (1 - t.balance) * difference_of(t, i, j)


@njit(cache=True, nogil=True)
def is_company(company: Company, c: int, i: int, j: int) -> bool:
    """Whether ``j`` is the company that need number ``c`` asks for ``i``."""
    if i == j:
        return False
    if company.aged[c]:
        years, tolerance = company.years, company.tolerance
        if not np.isnan(company.tolerance_at):
            tolerance = tolerance * ((years[i] + years[j]) / 2) / company.tolerance_at
        return bool(abs(years[i] - years[j]) <= tolerance)
    shared = False
    for word in range(company.marks.shape[2]):
        shared = shared or (company.marks[c, i, word] & company.marks[c, j, word]) != 0
    return shared


@njit(cache=True, nogil=True)
def price_inside(
    board: Board, company: Company, share: Floats, members: Ints, size: int, near: Floats
) -> tuple[float, float]:
    """Costs and rewards of a room beyond size and seats; ``near`` are each member's pair fits with others, summed."""
    cost, reward = tie_prices(board, members, size)
    for a in range(size):
        i = wide(members[a])
        for c in range(len(board.company_price)):
            if board.company_price[c] > 0 and board.company_needs[c, i]:
                found = False
                for b in range(size):
                    if is_company(company, c, i, wide(members[b])):
                        found = True
                        break
                if not found:
                    cost += board.company_price[c]
    cost += cap_and_span_prices(board, members, size)
    if len(board.floor) > 0:
        for a in range(size):
            cost += floor_price(board.floor, board.floor_price, near[a] * share[size])
    return cost, reward


@njit(cache=True, nogil=True)
def breaks_a_rule(ground: Ground, members: Ints, size: int, near: Floats, spared: int) -> bool:
    """Whether a room breaks a hard rule, sizes apart; nobody but ``spared`` is taken to sit where they were."""
    for a in range(size):
        i = members[a]
        if i != spared and ground.misplaced[i]:
            return True
        for k in range(ground.together_start[i], ground.together_start[i + 1]):
            here = False
            for b in range(size):
                here = here or members[b] == ground.together_to[k]
            if not here:
                return True
    return price_inside(ground.hard, ground.company, ground.share, members, size, near)[0] > BREACH / 2


@njit(cache=True, nogil=True)
def broken_by(ground: Ground, members: Ints, size: int, person: int) -> bool:
    """Whether a person who joins these members breaks a hard rule that was not broken already, sizes and seats apart.

    Nobody loses company by them, so it is their own company, their pairs, their tag and their age that count.
    """
    hard = ground.hard
    for k in range(ground.together_start[person], ground.together_start[person + 1]):
        here = False
        for b in range(size):
            here = here or members[b] == ground.together_to[k]
        if not here:
            return True
    for k in range(hard.tie_start[person], hard.tie_start[person + 1]):
        for b in range(size):
            if members[b] == hard.tie_to[k] and hard.tie_price[k] > 0:
                return True
    for c in range(len(hard.company_price)):
        if hard.company_price[c] > 0 and hard.company_needs[c, person]:
            found = False
            for b in range(size):
                found = found or is_company(ground.company, c, person, wide(members[b]))
            if not found:
                return True
    for f in range(len(hard.cap_price)):
        tag = hard.cap_tag[f, person]
        if hard.cap_price[f] > 0 and tag >= 0:
            count, seated = 1, 0
            for b in range(size):
                if hard.cap_tag[f, members[b]] == tag:
                    count += 1
                    seated += hard.fixed[members[b]]
            if count > max(hard.cap_most[f], seated):
                return True
    for p in range(len(hard.span_price)):
        if hard.span_price[p] > 0 and _widens(hard, ground.rank, p, members, size, person):
            return True
    return False


@njit(cache=True, nogil=True)
def _widens(hard: Board, rank: Floats, p: int, members: Ints, size: int, person: int) -> bool:
    """Whether with this person as its youngest or oldest the room spans more than it may (of equals, the first id)."""
    values = hard.span_value[p]
    value = values[person]
    if np.isnan(value):
        return False
    youngest, oldest = True, True
    low, high = value, value
    fixed_low, fixed_high = np.inf, -np.inf
    for b in range(size):
        m = members[b]
        if np.isnan(values[m]):
            continue
        low, high = min(low, values[m]), max(high, values[m])
        first = rank[m] < rank[person]
        youngest = youngest and (value < values[m] or (value == values[m] and not first))
        oldest = oldest and (value > values[m] or (value == values[m] and not first))
        if hard.fixed[m]:
            fixed_low, fixed_high = min(fixed_low, values[m]), max(fixed_high, values[m])
    allowed = hard.span_limit[p]
    if fixed_high >= fixed_low:
        allowed = max(allowed, fixed_high - fixed_low)
    return bool((youngest or oldest) and high - low > allowed)
