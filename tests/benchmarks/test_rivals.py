"""What the engine is compared with keeps its sizes and says what its plans are worth."""

from itertools import product

import numpy as np

from benchmarks.mdgp import Instance, objective
from benchmarks.rivals import anneal, equal_sizes, unequal_sizes, worth


def distances(people: int) -> Instance:
    """Whole distances between 1 and 100 in three groups of unequal size, always the same."""
    drawn = np.triu(np.random.default_rng(3).integers(1, 101, (people, people)).astype(float), 1)
    return Instance(drawn + drawn.T, np.array([2, 3, 4], np.int32), np.array([2, 3, 4], np.int32))


def test_unequal_sizes_keep_to_their_limits_and_seat_most_pairs() -> None:
    least, most = np.array([2, 3, 1], np.int32), np.array([5, 4, 6], np.int32)

    for people in range(6, 16):
        sizes = unequal_sizes(people, least, most)

        possible = product(*(range(low, high + 1) for low, high in zip(least, most, strict=True)))
        best = max(sum(size**2 for size in each) for each in possible if sum(each) == people)
        assert sizes.sum() == people
        assert (least <= sizes).all()
        assert (sizes <= most).all()
        assert (sizes**2).sum() >= 0.8 * best


def test_the_worth_of_an_order_is_the_objective_of_its_groups() -> None:
    instance = distances(9)
    order = np.random.default_rng(1).permutation(9).astype(np.int32)
    assign = np.empty(9, np.int32)
    assign[order] = np.repeat([0, 1, 2], instance.least)

    assert worth(instance.distance, order, instance.least, np.ones(3)) == objective(instance, assign)


def test_annealing_seats_everybody_once_and_does_better_than_its_start() -> None:
    instance = distances(9)
    start = np.random.default_rng(2).permutation(9).astype(np.int32)

    order = anneal(instance.distance, instance.least, np.ones(3), (50.0, 1.0), 0.0, seed=2)

    assert sorted(order.tolist()) == list(range(9))
    sizes = instance.least
    assert worth(instance.distance, order, sizes, np.ones(3)) > worth(instance.distance, start, sizes, np.ones(3))


def test_equal_sizes_differ_by_one_at_the_most() -> None:
    assert equal_sizes(23, 3) == [8, 8, 7]
