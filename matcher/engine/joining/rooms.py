"""The rooms of a plan, summed once, and one of them with somebody more in it."""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.joining.ground import Ground
from matcher.engine.joining.rules import pair_fit, price_inside
from matcher.engine.sheet import Floats, Ints, Sheet
from matcher.engine.width import wide


class Rooms(NamedTuple):
    """The rooms of a plan; g groups, s one more than the largest room or offer."""

    members: Ints  # g x s
    size: Ints
    weight: Floats  # g x s x s: pair fits of the members
    near: Floats  # g x s: each member's pair fits with all others there, summed
    value: Floats  # prices of seats left out
    cost: Floats  # what of the value are costs, rewards left out
    target: Ints
    target_price: Floats
    least: Ints
    most: Ints


def rooms_of(sheet: Sheet, ground: Ground, assign: Ints) -> Rooms:
    """The rooms of a plan, every sum made."""
    groups, widest = sheet.groups, len(ground.share) - 1
    members, size = np.zeros((groups, widest), np.int32), np.zeros(groups, np.int32)
    for person in np.flatnonzero(assign < groups):
        group = assign[person]
        members[group, size[group]] = person
        size[group] += 1
    rooms = Rooms(
        members,
        size,
        np.zeros((groups, widest, widest)),
        np.zeros((groups, widest)),
        np.zeros(groups),
        np.zeros(groups),
        sheet.target,
        sheet.target_price,
        sheet.least,
        sheet.most,
    )
    _lay_out(ground, rooms)
    return rooms


@njit(cache=True, nogil=True)
def fit_sum(share: Floats, size: int, near: Floats) -> float:
    """The members' fits together, by what each one's pair fits with the others add up to."""
    found = 0.0
    for a in range(size):
        found += near[a]
    return found * share[size]


@njit(cache=True, nogil=True)
def size_price(rooms: Rooms, h: int, size: int) -> float:
    """What a room costs for being off its target with so many people."""
    return rooms.target_price[h] * abs(size - rooms.target[h]) if size > 0 else 0.0


@njit(cache=True, nogil=True)
def _lay_out(ground: Ground, rooms: Rooms) -> None:
    for h in range(len(rooms.size)):
        size = wide(rooms.size[h])
        weight, near = rooms.weight[h], rooms.near[h]
        for a in range(size):
            for b in range(a):
                weight[a, b] = pair_fit(ground.traits, wide(rooms.members[h, a]), wide(rooms.members[h, b]))
                weight[b, a] = weight[a, b]
                near[a] += weight[a, b]
                near[b] += weight[a, b]
        cost, reward = price_inside(ground.soft, ground.company, ground.share, rooms.members[h], size, near)
        rooms.cost[h] = cost
        rooms.value[h] = fit_sum(ground.share, size, near) - cost + reward - size_price(rooms, h, size)


@njit(cache=True, nogil=True)
def with_person(rooms: Rooms, h: int, person: int, row: Floats, leaves: int, members: Ints, near: Floats) -> int:
    """The room with the person in it, in the place of member number ``leaves`` (-1: beside all); its size."""
    size = wide(rooms.size[h])
    own = 0.0
    for a in range(size):
        members[a], near[a] = rooms.members[h, a], rooms.near[h, a]
        if a != leaves:
            fit = row[members[a]]
            near[a] += fit - (rooms.weight[h, a, leaves] if leaves >= 0 else 0.0)
            own += fit
    place = leaves if leaves >= 0 else size
    members[place], near[place] = person, own
    return size if leaves >= 0 else size + 1
