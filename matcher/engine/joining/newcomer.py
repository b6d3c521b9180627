"""One person who comes into every room in turn, beside all its members or in the place of one."""

import numpy as np
from numba import njit

from matcher.engine.joining.ground import Ground
from matcher.engine.joining.rooms import Rooms, fit_sum, size_price, with_person
from matcher.engine.joining.rules import breaks_a_rule, broken_by, pair_fit, price_inside
from matcher.engine.pairs import Traits
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.state import floor_price
from matcher.engine.width import NOBODY, wide


def fits_with(traits: Traits, person: int) -> Floats:
    """Pair fit of one person with everybody, 0 with themselves."""
    row: Floats = _row(traits, person)
    return row


@njit(cache=True, nogil=True)
def _row(t: Traits, person: int) -> Floats:
    row = np.zeros(len(t.years))
    for j in range(len(row)):
        if j != person:
            row[j] = pair_fit(t, person, j)
    return row


@njit(cache=True, nogil=True)
def joins(ground: Ground, rooms: Rooms, person: int, row: Floats, price: Floats) -> tuple[Floats, Floats, Bools]:
    """See :meth:`Joining.joins <matcher.engine.joining.joining.Joining.joins>`."""
    groups, widest = rooms.members.shape
    value, fit, breaks = np.zeros(groups), np.zeros(groups), np.zeros(groups, np.bool_)
    members, near = np.zeros(widest + 1, np.int32), np.zeros(widest + 1)
    for h in range(groups):
        size = with_person(rooms, h, person, row, NOBODY, members, near)
        cost, reward = price_inside(ground.soft, ground.company, ground.share, members, size, near)
        after = fit_sum(ground.share, size, near) - cost + reward - size_price(rooms, h, size) - price[h]
        value[h] = after - rooms.value[h]
        fit[h] = near[size - 1] * ground.share[size]
        breaks[h] = broken_by(ground, members, size - 1, person)
    return value, fit, breaks


@njit(cache=True, nogil=True)
def makings(
    ground: Ground,
    rooms: Rooms,
    person: int,
    row: Floats,
    may: Bools,
    price: Floats,
    seat: Floats,
    host_value: Floats,
) -> tuple[Floats, Ints]:
    """See :meth:`Joining.makings`. Members are taken in the order of what their making way could be worth at most."""
    groups, widest = rooms.members.shape
    best, who = np.full(groups, -np.inf), np.full(groups, -1, np.int32)
    members, near = np.zeros(widest + 1, np.int32), np.zeros(widest + 1)
    most = np.zeros(widest)
    for h in range(groups):
        size = wide(rooms.size[h])
        if size == 0 or not may[h] or not rooms.least[h] <= size <= rooms.most[h]:
            continue
        _most_by_making_way(ground, rooms, h, person, row, most)
        base = size_price(rooms, h, size) + price[h] + rooms.value[h]
        for a in range(size):
            m = rooms.members[h, a]
            most[a] += seat[m] + host_value[m] - base
        for _ in range(size):
            leaves = int(np.argmax(most[:size]))
            if most[leaves] <= best[h]:
                break
            most[leaves] = -np.inf
            m = rooms.members[h, leaves]
            with_person(rooms, h, person, row, leaves, members, near)
            cost, reward = price_inside(ground.soft, ground.company, ground.share, members, size, near)
            after = fit_sum(ground.share, size, near) - cost + reward + seat[m] + host_value[m] - base
            if after > best[h] and not breaks_a_rule(ground, members, size, near, NOBODY):
                best[h], who[h] = after, m
    return best, who


@njit(cache=True, nogil=True)
def _most_by_making_way(ground: Ground, rooms: Rooms, h: int, person: int, row: Floats, most: Floats) -> None:
    """By place in a room: its fits and what low fit costs with the person there instead, every reward earned."""
    size, board = rooms.size[h], ground.soft
    rewards = board.reward[person]
    for a in range(size):
        rewards += board.reward[rooms.members[h, a]]
    together = 0.0
    for a in range(size):
        together += row[rooms.members[h, a]]
    for leaves in range(size):
        most[leaves] = rewards
        for a in range(size):
            if a == leaves:
                own = together - row[rooms.members[h, a]]
            else:
                own = rooms.near[h, a] - rooms.weight[h, a, leaves] + row[rooms.members[h, a]]
            fit = own * ground.share[size]
            most[leaves] += fit - floor_price(board.floor, board.floor_price, fit)
