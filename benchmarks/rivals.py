"""What the engine is compared with on applicants' lists: random seating, seating by age, and a tuned annealing.

All three seat everybody who may be placed in equal groups and look at no rule; the scorer measures them like any plan.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from matcher.engine.chance import Dice, below, dice, roll
from matcher.engine.pairs import pair_fit_matrix, traits_of
from matcher.engine.sheet import Floats, Ints, compile_intake
from matcher.intake import Applicant, Intake
from matcher.plan import Plan
from matcher.rules.screening import is_stopped

THREADS = 2
"""Annealings side by side, of which the better one counts: as many threads as the engine's search has lanes."""

HOT, COLD = 0.05, 0.001
"""First and last temperature, in points of fit: the best of six pairs tried on the list of 1,419 people."""

SWAPS_AT_ONCE = 20_000
"""Swaps tried at one temperature."""


def people_to_seat(intake: Intake) -> list[Applicant]:
    """The applicants whom screening lets into a group."""
    return [applicant for applicant in intake.applicants if not is_stopped(intake, applicant)]


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
    sheet = compile_intake(intake)
    numbers = np.array([sheet.index[person.id] for person in people], np.int32)
    weight = pair_fit_matrix(traits_of(sheet), numbers)
    sizes = equal_sizes(len(people), len(intake.offers))
    anneal(weight, np.array(sizes, np.int32), 0.0, seed)
    with ThreadPoolExecutor(THREADS) as pool:
        seeds = [THREADS * seed + thread for thread in range(THREADS)]
        found = list(pool.map(lambda own: anneal(weight, np.array(sizes, np.int32), seconds, own), seeds))
    seating = max(found, key=lambda order: sum_of_fits(weight, order, sizes))
    return seated_in_order(intake, [people[index] for index in seating])


def anneal(weight: Floats, sizes: Ints, seconds: float, seed: int) -> Ints:
    """People in the order of their groups, after annealing for so long; the temperature falls with the clock.

    Args:
        weight: Pair fit of every two people, 0 on the diagonal.
        sizes: Size of every group.
        seconds: Time to anneal; some swaps at the last temperature are tried in any case.
        seed: Of the first order and of every choice.
    """
    order = np.random.default_rng(seed).permutation(len(weight)).astype(np.int32)
    ends = np.cumsum(sizes).astype(np.int32)
    group_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    state = dice(seed)
    began = time.perf_counter()
    while (passed := (time.perf_counter() - began) / seconds if seconds else 1.0) < 1:
        _swaps(weight, order, group_of, ends, SWAPS_AT_ONCE, HOT * (COLD / HOT) ** passed, state)
    _swaps(weight, order, group_of, ends, SWAPS_AT_ONCE, COLD, state)
    return order


def sum_of_fits(weight: Floats, order: Ints, sizes: list[int]) -> float:
    """The sum of everybody's mean pair fit with the others of the group."""
    total, taken = 0.0, 0
    for size in sizes:
        room = order[taken : taken + size]
        total += float(weight[np.ix_(room, room)].sum()) / max(1, size - 1)
        taken += size
    return total


@njit(cache=True, nogil=True)
def _swaps(weight: Floats, order: Ints, group_of: Ints, ends: Ints, tries: int, heat: float, state: Dice) -> None:
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
        gain = 2 * (there / max(1, ends[g] - first_g - 1) + here / max(1, ends[h] - first_h - 1))
        if gain >= 0 or roll(state) < np.exp(gain / heat):
            order[a], order[b] = j, i
