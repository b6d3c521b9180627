"""Plans side by side: the figures, who sits elsewhere, the rules one of them breaks, and group by group."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.web.laid import Named, People, titled
from matcher.change import Move
from matcher.compare import Comparison, Difference, GroupPair
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.report.ages import Axis, Strip, axis_for, strip
from matcher.report.comparison import difference_sentences, figure_rows, letter
from matcher.report.view import shade
from matcher.report.words import of_hundred, signed
from matcher.result import BreachReport
from matcher.sentences import Sentence, sentence

MOST_MOVES = 300
"""People who sit elsewhere that are listed."""

MOST_ROOMS = 60
"""Groups that are drawn, those first in which most people change."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the plans as it is compared: whose names and groups are told, and who sits where."""

    intake: Intake
    plan: Plan


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who sits elsewhere; without a group they wait."""

    who: Named
    origin: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that only one of two plans breaks: what it costs, nothing where it is hard."""

    points: str
    text: str


@dataclass(frozen=True, slots=True)
class Room:
    """A group in one of two plans: its fit, and the ages of its members."""

    title: str
    fit: str
    shade: int
    size: int
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Rooms:
    """A group in both plans; None where one does not have it."""

    first: Room | None
    other: Room | None
    leave: tuple[Named, ...]
    come: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """How one plan differs from the first."""

    title: Sentence
    sentences: tuple[str, ...]
    moves: tuple[Moved, ...]
    more_moves: int
    gained: tuple[Rule, ...]
    lost: tuple[Rule, ...]
    rooms: tuple[Rooms, ...]
    more_rooms: int
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two or more plans."""

    names: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    differences: tuple[Shown, ...]
    axis: Axis | None


def compared_shown(comparison: Comparison, sides: Iterable[Side], people: People) -> Compared:
    """A comparison as a page shows it; the sides are those that were compared, in that order."""
    first, *others = sides
    placed = {member for side in (first, *others) for member in side.plan.by_applicant()}
    axis = axis_for(first.intake, placed)
    return Compared(
        names=tuple((letter(number), plan.name) for number, plan in enumerate(comparison.plans)),
        figures=tuple(figure_rows(comparison)),
        differences=tuple(
            _difference(number, difference, first, other, people, axis)
            for number, (difference, other) in enumerate(zip(comparison.differences, others, strict=True), start=1)
        ),
        axis=axis,
    )


def _difference(
    number: int, difference: Difference, first: Side, other: Side, people: People, axis: Axis | None
) -> Shown:
    moves = (*difference.newly_placed, *difference.newly_waiting, *difference.moved)
    changes = [(len(_changing(pair, first, other)), pair) for pair in difference.groups]
    pairs = [pair for changing, pair in sorted(changes, key=lambda each: -each[0]) if changing]
    alike = [pair.first for changing, pair in changes if not changing and pair.first is not None]
    return Shown(
        title=sentence("compare-of", other=letter(number), first=letter(0)),
        sentences=difference_sentences(difference),
        moves=tuple(_moved(move, first, other, people) for move in moves[:MOST_MOVES]),
        more_moves=max(0, len(moves) - MOST_MOVES),
        gained=tuple(_rules(difference.gained)),
        lost=tuple(_rules(difference.lost)),
        rooms=tuple(_rooms(pair, first, other, people, axis) for pair in pairs[:MOST_ROOMS]),
        more_rooms=max(0, len(pairs) - MOST_ROOMS),
        alike=tuple(titled(first.intake.group_by_id[group]) for group in alike),
    )


def _changing(pair: GroupPair, first: Side, other: Side) -> frozenset[str]:
    """Who is in one of the two groups alone."""
    return frozenset(_seated(first, pair.first)) ^ frozenset(_seated(other, pair.other))


def _moved(move: Move, first: Side, other: Side, people: People) -> Moved:
    return Moved(people[move.id], _title(first, move.origin), _title(other, move.target))


def _title(side: Side, group: str | None) -> str | None:
    return None if group is None else titled(side.intake.group_by_id[group])


def _rules(breaches: Iterable[BreachReport]) -> Iterator[Rule]:
    return (Rule("" if breach.hard else signed(-breach.cost), breach.text) for breach in breaches)


def _rooms(pair: GroupPair, first: Side, other: Side, people: People, axis: Axis | None) -> Rooms:
    here = _room(first, pair.first, pair.fit_first, axis)
    there = _room(other, pair.other, pair.fit_other, axis)
    was, now = _seated(first, pair.first), _seated(other, pair.other)
    return Rooms(
        first=here,
        other=there,
        leave=tuple(people[who] for who in was if who not in now),
        come=tuple(people[who] for who in now if who not in was),
    )


def _seated(side: Side, group: str | None) -> tuple[str, ...]:
    return next((seating.members for seating in side.plan.groups if seating.id == group), ())


def _room(side: Side, group_id: str | None, fit: float | None, axis: Axis | None) -> Room | None:
    if group_id is None or fit is None:
        return None
    members = _seated(side, group_id)
    return Room(
        title=titled(side.intake.group_by_id[group_id]),
        fit=of_hundred(fit),
        shade=shade(fit),
        size=len(members),
        strip=None if axis is None else strip(side.intake, members, axis),
    )
