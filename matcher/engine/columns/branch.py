"""The best rooms of one room problem, exactly: depth-first branch and bound.

A node has chosen some people and has candidates for the places left. A candidate's score is what they add alone and
with the chosen, plus half of their best gains with other candidates for the other places: no choice of candidates is
worth more than the sum of the best scores, since every pair counts half from both ends. Prices that only a whole room
shows are never negative; they are left out of the scores and taken exactly at the leaves, those of floors but for
their tangents. A cut's price is shared out evenly over its pairs, and made exact as soon as two of them are chosen.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.board import BREACH, Board
from matcher.engine.columns.candidates import inherit, scored, sifted, window
from matcher.engine.columns.exchange import sum_up, sums_for
from matcher.engine.columns.problem import Problem, dues
from matcher.engine.columns.tangent import ByPairs
from matcher.engine.sheet import Bools, Floats, Ints

Counts = NDArray[np.intp]

APART = -BREACH / 8
"""Gains under this stand for a breach of a hard rule."""


class Branching(NamedTuple):
    """Where a branch and bound stands: by level, what is chosen and who may still be; changed in place.

    Arrays of the levels have one row more than there are places; m people may join.
    """

    candidates: Ints  # level x m: numbers of those who may fill the places left, best score first
    many: Counts  # level: how many
    turn: Counts  # level: whose turn it is
    score: Floats  # level x m: scores in the order of the candidates
    near: Floats  # level x m: what everyone adds alone and with the chosen
    part: Floats  # level x m x m: how much of a pair's gain counts at the first one's end
    sums: Floats  # level x m x places: sums of everyone's largest parts with other candidates, by how many
    value: Floats  # level: what the chosen are worth
    owed: Floats  # level: what they cost at the least by prices of the whole room
    seats: Counts  # level: how many are chosen
    inside: Bools  # m: whether chosen
    skipped: Ints  # m: on how many levels somebody of the same block was passed over
    chosen: Ints  # places
    at: Ints  # 2: the level, -1 when all is done, and whether its node is fresh
    mark: Floats  # 2: the threshold at first, what the best room found is worth


def branching(problem: Problem, pairs: ByPairs, threshold: float) -> Branching:
    """Begin a branch and bound for rooms worth more than ``threshold``."""
    m, places = len(problem.own), problem.places
    start = Branching(
        candidates=np.zeros((places + 1, m), np.int32),
        many=np.zeros(places + 1, np.intp),
        turn=np.zeros(places + 1, np.intp),
        score=np.zeros((places + 1, m)),
        near=np.zeros((places + 1, m)),
        part=np.zeros((max(places - 1, 1), m, m)),
        sums=np.zeros((places + 1, m, places)),
        value=np.zeros(places + 1),
        owed=np.zeros(places + 1),
        seats=np.zeros(places + 1, np.intp),
        inside=np.zeros(m, np.bool_),
        skipped=np.zeros(m, np.int32),
        chosen=np.zeros(places, np.int32),
        at=np.array([0, 1], np.int32),
        mark=np.array([threshold, -np.inf]),
    )
    start.near[0] = pairs.own
    start.value[0] = pairs.base
    start.candidates[0] = np.arange(m)
    start.many[0] = m
    start.part[0] = pairs.gain / 2
    return start


@njit(cache=True, nogil=True)
def go_on(
    board: Board, problem: Problem, pairs: ByPairs, state: Branching, rise: float, most: int, work: int
) -> tuple[Ints, Floats, float, int]:
    """Go on with a branch and bound: all rooms worth more than its threshold, or the best of them.

    Args:
        board: The problem that the offer belongs to.
        problem: The room problem.
        pairs: What its rooms are worth at the most.
        state: Where the search stands, changed.
        rise: The threshold rises by this share of what the best room is worth beyond it; 0 finds all rooms.
        most: How many rooms are kept at the most; the worst go first.
        work: After how many comparisons of candidates the search pauses.

    Returns:
        Rooms (rooms, places) met now and what they are worth, in no order; an upper bound on what any room may be
        worth, not under the threshold; the work done.
    """
    m, places = len(problem.own), problem.places
    candidates, many, turn, score, near = state.candidates, state.many, state.turn, state.score, state.near
    part, sums, value, owed, seats = state.part, state.sums, state.value, state.owed, state.seats
    inside, skipped, chosen = state.inside, state.skipped, state.chosen
    kept = np.zeros((most, places), np.int32)
    worth = np.full(most, -np.inf)
    count, worst = 0, 0
    threshold, best = state.mark
    limit = max(threshold, threshold + rise * (best - threshold))
    lead = np.zeros(places + 1)
    gain, slope, lift = pairs.gain, pairs.slope, pairs.lift
    room = sums_for(board, problem)
    members, met, share = room.members, room.met, room.share
    blocks = len(problem.mate) > 0
    due = np.zeros(m)
    alive = np.zeros(problem.company.shape[2], np.uint64)
    priced = len(problem.company_price) + len(problem.cap_price) + len(problem.span_price) > 0
    done = 0
    level, fresh = state.at[0], state.at[1] == 1
    while level >= 0 and done < work:
        left = places - seats[level]
        if left == 0:
            total = value[level]
            if total > limit and board.intricate:
                total -= sum_up(room, chosen)
                for a in range(len(members)):
                    total += lift[members[a]] - slope[members[a]] * met[a] * share
            if total > limit:
                slot = count if count < most else worst
                if count < most or total > worth[worst]:
                    kept[slot] = chosen
                    worth[slot] = total
                    count = min(count + 1, most)
                    if count == most:
                        worst = int(np.argmin(worth))
                        done += most
                best = max(best, total)
                limit = max(limit, threshold + rise * (best - threshold))
        elif fresh:
            done += 10 + many[level]
            turn[level] = 0
            if level:
                needed = limit - value[level] + owed[level - 1]
                many[level] = sifted(candidates[level], many[level], near[level], sums[level - 1], left, needed, lead)
            done += many[level] ** 2 if many[level] >= left else 0
            if priced:
                owed[level] = dues(problem, chosen, seats[level], candidates[level], many[level], due, alive)
            if left > 2 and level > 0:
                inherit(part[level - 1], part[level], candidates[level], many[level])
            many[level] = scored(
                gain,
                part[level if left > 2 else 0],
                candidates[level],
                many[level],
                near[level],
                due,
                score[level],
                sums[level],
                left,
                limit - value[level] + owed[level],
            )
        goes_on = False
        if left > 0:
            t = turn[level]
            bound = -np.inf
            if many[level] - t >= left:
                bound = value[level] - owed[level]
                for k in range(t, t + left):
                    bound += score[level, k]
            goes_on = bound > limit
        if not goes_on:
            if left > 0 and blocks:
                for k in range(min(turn[level], many[level])):
                    _mark(problem.mate_start, problem.mate, candidates[level, k], skipped, -1)
            level -= 1
            fresh = False
            if level >= 0:
                j = candidates[level, turn[level] - 1]
                for a in range(seats[level], seats[level + 1]):
                    inside[chosen[a]] = False
                if blocks:
                    _mark(problem.mate_start, problem.mate, j, skipped, 1)
            continue
        j = candidates[level, t]
        turn[level] += 1
        fresh = False
        start, end = problem.mate_start[j], problem.mate_start[j + 1]
        fits = skipped[j] == 0 and 1 + end - start <= left
        if not fits:
            if blocks:
                _mark(problem.mate_start, problem.mate, j, skipped, 1)
            continue
        fresh = True
        level += 1
        seats[level] = seats[level - 1]
        value[level] = value[level - 1]
        if left > 1:
            near[level] = near[level - 1]
        for k in range(start - 1, end):
            i = j if k < start else problem.mate[k]
            value[level] += near[level if left > 1 else level - 1, i]
            if left > 1:
                near[level] += gain[i]
            for c in range(problem.cut_start[i], problem.cut_start[i + 1]):
                a, b = problem.cut_first[c], problem.cut_second[c]
                has_a, has_b = a >= 0 and inside[a], b >= 0 and inside[b]
                if has_a != has_b:
                    # Two of three: the rest of the price is due, and the third costs nothing more.
                    rest = problem.cut_price[c] * 2 / 3
                    value[level] -= rest
                    third = b if has_a else a
                    if third >= 0:
                        near[level, third] += rest
            inside[i] = True
            chosen[seats[level]] = i
            seats[level] += 1
        if seats[level] == places:
            continue
        kept_on = 0
        for k in range(t + 1, many[level - 1]):
            i = candidates[level - 1, k]
            if not inside[i] and skipped[i] == 0 and near[level, i] > APART:
                candidates[level, kept_on] = i
                kept_on += 1
        many[level] = kept_on
    state.at[0], state.at[1] = level, fresh
    state.mark[1] = best
    upper = max(threshold, best)
    for k in range(level):
        upper = max(upper, window(score[k], turn[k], many[k], places - seats[k], value[k] - owed[k]))
    if level > 0:
        # What is at the last level is no better than its parent's bound at the turn before.
        k = level - 1
        upper = max(upper, window(score[k], turn[k] - 1, many[k], places - seats[k], value[k] - owed[k]))
    elif level == 0:
        unseen = np.inf if fresh else window(score[0], turn[0], many[0], places, value[0] - owed[0])
        upper = max(upper, unseen)
    return kept[:count], worth[:count], upper, done


@njit(cache=True, nogil=True)
def _mark(mate_start: Ints, mate: Ints, j: int, skipped: Ints, by: int) -> None:
    """The others of a skipped person's block cannot be chosen either, until the search goes back."""
    for k in range(mate_start[j], mate_start[j + 1]):
        skipped[mate[k]] += by
