"""The board: a matching problem as dense arrays, the form the search kernels work on.

People and groups are numbered from 0; one number past the last group stands for the waitlist, which has no size limit
and no fit. A board is an intake's whole sheet, or a block of it, or a plain distance matrix.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.pairs import Traits, near_in_age, of_people, pair_fit_matrix
from matcher.engine.seats import entries_of
from matcher.engine.sheet import Bools, Floats, Ints, Sheet

BREACH = 1e7
"""Price of one breach of a hard rule inside a room: above anything that the few people of a move can earn."""

PLACE = 1e4
"""Price of leaving a claim of 1 waiting: above anything that fit can earn."""

Bytes = NDArray[np.uint8]


class Board(NamedTuple):
    """Dense arrays of one problem; n people, g groups, k kinds, s largest group size.

    The objective is the sum over groups of ``2 * pair sum * share[size]`` minus prices. Prices of hard breaches are
    ``BREACH``, so that a search can mend a start that breaks rules.
    """

    weight: Floats  # n x n, symmetric, zero diagonal
    share: Floats  # s + 1: 1 / (size - 1), or 0.5 where pair sums count as they are
    kind: Ints  # g + 1, the waitlist's own kind last
    allowed: Bools  # n x (k + 1)
    seat_price: Floats  # n x (k + 1); waiting costs the claim times PLACE
    least: Ints  # g + 1
    most: Ints  # g + 1
    size_price: Floats  # (g + 1) x (s + 1)
    fixed: Bools  # n: never moved
    free: Bools  # n: moves alone, neither fixed nor part of a block
    block: Ints  # n: people of one number >= 0 sit together
    tie_start: Ints  # n + 1: where each person's ties begin
    tie_to: Ints
    tie_price: Floats
    reward: Floats  # n: what all rewards of a person's ties could earn at most
    company: Bytes  # c x n x n: who is company for whom
    company_needs: Bools  # c x n
    company_price: Floats  # c
    cap_tag: Ints  # f x n
    cap_most: Ints  # f
    cap_price: Floats  # f
    span_value: Floats  # p x n
    span_limit: Floats  # p
    span_price: Floats  # p
    floor: Floats  # q
    floor_price: Floats  # q
    intricate: bool  # whether a room has prices beyond size and seats
    elective: bool  # whether a group may stay closed; else every group has its least size


class Outline(NamedTuple):
    """What a board is drawn from: the board without its n x n arrays, and the traits and marks that they come from.

    Linear in people, so that it is cheap to hand to whoever works on the board elsewhere.
    """

    board: Board  # weight and company are empty
    traits: Traits  # of the people on the board, in their order
    marks: tuple[NDArray[np.uint64] | None, ...]  # by company: a row of words per person; None is nearness in age


def board_of(sheet: Sheet, traits: Traits, people: Ints, groups: Ints, blocks: Ints) -> Board:
    """The board of some of a sheet's people and groups, whole groups with everybody in them; see :func:`outline_of`."""
    return drawn(outline_of(sheet, traits, people, groups, blocks))


def drawn(outline: Outline) -> Board:
    """The board of an outline: pair fits and who is company for whom are worked out."""
    n = len(outline.traits.years)
    weight = pair_fit_matrix(outline.traits, np.arange(n, dtype=np.int32))
    company = np.array([_company(marks, outline.traits) for marks in outline.marks], np.uint8)
    return outline.board._replace(weight=weight, company=company.reshape(len(outline.marks), n, n))


