"""A room problem by its pairs alone: what rooms are worth at the most, as branch and bound counts it.

Two things are not sums over pairs. A cut's price is shared out evenly over the three pairs in it, which is no more than
it costs. What members with a fit under a floor cost is a bend in what their fit is worth; that is concave, so every
tangent lies above it, and a sum of tangents is a sum over pairs again. Any tangent is valid; the best one for a person
leans as often as their fit is under the floor in the rooms that the relaxation chooses.
"""

from typing import NamedTuple

import numpy as np

from matcher.engine.board import Board
from matcher.engine.columns.problem import Problem
from matcher.engine.sheet import Floats, Ints

NEXT_TO_NOTHING = 1e-9
"""What everybody is placed at the least, so that nothing is divided by 0."""


class Tangents(NamedTuple):
    """Per person of a board of n: with them a fit counts ``fit + slope * fit - lift``, which floors never better."""

    slope: Floats  # n
    lift: Floats  # n


class ByPairs(NamedTuple):
    """What rooms of m people are worth at the most, as a sum over people and pairs, and the tangents behind it."""

    gain: Floats  # m x m
    own: Floats  # m
    base: float
    slope: Floats
    lift: Floats


def leaning(board: Board, under: Floats) -> Tangents:
    """Tangents that lean as said.

    Args:
        board: The problem.
        under: floors x n: how often everybody's fit is taken to be under each floor, between 0 and 1.
    """
    lifts = under * board.floor_price[:, None]
    return Tangents(slope=(lifts / board.floor[:, None]).sum(axis=0), lift=lifts.sum(axis=0))


def fitting(board: Board, members: Ints, share: Floats) -> Tangents:
    """Tangents that lean as often as fits are under floors in these rooms.

    Args:
        board: The problem.
        members: rooms x widest: who is in each room, -1 after the last.
        share: How much of each room is chosen.
    """
    under = np.zeros((len(board.floor), len(board.weight)))
    placed = np.full(len(board.weight), NEXT_TO_NOTHING)
    for row, chosen in zip(members, share, strict=True):
        room = row[row >= 0]
        fits = board.weight[np.ix_(room, room)].sum(axis=1) * board.share[len(room)]
        placed[room] += chosen
        under[:, room] += chosen * (fits[None, :] < board.floor[:, None])
    return leaning(board, under / placed)


def by_pairs(board: Board, problem: Problem, chosen: Tangents) -> ByPairs:
    """What the rooms of a problem are worth at the most by these tangents."""
    people, seated, (slope, lift) = problem.people, problem.seated, chosen
    share = board.share[problem.places + len(seated)]
    leans = slope[people]
    gain = problem.gain + share * board.weight[np.ix_(people, people)] * (leans[:, None] + leans[None, :])
    holder = np.repeat(np.arange(len(people)), np.diff(problem.cut_start))
    for other in (problem.cut_first, problem.cut_second):
        here = other >= 0
        np.subtract.at(gain, (holder[here], other[here]), problem.cut_price[here] / 3)
    near = board.weight[np.ix_(people, seated)]
    among = board.weight[np.ix_(seated, seated)].sum(axis=1)
    return ByPairs(
        gain=gain,
        own=problem.own + share * (near * (leans[:, None] + slope[seated][None, :])).sum(axis=1) - lift[people],
        base=problem.base + float((share * slope[seated] * among - lift[seated]).sum()),
        slope=slope,
        lift=lift,
    )
