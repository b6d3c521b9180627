"""Free places filled with people who wait, while nobody moves: one person after another, by their claim."""

from collections.abc import Iterator

from matcher.change import Workbench
from matcher.intake import Applicant
from matcher.rules.screening import is_stopped
from matcher.scorer import claim

NOTABLE = 1e-9
"""Differences of value up to this are rounding."""


class TooMany(ValueError):
    """More ways to look at than were allowed."""


def refill(bench: Workbench, most_ways: int | None = None) -> dict[str, str]:
    """Groups for people who wait: each in turn the one where the plan gains most and no further hard rule is broken.

    A group that breaks a hard rule now, such as one with too few members, goes before others where that helps.
    Whoever has the larger claim chooses first, of equals who stands first on the list. This is quick and never
    surprising, and not always the best there is: a search without moves (``revise`` with ``max_moves=0``) may place
    more.

    Args:
        bench: The plan as it is.
        most_ways: How many ways of seating one person may be looked at; without it all that there are.

    Raises:
        TooMany: If there are more ways than that.
    """
    people = _in_turn(bench)
    ways = len(people) * len(list(_with_a_free_place(bench)))
    if most_ways is not None and ways > most_ways:
        raise TooMany(f"{ways} ways to look at, more than {most_ways}")
    places: dict[str, str] = {}
    for person in people:
        groups = list(_with_a_free_place(bench))
        best: tuple[bool, float, str] | None = None
        for group, effect in zip(groups, bench.effects([{person.id: group} for group in groups]), strict=True):
            mends = bool(effect.mended)
            if not effect.broken and (best is None or (mends, effect.value) > (best[0], best[1] + NOTABLE)):
                best = mends, effect.value, group
        if best is not None:
            places[person.id] = best[2]
            bench = bench.turned(bench.changed({person.id: best[2]}))
    return places


def _in_turn(bench: Workbench) -> list[Applicant]:
    waiting = [a for a in bench.intake.applicants if a.id not in bench.place and not is_stopped(bench.intake, a)]
    return sorted(waiting, key=lambda a: -claim(bench.intake, a))


def _with_a_free_place(bench: Workbench) -> Iterator[str]:
    """The open groups that are not full. Nobody opens a group alone."""
    for group in bench.intake.offers:
        if group.id in bench.rooms and len(bench.rooms[group.id].fits) < group.max_size:
            yield group.id
