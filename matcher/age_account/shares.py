"""Whether more people of a band wait than its share: an exact test that small lists cannot fool."""

from dataclasses import dataclass
from math import exp, lgamma

LEVEL = 0.05
"""How likely a list on which age plays no part gets any warning at all, at the most: shared by all rows compared."""

LEAST_DIFFERENCE = 0.1
"""By how much the share that waits must be above that of everybody else, so that long lists do not warn of trifles."""

NEGLIGIBLE = 1e-18
"""Terms of the tail below this part of its sum are left out."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a row could have been placed or left waiting, and how many of them wait."""

    people: int
    waiting: int


def more_than_share(row: Share, all_people: Share, rows: int) -> bool:
    """Whether the row waits more than its share.

    Both must hold: chance alone would leave at least as many of it waiting with a probability of no more than
    ``LEVEL / rows`` (Bonferroni: whichever row stands out, the whole list warns by mistake with at most ``LEVEL``),
    and its share that waits is at least ``LEAST_DIFFERENCE`` above that of all others.

    Args:
        row: The row in question.
        all_people: The whole list, the row included.
        rows: How many rows are compared.
    """
    others = all_people.people - row.people
    difference = row.waiting / row.people - (all_people.waiting - row.waiting) / others
    return difference >= LEAST_DIFFERENCE and chance_of(row, all_people) <= LEVEL / rows


def chance_of(row: Share, all_people: Share) -> float:
    """Probability that at least ``row.waiting`` of the row wait if those who wait are drawn from the list by lot.

    The upper tail of the hypergeometric distribution, one side of Fisher's exact test (R. A. Fisher, Statistical
    Methods for Research Workers, 5th edition 1934, section 21.02). Takes as long as the row has people.
    """
    total, waiting = all_people.people, all_people.waiting
    if row.waiting <= max(0, row.people + waiting - total):
        return 1.0
    term = exp(
        _log_ways(row.people, row.waiting)
        + _log_ways(total - row.people, waiting - row.waiting)
        - _log_ways(total, waiting)
    )
    tail = 0.0
    for drawn in range(row.waiting, min(row.people, waiting) + 1):
        tail += term
        term *= (row.people - drawn) * (waiting - drawn)
        term /= (drawn + 1) * (total - row.people - waiting + drawn + 1)
        if term < NEGLIGIBLE * tail and drawn * total > row.people * waiting:
            break
    return min(tail, 1.0)


def _log_ways(people: int, chosen: int) -> float:
    return lgamma(people + 1) - lgamma(chosen + 1) - lgamma(people - chosen + 1)
