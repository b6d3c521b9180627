"""Annealing keeps its sums up move by move, and never breaks what no price can buy: masks, sizes, fixed seats."""

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.engine.annealing import anneal, highest
from matcher.engine.board import plain_board
from matcher.engine.chance import dice
from matcher.engine.heat import heated, soft, thresholds
from matcher.engine.state import fresh, total
from matcher.intake import Intake
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating

SWEEPS = 40
"""Enough for thousands of moves on the smallest lists, and fewer than sums are formed anew after."""

KEPT_UP = [
    *("near", "factor", "base", "pairs", "price", "loose", "tied", "crowd"),
    *("lean", "leaning", "leant", "lone", "worth"),
]
"""Sums that every move changes."""

ROUNDING = 2e-4
"""What single precision may be off by after so many moves."""


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_sums_after_many_moves_are_as_if_formed_anew(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = soft(engine.board)
    start, chance = seating(engine, random), dice(seed)
    heat = heated(board, start, thresholds(len(start), chance))
    before = total(board, fresh(board, start))

    anneal(board, heat, SWEEPS, 3.0, 0.02, chance)

    anew = heated(board, heat.assign.copy(), heat.noise)
    groups = len(board.least) - 1
    assert (heat.size == anew.size).all()
    for name in ("met", "tagged", "roomy"):
        assert (getattr(heat, name) == getattr(anew, name)).all(), name
    for name in KEPT_UP:
        assert np.allclose(getattr(heat, name), getattr(anew, name), rtol=1e-5, atol=ROUNDING), name
    for group in range(groups):
        members = heat.members[group, : heat.size[group]]
        assert sorted(members) == list(np.flatnonzero(heat.assign == group))
        assert (heat.place[members] == np.arange(len(members))).all()
    gained = total(board, fresh(board, heat.assign)) - before
    if board.allowed[np.arange(len(start)), board.kind[start]].all():
        assert abs(heat.value[0] - gained) < 100 * ROUNDING


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=70))
def test_the_highest_of_a_row_is_its_maximum(row: list[float]) -> None:
    numbers = np.array([*row, 2e6], np.float32)
    assert highest(numbers, len(row), np.zeros(len(row), np.float32)) == numbers[:-1].max()


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_no_swap_gains_more_than_its_place_in_a_row_says(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = soft(engine.board)
    start = seating(engine, random)
    heat = heated(board, start, thresholds(len(start), dice(seed)))
    assume(board.intricate)
    before = total(board, fresh(board, start))

    for i, j in combinations(np.flatnonzero(board.free), 2):
        g, h = start[i], start[j]
        if g == h or not (board.allowed[i, board.kind[h]] and board.allowed[j, board.kind[g]]):
            continue
        most = heat.worth[g, j] + heat.base[board.kind[g], j] + heat.worth[h, i] + heat.base[board.kind[h], i]
        most -= (heat.factor[i] + heat.factor[j]) * heat.weight[i, j]
        most += heat.loose[g] + heat.loose[h] + board.reward[i] + board.reward[j]
        swapped = start.copy()
        swapped[i], swapped[j] = h, g
        assert total(board, fresh(board, swapped)) - before <= most + 100 * ROUNDING


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_annealing_moves_only_who_may_to_where_they_may(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = soft(engine.board)
    start, chance = seating(engine, random), dice(seed)
    assume(board.allowed[np.arange(len(start)), board.kind[start]].all())
    sizes = np.bincount(start, minlength=len(board.least))
    heat = heated(board, start, thresholds(len(start), chance))

    anneal(board, heat, SWEEPS, 3.0, 0.02, chance)

    for found in (heat.assign, heat.best):
        assert (found[~board.free] == start[~board.free]).all()
        moved = np.flatnonzero(found != start)
        assert board.allowed[moved, board.kind[found[moved]]].all()
        now = np.bincount(found, minlength=len(board.least))
        closed = (now == 0) | (now == sizes)
        assert (closed | (now <= np.maximum(board.most, sizes)))[:-1].all()
        assert (closed | (now >= np.minimum(board.least, sizes)))[:-1].all()


def test_the_same_dice_give_the_same_annealing() -> None:
    random = np.random.default_rng(1)
    distance = random.random((24, 24))
    distance += distance.T
    np.fill_diagonal(distance, 0)
    sizes = np.full(3, 8, np.int32)
    board = soft(plain_board(distance, sizes, sizes))
    start = np.repeat(np.arange(3, dtype=np.int32), 8)
    found = []
    for _ in range(2):
        chance = dice(7)
        heat = heated(board, start, thresholds(24, chance))
        anneal(board, heat, 300, 1.0, 0.1, chance)
        found.append(heat.best.copy())

    assert (found[0] == found[1]).all()
    assert (found[0] != start).any()
