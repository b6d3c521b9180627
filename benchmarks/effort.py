"""How much is measured: all that the README quotes, or a quick look."""

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["campus", "clinic"]
KINDS: tuple[Kind, ...] = ("campus", "clinic")


@dataclass(frozen=True)
class Budget:
    """A time to search, in seconds, and how many seeds are tried with it."""

    seconds: float
    seeds: int


@dataclass(frozen=True)
class Lists:
    """Applicants' lists: what is found in a short time beside what the same engine finds in a long one."""

    sizes: tuple[int, ...]
    sizes_with_groups: tuple[int, ...]
    short: float
    long: float
    seeds: int
    seeds_with_groups: int
    published: tuple[Budget, ...]
    """The published list of 1,419 people in equal groups; in sizes 6–10 seed 1 alone."""


@dataclass(frozen=True)
class Proof:
    """Groups of 8 under the usual policy, and groups with rules: people, and the time allowed."""

    usual: tuple[tuple[int, float], ...]
    with_rules: tuple[tuple[int, float], ...]
    seeds: int


@dataclass(frozen=True)
class Literature:
    """MDGPLIB: the time allowed by number of elements."""

    budgets: dict[int, float]
    seeds: int
    families: int
    """How many of RanInt, RanReal and Geo are tried."""


@dataclass(frozen=True)
class Fairness:
    """The price of a floor under everybody's fit, and of common ground."""

    people: int
    budget: Budget
    floors: tuple[float, ...]
    prices: tuple[float, ...]
    ground_prices: tuple[float, ...]
    balances: tuple[float, ...]


@dataclass(frozen=True)
class Peers:
    """Other packages on the same lists, in the same time."""

    lists: tuple[tuple[Kind, int], ...]
    budget: Budget


@dataclass(frozen=True)
class Service:
    """The service under load."""

    seconds: float
    """How long each rate is kept up."""
    requests: int
    """Requests over which memory is watched."""
    people: int
    """On the long list."""
    solve_seconds: float
    """Search that it is given."""


@dataclass(frozen=True)
class Effort:
    """What every part of the benchmarks does."""

    runs: int
    """Fresh processes for each figure of the start-up."""
    compile: bool
    """Whether the very first run, with the kernels' compilation, is measured."""
    lists: Lists
    proof: Proof
    scale: tuple[tuple[int, float], ...]
    """People, seconds; in groups by size alone."""
    scale_with_groups: tuple[tuple[int, float], ...]
    """The same in groups with sessions and leaders."""
    literature: Literature
    fairness: Fairness
    peers: Peers
    service: Service


def with_seeds(effort: Effort, most: int) -> Effort:
    """The same with no more than ``most`` seeds for anything."""

    def fewer(budget: Budget) -> Budget:
        return replace(budget, seeds=min(budget.seeds, most))

    lists, fairness, peers = effort.lists, effort.fairness, effort.peers
    return replace(
        effort,
        lists=replace(
            lists,
            seeds=min(lists.seeds, most),
            seeds_with_groups=min(lists.seeds_with_groups, most),
            published=tuple(map(fewer, lists.published)),
        ),
        proof=replace(effort.proof, seeds=min(effort.proof.seeds, most)),
        literature=replace(effort.literature, seeds=min(effort.literature.seeds, most)),
        fairness=replace(fairness, budget=fewer(fairness.budget)),
        peers=replace(peers, budget=fewer(peers.budget)),
    )


FULL = Effort(
    runs=5,
    compile=True,
    lists=Lists(
        sizes=(24, 32, 48, 64, 120, 240),
        sizes_with_groups=(64, 240),
        short=1,
        long=60,
        seeds=5,
        seeds_with_groups=1,
        published=(Budget(15, 5), Budget(60, 5)),
    ),
    proof=Proof(
        usual=((24, 10), (32, 10), (48, 60), (120, 30), (240, 60), (1_000, 180)),
        with_rules=((120, 60),),
        seeds=5,
    ),
    scale=((1_000, 30), (3_000, 30), (10_000, 60), (30_000, 120), (100_000, 120)),
    scale_with_groups=((10_000, 60), (100_000, 120)),
    literature=Literature({60: 3, 120: 3, 240: 20, 480: 60}, seeds=5, families=3),
    fairness=Fairness(
        people=120,
        budget=Budget(10, 3),
        floors=(0.5, 0.6, 0.7, 0.8),
        prices=(1, 4, 16),
        ground_prices=(0.1, 0.3, 1),
        balances=(0, 0.25, 0.5, 0.75, 1),
    ),
    peers=Peers(lists=(("campus", 24), ("campus", 120), ("clinic", 240)), budget=Budget(10, 3)),
    service=Service(seconds=60, requests=20_000, people=100_000, solve_seconds=60),
)
"""Up to two and a half hours on two cores; proofs that succeed end early."""

QUICK = Effort(
    runs=2,
    compile=False,
    lists=Lists(
        sizes=(24, 120),
        sizes_with_groups=(64,),
        short=1,
        long=5,
        seeds=1,
        seeds_with_groups=1,
        published=(Budget(5, 1),),
    ),
    proof=Proof(usual=((24, 5), (48, 5), (120, 10)), with_rules=((120, 5),), seeds=1),
    scale=((1_000, 5), (10_000, 15)),
    scale_with_groups=((4_000, 5),),
    literature=Literature({60: 1, 120: 3}, seeds=1, families=2),
    fairness=Fairness(
        people=64,
        budget=Budget(1, 1),
        floors=(0.5, 0.7),
        prices=(1, 8),
        ground_prices=(0.1, 1),
        balances=(0, 0.5, 1),
    ),
    peers=Peers(lists=(("campus", 24), ("campus", 120)), budget=Budget(2, 1)),
    service=Service(seconds=10, requests=2_000, people=5_000, solve_seconds=5),
)
"""A few minutes, and rough."""
