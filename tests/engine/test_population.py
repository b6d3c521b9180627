"""Plans that lanes have in common."""

import numpy as np

from matcher.engine.chance import dice
from matcher.engine.population import MOST_KEPT, Found, Population


def _found(value: float) -> Found:
    return Found(np.zeros(2, np.int32), value)


def test_the_best_are_kept_the_best_first_and_no_two_alike() -> None:
    population = Population()
    for value in (3.0, 1.0, 3.0, 7.0, 5.0, 2.0, 6.0, 4.0):
        population.take(_found(value), 1)
    assert [plan.value for plan in population.plans] == [7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0][:MOST_KEPT]
    assert not population.welcomes(_found(5.0))
    assert population.welcomes(_found(6.5))
    assert not population.welcomes(_found(0.5))


def test_a_new_generation_begins_with_the_best_of_the_one_before() -> None:
    population = Population()
    for value in (3.0, 1.0, 2.0):
        population.take(_found(value), 1)
    population.take(_found(2.5), 2)
    assert (population.generation, [plan.value for plan in population.plans]) == (2, [3.0, 2.5])
    population.take(_found(2.7), 1)
    assert [plan.value for plan in population.plans] == [3.0, 2.7, 2.5]


def test_a_pair_is_two_plans_and_every_pair_comes() -> None:
    population = Population()
    for value in (1.0, 2.0, 3.0):
        population.take(_found(value), 1)
    chance = dice(1)
    pairs = {tuple(plan.value for plan in population.pair(chance)) for _ in range(200)}
    assert pairs == {(one, other) for one in (1.0, 2.0, 3.0) for other in (1.0, 2.0, 3.0) if one != other}
