"""How much is measured: all that the README quotes, or a quick look."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["campus", "clinic"]


@dataclass(frozen=True)
class Budget:
    """A time to search, in seconds, and how many seeds are tried with it."""

    seconds: float
    seeds: int


@dataclass(frozen=True)
class Effort:
    """What every part of the benchmarks does."""

    runs: int
    """Fresh processes for each figure of the start-up."""
    compile: bool
    """Whether the very first run, with the kernels' compilation, is measured."""
    lists: tuple[tuple[Kind, int], ...]
    budgets: tuple[Budget, ...]
    budgets_with_groups: tuple[Budget, ...]
    annealing: Budget
    """Its seconds are those of one of the budgets, so that both have the same time."""
    scale: tuple[tuple[int, float], ...]
    """People, seconds."""
    instances: int | None
    """How many instances of the literature are tried; None for all of up to 120 elements."""
    literature: Budget
    """For instances with a published best value; the others get one seed."""


LISTS: tuple[tuple[Kind, int], ...] = (("campus", 24), ("campus", 64), ("clinic", 240))

FULL = Effort(
    runs=5,
    compile=True,
    lists=LISTS,
    budgets=(Budget(1, 5), Budget(10, 3), Budget(30, 1)),
    budgets_with_groups=(Budget(1, 5), Budget(10, 3)),
    annealing=Budget(10, 3),
    scale=((1_000, 30), (3_000, 30), (10_000, 60)),
    instances=None,
    literature=Budget(3, 3),
)
"""About fourteen minutes on two cores."""

QUICK = Effort(
    runs=2,
    compile=False,
    lists=LISTS,
    budgets=(Budget(1, 1), Budget(3, 1)),
    budgets_with_groups=(Budget(1, 1),),
    annealing=Budget(3, 1),
    scale=((1_000, 5), (10_000, 15)),
    instances=4,
    literature=Budget(1, 1),
)
"""Under two minutes, and rough."""
