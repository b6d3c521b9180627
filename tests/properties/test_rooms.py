"""Rooms in pricing, held against what the board says they are worth: sums, exchanges, tangents, all rooms there are."""

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.engine.board import BREACH
from matcher.engine.columns.branch import branching, go_on
from matcher.engine.columns.exchange import cost_after, sum_up, sums_for
from matcher.engine.columns.pool import room_values
from matcher.engine.columns.problem import Problem, RoomProblems
from matcher.engine.columns.tangent import by_pairs, fitting, leaning
from matcher.engine.columns.task import Task, task_of
from matcher.engine.sheet import Floats, Ints
from matcher.intake import Intake
from tests.faces import compiled
from tests.properties.intakes import intakes

NEAR = 1e-6


def task(intake: Intake) -> Task:
    """What pricing sees of an intake."""
    engine = compiled(intake)
    return task_of(engine.board, engine.sheet.claims, 0.0, 0.0)


def problems(made: Task, price: Floats) -> list[tuple[int, Problem, RoomProblems]]:
    """The room problems of all offers and sizes with places to fill, by the group that stands for the offer."""
    found = []
    for offer in made.offers:
        rooms = RoomProblems(offer, made.mates)
        sizes = [size for size in offer.sizes if size > len(offer.seated)]
        found += [(offer.first, rooms.problem(size, price, [], np.zeros(0)), rooms) for size in sizes]
    return found


def prices(made: Task, seed: int) -> Floats:
    return np.random.default_rng(seed).random(len(made.board.weight))


def rooms_of(problem: Problem) -> list[tuple[int, ...]]:
    """Everybody who could fill the places together, blocks whole."""
    mates = np.split(problem.mate, problem.mate_start[1:-1])
    found = combinations(range(len(problem.own)), problem.places)
    return [room for room in found if all(set(mates[i]) <= set(room) for i in room)]


def worth(made: Task, group: int, rooms: RoomProblems, joining: tuple[int, ...], price: Floats) -> float:
    """What a room is worth beyond its members' prices, by the board."""
    members = rooms.room(np.array([joining], np.int32))
    return float(room_values(made.board, group, members)[0] - price[rooms.offer.people[list(joining)]].sum())


@settings(max_examples=60)
@given(intakes(4, 7), st.integers(0, 99))
def test_sums_and_exchanges_cost_what_the_board_says(intake: Intake, seed: int) -> None:
    made = task(intake)
    chance, price = np.random.default_rng(seed), prices(made, seed)
    for group, problem, rooms in problems(made, price):
        outside = len(problem.own) - problem.places
        if outside < 0 or problem.places == 0:
            continue
        order = chance.permutation(len(problem.own)).astype(np.int32)
        chosen = np.ascontiguousarray(order[: problem.places])
        sums = sums_for(made.board, problem)
        cost = sum_up(sums, chosen)
        assert abs(by_own_and_pairs(problem, chosen) - cost - worth(made, group, rooms, tuple(chosen), price)) < NEAR
        for comes in order[problem.places :][:3]:
            place = int(chance.integers(problem.places))
            after = chosen.copy()
            after[place] = comes
            expected = by_own_and_pairs(problem, after) - worth(made, group, rooms, tuple(after), price)
            assert abs(cost_after(sums, place, int(comes), np.inf) - expected) < NEAR


def by_own_and_pairs(problem: Problem, chosen: Ints) -> float:
    """What a room is worth before prices that only the whole room shows."""
    inner = problem.gain[np.ix_(chosen, chosen)].sum() / 2
    return float(problem.base + problem.own[chosen].sum() + inner)


@settings(max_examples=60)
@given(intakes(4, 7), st.integers(0, 99))
def test_branch_and_bound_finds_every_room_above_the_threshold(intake: Intake, seed: int) -> None:
    """Whatever the tangents, and with those that suit some rooms; what it leaves out is worth no more than it says."""
    made = task(intake)
    chance, price = np.random.default_rng(seed), prices(made, seed)
    board = made.board
    looked = 0
    for group, problem, rooms in problems(made, price):
        values = {room: worth(made, group, rooms, room, price) for room in rooms_of(problem)}
        valid = {room: value for room, value in values.items() if value > -BREACH / 2}
        if not valid:
            continue
        looked += 1
        threshold = sorted(valid.values())[len(valid) // 2] - NEAR
        some = np.array(sorted(valid)[:5], np.int32)
        for lines in (
            leaning(board, chance.random((len(board.floor), len(board.weight)))),
            fitting(board, rooms.room(some), np.full(len(some), 0.5)),
        ):
            pairs = by_pairs(board, problem, lines)
            state = branching(problem, pairs, threshold)
            found: dict[tuple[int, ...], float] = {}
            while state.at[0] >= 0:
                listed, value, upper, _ = go_on(board, problem, pairs, state, 0.0, 200, 50)
                found |= {tuple(sorted(int(i) for i in room)): float(v) for room, v in zip(listed, value, strict=True)}
                assert upper >= max(valid.values()) - NEAR
            assert {room for room, value in valid.items() if value > threshold + NEAR} <= found.keys()
            assert all(abs(value - valid[room]) < NEAR for room, value in found.items())
    assume(looked)
