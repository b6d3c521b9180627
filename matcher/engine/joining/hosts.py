"""The best other room for everybody who might make way."""

import numpy as np
from numba import njit

from matcher.engine.joining.ground import Ground
from matcher.engine.joining.rooms import Rooms, fit_sum, size_price, with_person
from matcher.engine.joining.rules import breaks_a_rule, pair_fit, price_inside
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.width import NOBODY, wide


@njit(cache=True, nogil=True)
def sum_by_room(near: Floats, fits: Floats, rows: Ints, columns: Ints, room: Ints) -> None:
    """Add a block of pair fits to each row person's sum with every room."""
    for a in range(len(rows)):
        for b in range(len(columns)):
            near[rows[a], room[columns[b]]] += fits[a, b]


@njit(cache=True, nogil=True)
def hosts(
    ground: Ground,
    rooms: Rooms,
    people: Ints,
    assign: Ints,
    open_rooms: Ints,
    near: Floats,
    may: Bools,
    price: Floats,
) -> tuple[Ints, Floats]:
    """The best room other than their own for each of the people, and the change of that room's value; -1 for none.

    A room is priced only where it could still be the best: by then no cost it has now would be left, and every reward
    of the person's ties earned.
    """
    widest = rooms.members.shape[1]
    host, best = np.full(len(people), -1, np.int32), np.full(len(people), -np.inf)
    members, inside, row = np.zeros(widest + 1, np.int32), np.zeros(widest + 1), np.zeros(len(assign))
    most = np.zeros(len(open_rooms))
    for p in range(len(people)):
        m = wide(people[p])
        if ground.soft.fixed[m]:
            continue
        for k in range(len(open_rooms)):
            h = wide(open_rooms[k])
            size = wide(rooms.size[h])
            most[k] = -np.inf
            if h != assign[m] and may[p, k] and rooms.least[h] <= size + 1 <= rooms.most[h]:
                now = fit_sum(ground.share, size, rooms.near[h])
                pairs = now / ground.share[size] if size > 1 else 0.0
                after = (pairs + 2 * near[p, k]) * ground.share[size + 1]
                most[k] = after - now + rooms.cost[h] + ground.soft.reward[m] - price[p, k]
                most[k] += size_price(rooms, h, size) - size_price(rooms, h, size + 1)
        first = int(np.argmax(most))
        for turn in range(len(open_rooms) + 1):
            k = first if turn == 0 else turn - 1
            if most[k] <= best[p] or (turn > 0 and k == first):
                continue
            h = wide(open_rooms[k])
            for a in range(rooms.size[h]):
                row[rooms.members[h, a]] = pair_fit(ground.traits, m, wide(rooms.members[h, a]))
            size = with_person(rooms, h, m, row, NOBODY, members, inside)
            if breaks_a_rule(ground, members, size, inside, m):
                continue
            cost, reward = price_inside(ground.soft, ground.company, ground.share, members, size, inside)
            after = fit_sum(ground.share, size, inside) - cost + reward - size_price(rooms, h, size) - price[p, k]
            if after - rooms.value[h] > best[p]:
                host[p], best[p] = h, after - rooms.value[h]
    return host, best