def outline_of(sheet: Sheet, traits: Traits, people: Ints, groups: Ints, blocks: Ints) -> Outline:
    """The outline of the board of some of a sheet's people and groups.

    Args:
        sheet: The compiled intake.
        traits: Its people's traits.
        people: Numbers of the people on the board, seated members of its groups among them.
        groups: Numbers of the groups on the board; only their kinds are on it, numbered in the sheet's order.
        blocks: Block number of each of ``people``, -1 for none.
    """
    n, g = len(people), len(groups)
    widest = int(sheet.most[groups].max())
    kinds, kind_of = np.unique(sheet.kind_of[groups], return_inverse=True)
    allowed = np.ones((n, len(kinds) + 1), np.bool_)
    allowed[:, :-1] = sheet.allowed_at(people, kinds)
    allowed[:, -1] = ~sheet.required[people]
    seat_price = np.zeros((n, len(kinds) + 1))
    seat_price[:, :-1] = sheet.seat_price_at(people, kinds)
    seat_price[:, -1] = PLACE * sheet.claims[people] + np.where(sheet.required[people], BREACH, 0)
    sizes = np.arange(widest + 1)
    size_price = np.zeros((g + 1, widest + 1))
    size_price[:-1] = sheet.target_price[groups, None] * np.abs(sizes[None, :] - sheet.target[groups, None])
    size_price[:-1, 0] = 0
    ties = _ties(sheet, people)
    companies = sheet.companies
    board = Board(
        weight=np.zeros((0, 0)),
        share=mean_of_others(widest),
        kind=np.append(kind_of, len(kinds)).astype(np.int32),
        allowed=allowed,
        seat_price=seat_price,
        least=np.append(sheet.least[groups], 0).astype(np.int32),
        most=np.append(sheet.most[groups], n).astype(np.int32),
        size_price=size_price,
        fixed=sheet.fixed[people],
        free=~sheet.fixed[people] & (blocks < 0),
        block=blocks.astype(np.int32),
        tie_start=ties[0],
        tie_to=ties[1],
        tie_price=ties[2],
        reward=ties[3],
        company=np.zeros((0, 0, 0), np.uint8),
        company_needs=np.array([c.needs[people] for c in companies], np.bool_).reshape(len(companies), n),
        company_price=_prices([c.cost for c in companies]),
        cap_tag=np.array([c.tags[people] for c in sheet.caps], np.int32).reshape(len(sheet.caps), n),
        cap_most=np.array([c.most for c in sheet.caps], np.int32),
        cap_price=_prices([c.cost for c in sheet.caps]),
        span_value=np.array([s.values[people] for s in sheet.spans]).reshape(len(sheet.spans), n),
        span_limit=np.array([s.limit for s in sheet.spans]),
        span_price=_prices([s.cost for s in sheet.spans]),
        floor=np.array([floor for floor, _ in sheet.floors]),
        floor_price=np.array([price for _, price in sheet.floors]),
        intricate=bool(companies or sheet.caps or sheet.spans or sheet.floors or len(ties[1])),
        elective=True,
    )
    marks = tuple(None if c.marks is None else c.marks[people] for c in companies)
    return Outline(board, of_people(traits, people), marks)


def plain_board(distance: Floats, least: Ints, most: Ints) -> Board:
    """The maximally diverse grouping problem as a board: the objective is the sum of distances inside groups."""
    n, g, widest = len(distance), len(least), int(most.max())
    none, nothing = np.zeros((0, n), np.int32), np.zeros(0)
    allowed = np.ones((n, 2), np.bool_)
    allowed[:, 1] = False
    seat_price = np.zeros((n, 2))
    seat_price[:, 1] = BREACH
    return Board(
        weight=np.ascontiguousarray(distance, np.float64),
        share=np.full(widest + 1, 0.5),
        kind=np.append(np.zeros(g), 1).astype(np.int32),
        allowed=allowed,
        seat_price=seat_price,
        least=np.append(least, 0).astype(np.int32),
        most=np.append(most, n).astype(np.int32),
        size_price=np.zeros((g + 1, widest + 1)),
        fixed=np.zeros(n, np.bool_),
        free=np.ones(n, np.bool_),
        block=np.full(n, -1, np.int32),
        tie_start=np.zeros(n + 1, np.int32),
        tie_to=np.zeros(0, np.int32),
        tie_price=nothing,
        reward=np.zeros(n),
        company=np.zeros((0, n, n), np.uint8),
        company_needs=np.zeros((0, n), np.bool_),
        company_price=nothing,
        cap_tag=none,
        cap_most=np.zeros(0, np.int32),
        cap_price=nothing,
        span_value=np.zeros((0, n)),
        span_limit=nothing,
        span_price=nothing,
        floor=nothing,
        floor_price=nothing,
        intricate=False,
        elective=False,
    )


def mean_of_others(widest: int) -> Floats:
    """``1 / (size - 1)`` by size, 0 for nobody and for one person alone."""
    share = np.zeros(widest + 1)
    share[2:] = 1 / np.arange(1, widest)
    return share


def _prices(costs: list[float | None]) -> Floats:
    return np.array([BREACH if cost is None else cost for cost in costs], np.float64)


def _ties(sheet: Sheet, people: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Prices of pairs on the board as compressed rows, and each person's possible rewards."""
    first, second, price, apart = sheet.tied
    price = price + BREACH * apart
    row, tie = entries_of(first, people)
    order = np.argsort(people, kind="stable")
    place = np.searchsorted(people, second[tie], sorter=order)
    place = order[np.minimum(place, len(people) - 1)]
    here = people[place] == second[tie]
    row, to, prices = row[here], place[here].astype(np.int32), price[tie[here]].astype(np.float64)
    ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(people)))])
    reward = np.bincount(row, np.maximum(0.0, -prices), minlength=len(people)).astype(np.float64)
    return ends.astype(np.int32), to, prices, reward


def _company(marks: NDArray[np.uint64] | None, traits: Traits) -> Bytes:
    people = len(traits.years)
    if marks is None:
        return near_in_age(traits, np.arange(people, dtype=np.int32)).astype(np.uint8)
    shared = np.zeros((people, people), np.bool_)
    for word in range(marks.shape[1]):
        shared |= (marks[:, None, word] & marks[None, :, word]) != 0
    np.fill_diagonal(shared, False)
    return shared.astype(np.uint8)
