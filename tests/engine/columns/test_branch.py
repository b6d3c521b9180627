"""Branch and bound over one room, against every room there is."""

from itertools import combinations

import numpy as np
import pytest

from matcher.engine.board import Board, plain_board
from matcher.engine.chance import dice
from matcher.engine.columns.branch import branching, go_on
from matcher.engine.columns.integer import recombine
from matcher.engine.columns.offer import offers_of
from matcher.engine.columns.pricing import random_starts, swap_search
from matcher.engine.columns.problem import Problem, RoomProblems
from matcher.engine.columns.tangent import by_pairs, leaning
from matcher.engine.sheet import Ints
from matcher.engine.state import fresh, total

PEOPLE, SIZE = 12, 4


def problem(
    seed: int, *, block: tuple[int, ...] = ()
) -> tuple[Board, Problem, list[tuple[int, int, int]], list[float]]:
    """A plain board and a random room problem of it with three cuts, some people in a block."""
    chance = np.random.default_rng(seed)
    weight = np.triu(chance.random((PEOPLE, PEOPLE)), 1)
    board = plain_board(weight + weight.T, np.full(3, SIZE), np.full(3, SIZE))
    [offer] = offers_of(board, np.zeros(PEOPLE, np.bool_))
    mates = [[j for j in block if j != i] if i in block else [] for i in range(PEOPLE)]
    cuts = [(0, 1, 2), (1, 5, 7), (3, 8, 11)]
    prices = [0.4, 0.9, 0.2]
    made = RoomProblems(offer, mates).problem(SIZE, chance.random(PEOPLE), cuts, np.array(prices))
    return board, made, cuts, prices


def worth(made: Problem, room: tuple[int, ...], cuts: list[tuple[int, int, int]], prices: list[float]) -> float:
    """What a room is worth, by the definition."""
    value = made.base + sum(float(made.own[i]) for i in room)
    value += sum(float(made.gain[i, j]) for i, j in combinations(room, 2))
    return value - sum(price for cut, price in zip(cuts, prices, strict=True) if len(set(cut) & set(room)) >= 2)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("block", [(), (2, 9), (0, 4, 7)])
def test_it_lists_exactly_the_rooms_above_the_threshold(seed: int, block: tuple[int, ...]) -> None:
    """However often it is paused, with cuts and with people who sit together; and its bound holds at every pause."""
    board, made, cuts, prices = problem(seed, block=block)
    rooms = [r for r in combinations(range(PEOPLE), SIZE) if len(set(block) & set(r)) in (0, len(block))]
    values = {room: worth(made, room, cuts, prices) for room in rooms}
    threshold = sorted(values.values())[-40]
    pairs = by_pairs(board, made, leaning(board, np.zeros((0, PEOPLE))))
    state = branching(made, pairs, threshold)

    found: dict[tuple[int, ...], float] = {}
    while state.at[0] >= 0:
        listed, value, upper, _ = go_on(board, made, pairs, state, 0.0, 100, 50)
        found |= {tuple(sorted(int(i) for i in room)): float(v) for room, v in zip(listed, value, strict=True)}
        assert upper >= max(values.values()) - 1e-9

    above = {room: value for room, value in values.items() if value > threshold + 1e-12}
    assert above.keys() <= found.keys()
    assert all(value == pytest.approx(values[room]) for room, value in found.items())


@pytest.mark.parametrize("seed", range(5))
def test_swap_search_values_what_it_finds_as_it_is(seed: int) -> None:
    board, made, cuts, prices = problem(seed)
    chance = dice(seed)

    rooms, values = swap_search(board, made, random_starts(PEOPLE, PEOPLE, chance), 3, -np.inf, 50, chance)

    assert len({tuple(room) for room in rooms}) == len(rooms)
    for room, value in zip(rooms, values, strict=True):
        assert value == pytest.approx(worth(made, tuple(int(i) for i in room), cuts, prices))
    best = max(worth(made, room, cuts, prices) for room in combinations(range(PEOPLE), SIZE))
    assert values[0] == pytest.approx(best)


def test_recombination_works_on_a_plain_distance_matrix() -> None:
    """Two plans with one good group each give one plan with both."""
    distance = np.zeros((6, 6))
    for i, j in ((0, 1), (2, 3), (4, 5)):
        distance[i, j] = distance[j, i] = 10.0
    board = plain_board(distance, np.full(3, 2), np.full(3, 2))
    first = np.array([0, 0, 1, 2, 1, 2], np.int32)
    second = np.array([0, 1, 2, 2, 0, 1], np.int32)
    third = np.array([0, 1, 0, 1, 2, 2], np.int32)

    def objective(assign: Ints) -> float:
        return float(total(board, fresh(board, assign)))

    assert objective(recombine(board, [second, third], first, 1.0)) == pytest.approx(30.0)
    assert objective(recombine(board, [], first, 1.0)) == pytest.approx(objective(first))
