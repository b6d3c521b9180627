"""Where somebody could go: every place with exactly what it would do, by the scorer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.web.board import Standing
from api.web.changes import points, way
from matcher.change import Effect, Workbench
from matcher.intake import Group
from matcher.report.words import of_hundred
from matcher.scorer import RoomScore

MOST_SHOWN = 12
"""Places in sight at once; the others open on demand."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place that somebody could go to, or a person they could change places with, and what that would do."""

    id: str
    """The group's id, or the other person's; empty for the waitlist."""
    number: int
    title: str
    size: int
    most: int
    value: float
    points: str
    way: str
    fits: tuple[str, str] | None
    """The group's fit of a hundred before and after, where it is open both times."""
    breaks: tuple[str, ...]
    kept_off: bool


def targets(standing: Standing, bench: Workbench, who: str) -> Sequence[Target]:
    """Every other place: those that break no hard rule first, the most valuable first."""
    choices: list[Group | None] = [group for group in standing.intake.offers if group.id != standing.place.get(who)]
    if who in standing.place:
        choices.append(None)
    numbers = {group.id: number for number, group in enumerate(standing.intake.offers, start=1)}
    off = standing.layout.pins.off.get(who, ())
    effects = bench.effects({who: None if group is None else group.id} for group in choices)
    return _best_first(
        _target(
            standing,
            effect,
            about="" if group is None else group.id,
            title="" if group is None else standing.title(group.id),
            room=None if group is None else bench.rooms.get(group.id),
            number=0 if group is None else numbers[group.id],
            most=0 if group is None else group.max_size,
            kept_off=group is not None and group.id in off,
        )
        for group, effect in zip(choices, effects, strict=True)
    )


def partners(standing: Standing, bench: Workbench, who: str, group: str) -> Sequence[Target]:
    """Everybody of a group with whom this person could change places, in the same order."""
    place, people = standing.place.get(who), standing.intake.applicant_by_id
    others = [other for other, sits in standing.place.items() if sits == group and people[other].seated_in is None]
    effects = bench.effects({who: group, other: place} for other in others)
    room = bench.rooms.get(group)
    return _best_first(
        _target(standing, effect, about=other, title=standing.name(other), room=room)
        for other, effect in zip(others, effects, strict=True)
    )


def _target(
    standing: Standing,
    effect: Effect,
    *,
    about: str,
    title: str,
    room: RoomScore | None,
    number: int = 0,
    most: int = 0,
    kept_off: bool = False,
) -> Target:
    after = None if room is None else effect.after.get(room.room.group.id)
    fits = None if room is None or after is None else (of_hundred(room.fit), of_hundred(after.fit))
    rules = standing.intake.policy.rules
    sentences = (rules.named(breach.rule).explain(breach) for breach in effect.broken)
    return Target(
        id=about,
        number=number,
        title=title,
        size=0 if room is None else len(room.fits),
        most=most,
        value=effect.value,
        points=points(effect.value),
        way=way(effect.value),
        fits=fits,
        breaks=tuple(dict.fromkeys(sentences)),
        kept_off=kept_off,
    )


def _best_first(found: Iterable[Target]) -> Sequence[Target]:
    return sorted(found, key=lambda target: (bool(target.breaks), -target.value))
