"""What a room costs beyond pairs once somebody has come in another's place, from sums that are kept of the room.

Valuing the whole room anew takes the square of its members for every rule; this takes one turn over them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matcher.engine.board import Board, Bytes
from matcher.engine.columns.problem import Problem
from matcher.engine.sheet import Bools, Floats, Ints
from matcher.engine.state import floor_price, over_cap, span_cost
from matcher.engine.width import wide


class Sums(NamedTuple):
    """What is kept of a room of r members, those who sit there already first, beside the rules that it is kept for.

    One tuple of few arrays: handing the whole board to a function takes longer than what is worked out here.
    """

    members: Ints  # r: numbers of the board; this and the next three are changed in place
    found: Ints  # c x r: how many of the room are company of this kind for the member
    met: Floats  # r: sums of weights with all others
    caps: Floats  # 1: what caps cost
    people: Ints  # m: numbers of the board of those who may join
    seated: int
    weight: Floats
    share: float
    company: Bytes
    needs: Bools
    company_price: Floats
    cap_tag: Ints
    cap_most: Ints
    cap_price: Floats
    fixed: Bools
    span_value: Floats
    span_limit: Floats
    span_price: Floats
    floor: Floats
    floor_price: Floats


@njit(cache=True, nogil=True)
def sums_for(board: Board, problem: Problem) -> Sums:
    """Space for the sums of any room of a problem."""
    size = len(problem.seated) + problem.places
    members = np.zeros(size, np.int32)
    members[: len(problem.seated)] = problem.seated
    return Sums(
        members,
        np.zeros((len(board.company_price), size), np.int32),
        np.zeros(size),
        np.zeros(1),
        problem.people,
        len(problem.seated),
        board.weight,
        board.share[size],
        board.company,
        board.company_needs,
        board.company_price,
        board.cap_tag,
        board.cap_most,
        board.cap_price,
        board.fixed,
        board.span_value,
        board.span_limit,
        board.span_price,
        board.floor,
        board.floor_price,
    )


@njit(cache=True, nogil=True)
def sum_up(sums: Sums, chosen: Ints) -> float:
    """Form all sums of the room of these; what it costs beyond pairs and cuts: company, caps, spans, floors."""
    members, found, met, weight, company = sums.members, sums.found, sums.met, sums.weight, sums.company
    size = wide(len(members))
    for a in range(len(chosen)):
        members[sums.seated + a] = sums.people[chosen[a]]
    caps = 0.0
    for f in range(len(sums.cap_price)):
        caps += sums.cap_price[f] * over_cap(sums.cap_tag[f], sums.cap_most[f], sums.fixed, members, size)
    sums.caps[0] = caps
    cost = caps
    for c in range(len(sums.company_price)):
        for a in range(size):
            row = company[c, members[a]]
            there = 0
            for b in range(size):
                there += row[members[b]]
            found[c, a] = there
            if there == 0 and sums.needs[c, members[a]]:
                cost += sums.company_price[c]
    for p in range(len(sums.span_price)):
        cost += span_cost(sums.span_value[p], sums.span_limit[p], sums.span_price[p], sums.fixed, members, size)
    if len(sums.floor):
        for a in range(size):
            weights = weight[members[a]]
            total = 0.0
            for b in range(size):
                total += weights[members[b]]
            met[a] = total
            cost += floor_price(sums.floor, sums.floor_price, total * sums.share)
    return cost


@njit(cache=True, nogil=True)
def cost_after(sums: Sums, place: int, j: int, most: float) -> float:
    """What the room costs beyond pairs and cuts once j has come to a place; inf as soon as it is over ``most``.

    Args:
        sums: Of the room as it is.
        place: Whose place, along those who join.
        j: Who comes, by their number in the problem.
        most: More than this need not be known exactly.
    """
    members, found, met = sums.members, sums.found, sums.met
    size, slot = wide(len(members)), sums.seated + place
    leaves, comes = members[slot], sums.people[j]
    cost = sums.caps[0]
    for f in range(len(sums.cap_price)):
        cost += sums.cap_price[f] * _cap_shift(sums.cap_tag[f], sums.cap_most[f], sums.fixed, leaves, comes, members)
    for c in range(len(sums.company_price)):
        lost, won, needs = sums.company[c, leaves], sums.company[c, comes], sums.needs[c]
        there, alone = 0, 0
        for b in range(size):
            if b != slot:
                k = members[b]
                there += won[k]
                alone += needs[k] and found[c, b] + won[k] == lost[k]
        alone += needs[comes] and there == 0
        cost += sums.company_price[c] * alone
        if cost > most:
            return np.inf
    if len(sums.span_price):
        members[slot] = comes
        for p in range(len(sums.span_price)):
            cost += span_cost(sums.span_value[p], sums.span_limit[p], sums.span_price[p], sums.fixed, members, size)
        members[slot] = leaves
    if len(sums.floor):
        lost_weight, won_weight = sums.weight[leaves], sums.weight[comes]
        own = 0.0
        for b in range(size):
            if b != slot:
                k = members[b]
                own += won_weight[k]
                fit = (met[b] - lost_weight[k] + won_weight[k]) * sums.share
                cost += floor_price(sums.floor, sums.floor_price, fit)
        cost += floor_price(sums.floor, sums.floor_price, own * sums.share)
    return cost


@njit(cache=True, nogil=True)
def cuts_shift(problem: Problem, i: int, j: int, inside: Bools) -> float:
    """What cuts cost more once j has come to the place of i.

    A cut costs its price once two of its three are in the room, and nothing more for the third.
    """
    return _cuts_of(problem, j, i, inside) - _cuts_of(problem, i, i, inside)


@njit(cache=True, nogil=True)
def _cuts_of(problem: Problem, i: int, without: int, inside: Bools) -> float:
    """The prices of cuts in which person i meets exactly one of those inside, one of whom is left out."""
    cost = 0.0
    for k in range(problem.cut_start[i], problem.cut_start[i + 1]):
        first, second = problem.cut_first[k], problem.cut_second[k]
        has_first = first >= 0 and first != without and inside[first]
        has_second = second >= 0 and second != without and inside[second]
        if has_first != has_second:
            cost += problem.cut_price[k]
    return cost


@njit(cache=True, nogil=True)
def _cap_shift(tags: Ints, most: int, fixed: Bools, leaves: int, comes: int, members: Ints) -> int:
    """How many more are over a cap once one has come for another, who did not sit there already."""
    before, after = tags[leaves], tags[comes]
    if before == after:
        return 0
    less, more, less_seated, more_seated = 0, 0, 0, 0
    for k in members:
        tag = tags[k]
        if tag < 0:
            continue
        if tag == before:
            less += 1
            less_seated += fixed[k]
        elif tag == after:
            more += 1
            more_seated += fixed[k]
    fewer = before >= 0 and less > max(most, less_seated)
    further = after >= 0 and more >= max(most, more_seated)
    return int(further) - int(fewer)
