"""A child of two plans has rooms of theirs, breaks no rule of sizes and seats, and leaves nobody out."""

import numpy as np
from hypothesis import given, settings

from matcher.engine.board import plain_board
from matcher.engine.chance import dice
from matcher.engine.construct import make_valid
from matcher.engine.crossing import crossed
from matcher.engine.sheet import Ints
from matcher.intake import Intake
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating


@settings(max_examples=100)
@given(intakes(), SEEDS)
def test_a_child_keeps_to_sizes_masks_blocks_and_fixed_seats(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    board = engine.board
    parents = [make_valid(board, seating(engine, random)) for _ in range(2)]

    child = crossed(board, parents[0], parents[1], dice(seed))

    assert (child[board.fixed] == parents[0][board.fixed]).all()
    for block in set(board.block[board.block >= 0]):
        together = [len(set(plan[board.block == block])) == 1 for plan in (*parents, child)]
        assert together[2] or not (together[0] and together[1])
    for one in range(len(child)):
        held = [board.allowed[one, board.kind[plan[one]]] for plan in (*parents, child)]
        assert held[2] or not (held[0] and held[1])
    least, most = board.least[:-1], board.most[:-1]
    sizes = [np.bincount(plan, minlength=len(board.least))[:-1] for plan in (*parents, child)]
    fits = [((size == 0) | ((size >= least) & (size <= most))).all() for size in sizes]
    assert fits[2] or not (fits[0] and fits[1])
    assert (sizes[2] > 0).sum() <= (sizes[0] > 0).sum()


@given(SEEDS)
def test_a_child_of_a_plan_and_itself_has_the_same_rooms(seed: int) -> None:
    random = np.random.default_rng(seed)
    board = plain_board(*_distances(random, 24, 4))
    plan = random.permutation(np.repeat(np.arange(4, dtype=np.int32), 6))
    renamed = random.permutation(4).astype(np.int32)[plan]
    for other in (plan, renamed):
        assert _rooms(crossed(board, plan, other, dice(seed))) == _rooms(plan)


def test_the_best_rooms_of_both_come_together() -> None:
    """Two rooms of each plan are perfect, and those share nobody: one child has all four."""
    weight = np.zeros((24, 24))
    best = np.arange(24).reshape(4, 6)
    for room in best:
        weight[np.ix_(room, room)] = 1
    np.fill_diagonal(weight, 0)
    sizes = np.full(4, 6, np.int32)
    board = plain_board(weight, sizes, sizes)
    mixed = [np.concatenate([best[2][:3], best[3][:3]]), np.concatenate([best[2][3:], best[3][3:]])]
    one = _plan([best[0], best[1], *mixed])
    mixed = [np.concatenate([best[0][:3], best[1][:3]]), np.concatenate([best[0][3:], best[1][3:]])]
    other = _plan([*mixed, best[2], best[3]])

    assert _rooms(crossed(board, one, other, dice(1))) == {frozenset(room) for room in best.tolist()}


def _distances(random: np.random.Generator, people: int, groups: int) -> tuple[np.ndarray, Ints, Ints]:
    distance = random.random((people, people))
    distance += distance.T
    np.fill_diagonal(distance, 0)
    sizes = np.full(groups, people // groups, np.int32)
    return distance, sizes, sizes


def _plan(rooms: list[Ints]) -> Ints:
    plan = np.zeros(sum(map(len, rooms)), np.int32)
    for number, room in enumerate(rooms):
        plan[room] = number
    return plan


def _rooms(plan: Ints) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(plan == room).tolist()) for room in set(plan.tolist())}
