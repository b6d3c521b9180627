"""The best plan for every number of moves on a small list, by looking at every plan there is."""

from itertools import combinations

from matcher.measure import Measure
from matcher.plan import Plan
from matcher.revise.places import Places
from matcher.room import Room
from matcher.scorer import claim, score_room

MOST_FREE = 8
"""People to be placed up to whom every plan is looked at: some ten thousand in well under a second."""

MOST_GROUPS = 6
"""Groups up to which they are."""

TOLERANCE = 1e-9
"""By how much sums of claims may differ from rounding alone."""

_Found = tuple[float, float, tuple[int, ...]]


def is_small(places: Places) -> bool:
    """Whether every plan can be looked at."""
    free = sum(a.seated_in is None for a in places.intake.applicants)
    return free <= MOST_FREE and len(places.intake.offers) <= MOST_GROUPS


def best_by_moves(places: Places) -> dict[int, Plan]:
    """The best valid plan with exactly so many moves, by number of moves; numbers without a valid plan are missing.

    Rooms are valued by the scorer, group by group; a plan is a choice of one room a group, so the best choice for the
    first groups and a set of people is kept while the next group is looked at.
    """
    intake, measure = places.intake, Measure(places.intake)
    free = [a for a in intake.applicants if a.seated_in is None]
    claims = [claim(intake, a) for a in free]
    # What is placed so far and the moves made so far -> claim, value, and the room of each group.
    found: dict[tuple[int, int], _Found] = {(0, 0): (0.0, 0.0, ())}
    for group in intake.offers:
        seated = intake.seated(group.id)
        rooms: list[tuple[int, int, float, float]] = []
        for size in range(max(0, group.max_size - len(seated)) + 1):
            for who in combinations(range(len(free)), size):
                mask = sum(1 << i for i in who)
                members = (*seated, *(free[i] for i in who))
                value = 0.0
                if members:
                    scored = score_room(Room(group, members, measure))
                    if any(breach.hard for breach in scored.breaches):
                        continue
                    value = scored.value
                moves = sum(places.before.get(free[i].id, group.id) != group.id for i in who)
                rooms.append((mask, moves, sum(claims[i] for i in who), value))
        after: dict[tuple[int, int], _Found] = {}
        for (placed, made), (placed_claim, placed_value, chosen) in found.items():
            for mask, moves, room_claim, value in rooms:
                if placed & mask:
                    continue
                key = (placed | mask, made + moves)
                here = (placed_claim + room_claim, placed_value + value, (*chosen, mask))
                if key not in after or after[key][1] < here[1]:
                    after[key] = here
        found = after
    rules = tuple(intake.policy.rules.active())
    best: dict[int, _Found] = {}
    for (placed, made), here in found.items():
        waiting = [a for i, a in enumerate(free) if not placed >> i & 1]
        if any(b.hard for rule in rules for b in rule.broken_by_waiting(intake, waiting)):
            continue
        moves = made + sum(a.id in places.before for a in waiting)
        if moves not in best or is_better(here[0], here[1], best[moves][0], best[moves][1]):
            best[moves] = here
    return {
        moves: Plan.of(
            {
                group.id: [
                    *(a.id for a in intake.seated(group.id)),
                    *(a.id for i, a in enumerate(free) if mask >> i & 1),
                ]
                for group, mask in zip(intake.offers, chosen, strict=True)
            }
        )
        for moves, (_, _, chosen) in sorted(best.items())
    }


def is_better(claim_placed: float, value: float, other_claim: float, other_value: float) -> bool:
    """Whether one plan is better than another: more claim placed, then more value."""
    if abs(claim_placed - other_claim) > TOLERANCE:
        return claim_placed > other_claim
    return value > other_value
