"""A search keeps its sums up move by move; after any moves they are what a fresh state would sum."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings

from matcher.engine.board import BREACH, Board, plain_board
from matcher.engine.local import local_optimum
from matcher.engine.moves import (
    forget,
    relocate,
    relocation_gain,
    rotate,
    rotation_gain,
    rotations,
    scratch,
    swap,
    swap_gain,
    undo,
)
from matcher.engine.state import State, fresh, total
from matcher.intake import Intake
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating

MOVES = 60
NOT_AT_ALL = -np.inf


def assert_as_if_fresh(board: Board, state: State) -> None:
    """Every field is what it would be if summed anew; members may stand in another order."""
    anew = fresh(board, state.assign)
    groups = len(board.least) - 1
    assert (state.size == anew.size).all()
    for group in range(groups):
        members = state.members[group, : state.size[group]]
        assert sorted(members) == sorted(anew.members[group, : anew.size[group]])
        assert (state.place[members] == np.arange(len(members))).all()
    for name in ("near", "own", "pairs", "price", "cost"):
        kept, summed = getattr(state, name), getattr(anew, name)
        # Prices of hard breaches are so large that their own rounding is coarser than 1e-7.
        assert np.allclose(kept, summed, rtol=1e-13, atol=1e-7), name


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_moves_and_their_undoing_keep_every_sum(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = engine.board
    people, widest = engine.sheet.people, len(board.share) - 1
    state, memory = fresh(board, seating(engine, random)), scratch(people, widest)
    movable = np.flatnonzero(board.free)
    kept = state.assign.copy()
    for _ in range(MOVES if len(movable) else 0):
        i, before = int(random.choice(movable)), total(board, state)
        if random.random() < 0.5:
            j = int(random.choice(movable))
            if state.assign[i] == state.assign[j]:
                continue
            gain = swap_gain(board, state, i, j, NOT_AT_ALL, memory.buffer)
            if gain > NOT_AT_ALL:
                needed = gain + random.choice([-1.0, -1e-6, 1e-6, 1.0])
                cut = swap_gain(board, state, i, j, needed, memory.buffer)
                assert cut == gain or (cut == NOT_AT_ALL and gain <= needed + 1e-6)
                swap(board, state, i, j, memory)
        else:
            group = int(random.integers(engine.waitlist + 1))
            if state.assign[i] == group:
                continue
            gain = relocation_gain(board, state, i, group, NOT_AT_ALL, memory.buffer)
            if gain > NOT_AT_ALL:
                needed = gain + random.choice([-1.0, -1e-6, 1e-6, 1.0])
                cut = relocation_gain(board, state, i, group, needed, memory.buffer)
                assert cut == gain or (cut == NOT_AT_ALL and gain <= needed + 1e-6)
                relocate(board, state, i, group, memory)
        if gain > NOT_AT_ALL:
            assert abs(total(board, state) - before - gain) < 1e-7 * max(1.0, abs(before) / BREACH)
        match random.integers(8):
            case 0:
                forget(memory)
                kept = state.assign.copy()
            case 1:
                assert undo(board, state, memory)
                assert (state.assign == kept).all()
                assert_as_if_fresh(board, state)
        assert_as_if_fresh(board, state)


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_three_way_exchanges_gain_what_they_say(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = engine.board
    people, widest = engine.sheet.people, len(board.share) - 1
    state, memory = fresh(board, seating(engine, random)), scratch(people, widest)
    movable = np.flatnonzero(board.free)
    for _ in range(MOVES // 2 if len(movable) > 2 else 0):
        i, j, k = (int(person) for person in random.choice(movable, 3, replace=False))
        if len({int(state.assign[person]) for person in (i, j, k)}) < 3:
            continue
        before = total(board, state)
        gain = rotation_gain(board, state, i, j, k, memory.buffer)
        if gain > NOT_AT_ALL:
            rotate(board, state, i, j, k, memory)
            assert abs(total(board, state) - before - gain) < 1e-7 * max(1.0, abs(before) / BREACH)
            assert_as_if_fresh(board, state)
    before = total(board, state)
    gained = rotations(board, state, memory)
    assert gained >= 0
    assert abs(total(board, state) - before - gained) < 1e-7 * max(1.0, abs(before) / BREACH)
    assert_as_if_fresh(board, state)


def test_no_three_way_exchange_of_plain_distances_is_left() -> None:
    """Without prices of rules none is missed: what gains can be begun where the first step gains."""
    random = np.random.default_rng(3)
    distance = random.random((12, 12))
    distance += distance.T
    np.fill_diagonal(distance, 0)
    sizes = np.full(3, 4, np.int32)
    board = plain_board(distance, sizes, sizes)

    assign, value = local_optimum(board, random.permutation(np.repeat(np.arange(3, dtype=np.int32), 4)), True)

    state, buffer = fresh(board, assign), scratch(12, 4).buffer
    assert abs(total(board, state) - value) < 1e-9
    for three in permutations(range(12), 3):
        if len({int(assign[person]) for person in three}) == 3:
            assert rotation_gain(board, state, *three, buffer) <= 1e-9
