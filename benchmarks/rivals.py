"""What the engine is compared with on applicants' lists: random seating, seating by age, and a tuned annealing.

All three seat everybody who may be placed in equal groups and look at no rule; the scorer measures them like any plan.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from matcher.engine.chance import Dice, below, dice, roll
from matcher.engine.compiling import compile_intake
from matcher.engine.pairs import pair_fit_matrix, traits_of
from matcher.engine.sheet import Floats, Ints
from matcher.intake import Applicant, Intake
from matcher.plan import Plan
from matcher.rules.screening import is_stopped

THREADS = 2
"""Annealings side by side, of which the better one counts: as many threads as the engine's search has lanes."""

HOT, COLD = 0.05, 0.001
"""First and last temperature, in points of fit: the best of six pairs tried on the list of 1,419 people."""

DISTANT_HOT, DISTANT_COLD = 0.5, 0.1
"""The same on plain distances, in their standard deviation times the root of the groups' mean size."""

SWAPS_AT_ONCE = 20_000
"""Swaps tried at one temperature."""


def people_to_seat(intake: Intake) -> list[Applicant]:
    """The applicants whom screening lets into a group."""
    return [applicant for applicant in intake.applicants if not is_stopped(intake, applicant)]


def pair_fits(intake: Intake, people: Sequence[Applicant]) -> Floats:
    """The pair fit of every two of these people, 0 on the diagonal."""
    sheet = compile_intake(intake)
    return pair_fit_matrix(traits_of(sheet), np.array([sheet.index[person.id] for person in people], np.int32))


def equal_sizes(people: int, groups: int) -> list[int]:
    """Sizes that differ by one at the most."""
    small, larger = divmod(people, groups)
    return [small + (group < larger) for group in range(groups)]


def seated_in_order(intake: Intake, people: list[Applicant]) -> Plan:
    """The first few people in the first group, the next few in the second, and so on."""
    rooms: dict[str, list[str]] = {}
    taken = 0
    for group, size in zip(intake.offers, equal_sizes(len(people), len(intake.offers)), strict=True):
        rooms[group.id] = [person.id for person in people[taken : taken + size]]
        taken += size
    return Plan.of(rooms)


def random_seating(intake: Intake, seed: int) -> Plan:
    """Everybody anywhere."""
    people = people_to_seat(intake)
    order = np.random.default_rng(seed).permutation(len(people))
    return seated_in_order(intake, [people[index] for index in order])


def seating_by_age(intake: Intake) -> Plan:
    """The spreadsheet's way: sort by age, cut into groups; whose age is unknown comes last, sorted by stage."""

    def by_age(person: Applicant) -> tuple[float, str]:
        years = intake.years(person)
        return (float("inf") if years is None else years, person.life_stage or "")

    return seated_in_order(intake, sorted(people_to_seat(intake), key=by_age))


def annealing(intake: Intake, seconds: float, seed: int) -> Plan:
    """Equal groups by simulated annealing with swaps on the sum of fits; compilation is not counted."""
    people = people_to_seat(intake)
    weight = pair_fits(intake, people)
    sizes = equal_sizes(len(people), len(intake.offers))
    of_others = np.array([2 / max(1, size - 1) for size in sizes])
    seating = best_of_threads(weight, np.array(sizes, np.int32), of_others, (HOT, COLD), seconds, seed)
    return seated_in_order(intake, [people[index] for index in seating])


def annealed_distances(distance: Floats, least: Ints, most: Ints, seconds: float, seed: int) -> float:
    """The sum of the distances inside groups after annealing; compilation is not counted.

    Sizes do not change on the way: they are as unequal as their limits allow, since the more unequal they are, the more
    pairs sit together.
    """
    sizes = unequal_sizes(len(distance), least, most)
    once = np.ones(len(sizes))
    spread = float(distance[np.triu_indices(len(distance), 1)].std() * np.sqrt(sizes.mean()))
    heat = (DISTANT_HOT * spread, DISTANT_COLD * spread)
    return worth(distance, best_of_threads(distance, sizes, once, heat, seconds, seed), sizes, once)


def unequal_sizes(people: int, least: Ints, most: Ints) -> Ints:
    """Sizes within their limits, all but one at a limit: the groups with the highest limits are filled first.

    The sum of the squares is about the largest: between ``least`` and ``most`` a seat adds their sum to it.
    """
    sizes = least.copy()
    for group in np.argsort(-(least + most), kind="stable"):
        sizes[group] += min(int(most[group] - least[group]), people - int(sizes.sum()))
    return sizes


def best_of_threads(
    weight: Floats, sizes: Ints, share: Floats, heat: tuple[float, float], seconds: float, seed: int
) -> Ints:
    """The better order of those found by several annealings side by side."""
    anneal(weight, sizes, share, heat, 0.0, seed)
    with ThreadPoolExecutor(THREADS) as pool:
        seeds = [THREADS * seed + thread for thread in range(THREADS)]
        found = list(pool.map(lambda own: anneal(weight, sizes, share, heat, seconds, own), seeds))
    return max(found, key=lambda order: worth(weight, order, sizes, share))


def anneal(weight: Floats, sizes: Ints, share: Floats, heat: tuple[float, float], seconds: float, seed: int) -> Ints:
    """People in the order of their groups, after annealing for so long; the temperature falls with the clock.

    Args:
        weight: Weight of every two people, 0 on the diagonal.
        sizes: Size of every group.
        share: What a pair's weight counts for in every group.
        heat: First and last temperature.
        seconds: Time to anneal; some swaps at the last temperature are tried in any case.
        seed: Of the first order and of every choice.
    """
    order = np.random.default_rng(seed).permutation(len(weight)).astype(np.int32)
    ends = np.cumsum(sizes).astype(np.int32)
    group_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    state = dice(seed)
    hot, cold = heat
    began = time.perf_counter()
    while (passed := (time.perf_counter() - began) / seconds if seconds else 1.0) < 1:
        _swaps(weight, order, group_of, ends, share, SWAPS_AT_ONCE, hot * (cold / hot) ** passed, state)
    _swaps(weight, order, group_of, ends, share, SWAPS_AT_ONCE, cold, state)
    return order


def worth(weight: Floats, order: Ints, sizes: Ints, share: Floats) -> float:
    """The sum over groups of their pairs' weights, each group's by its share."""
    rooms = np.split(order, np.cumsum(sizes)[:-1])
    return sum(
        float(weight[np.ix_(room, room)].sum()) / 2 * float(part) for room, part in zip(rooms, share, strict=True)
    )


@njit(cache=True, nogil=True)
def _swaps(
    weight: Floats, order: Ints, group_of: Ints, ends: Ints, share: Floats, tries: int, heat: float, state: Dice
) -> None:
    """Swap people of two groups at one temperature; seats are numbered through all groups."""
    for _ in range(tries):
        a = below(state, len(order))
        b = below(state, len(order))
        g, h = group_of[a], group_of[b]
        if g == h:
            continue
        i, j = order[a], order[b]
        first_g = ends[g - 1] if g else 0
        first_h = ends[h - 1] if h else 0
        there = -weight[i, j]
        for seat in range(first_g, ends[g]):
            there += weight[j, order[seat]] - weight[i, order[seat]]
        here = -weight[i, j]
        for seat in range(first_h, ends[h]):
            here += weight[i, order[seat]] - weight[j, order[seat]]
        gain = there * share[g] + here * share[h]
        if gain >= 0 or roll(state) < np.exp(gain / heat):
            order[a], order[b] = j, i
