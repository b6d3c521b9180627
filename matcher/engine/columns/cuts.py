"""Subset-row cuts: of the rooms that have two of three units or more, a plan has at most one.

Source: Jepsen, Petersen, Spoorendonk, Pisinger, Subset-row inequalities applied to the vehicle-routing problem with
time windows, Operations Research 56 (2008).
"""

import numpy as np
from numba import njit

from matcher.engine.sheet import Bools, Floats, Ints

VIOLATED = 0.02
"""By how much a choice in part must break a cut for it to be added."""

CUTS_PER_ROUND = 30
"""Cuts added at once."""

CUTS_PER_UNIT = 5
"""Cuts added at once that one unit is in."""

MOST_UNITS = 160
"""Units up to which all triples are looked through."""


def violated(inside: Bools, share: Floats) -> list[tuple[int, int, int]]:
    """The most broken cuts.

    Args:
        inside: Which units are in which rooms, shape (units, rooms).
        share: How much of each room is chosen.
    """
    if len(inside) > MOST_UNITS:
        return []
    fractional = (share > 1e-6) & (share < 1 - 1e-6)
    triples, excess = _broken(np.ascontiguousarray(inside[:, fractional]), share[fractional], VIOLATED)
    used = np.zeros(len(inside), np.int32)
    found: list[tuple[int, int, int]] = []
    for k in np.argsort(-excess, kind="stable"):
        triple = triples[k]
        if (used[triple] < CUTS_PER_UNIT).all():
            used[triple] += 1
            found.append((int(triple[0]), int(triple[1]), int(triple[2])))
        if len(found) == CUTS_PER_ROUND:
            break
    return found


@njit(cache=True, nogil=True)
def charged(members: Ints, triples: Ints, price: Floats) -> Floats:
    """What cuts charge rooms: the prices of those of whose three people two or more are members.

    Args:
        members: Rooms, a row each.
        triples: Three people a cut, shape (cuts, 3).
        price: Of each cut.
    """
    cost = np.zeros(len(members))
    for r in range(len(members)):
        for c in range(len(price)):
            inside = 0
            for member in members[r]:
                inside += member == triples[c, 0] or member == triples[c, 1] or member == triples[c, 2]
            if inside >= 2:
                cost[r] += price[c]
    return cost


@njit(cache=True, nogil=True)
def _broken(inside: Bools, share: Floats, least: float) -> tuple[Ints, Floats]:
    n, rooms = inside.shape
    triples = np.zeros((1000, 3), np.int32)
    excess = np.zeros(1000)
    count = 0
    shared = np.zeros((n, n))
    for r in range(rooms):
        for a in range(n):
            if inside[a, r]:
                for b in range(n):
                    if inside[b, r]:
                        shared[a, b] += share[r]
    for a in range(n):
        for b in range(a):
            for c in range(b):
                # The three pairs count a room of all three thrice, where the cut counts it once.
                total = shared[a, b] + shared[a, c] + shared[b, c]
                if total <= 1 + least:
                    continue
                for r in range(rooms):
                    if inside[a, r] and inside[b, r] and inside[c, r]:
                        total -= 2 * share[r]
                if total <= 1 + least:
                    continue
                if count < len(excess):
                    slot = count
                    count += 1
                else:
                    slot = int(np.argmin(excess))
                    if excess[slot] >= total - 1:
                        continue
                triples[slot] = (a, b, c)
                excess[slot] = total - 1
    return triples[:count], excess[:count]
