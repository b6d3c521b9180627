"""A change of a plan: who moves where, and exactly what that does to everybody, by the scorer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.intake import Frozen, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Breach, Room
from matcher.rules.size import Size
from matcher.scorer import RoomScore, Score, claim, score, score_room

_Matter = tuple[str, str | None, tuple[str, ...]]


class Move(Frozen):
    """One person's way from a place to another; None stands for the waitlist."""

    id: str
    origin: str | None
    target: str | None


@dataclass(frozen=True)
class Effect:
    """What a change does, as the scorer says before and after.

    ``before`` and ``after`` hold the touched rooms by group id: a room that opens is missing in the one, a room that
    closes in the other. ``claim`` is the change of the summed claims placed.
    """

    moves: tuple[Move, ...]
    before: Mapping[str, RoomScore]
    after: Mapping[str, RoomScore]
    waiting_before: tuple[Breach, ...]
    waiting_after: tuple[Breach, ...]
    claim: float

    @property
    def value(self) -> float:
        """The change of the plan's value, in points of fit."""
        return sum(r.value for r in self.after.values()) - sum(r.value for r in self.before.values())

    @cached_property
    def fits(self) -> dict[str, tuple[float | None, float | None]]:
        """Fit before and after of everybody in the touched rooms; None where they have no place."""
        old = {member: fit for room in self.before.values() for member, fit in room.fits.items()}
        new = {member: fit for room in self.after.values() for member, fit in room.fits.items()}
        return {member: (old.get(member), new.get(member)) for member in (old | new)}

    def fit(self, applicant_id: str) -> float:
        """The change of one person's fit, where waiting counts as 0."""
        old, new = self.fits.get(applicant_id, (None, None))
        return (new or 0.0) - (old or 0.0)

    @property
    def for_others(self) -> float:
        """The change of the value that those who do not move bear: their fits, and the rules' costs in the rooms."""
        return self.value - sum(self.fit(move.id) for move in self.moves)

    @cached_property
    def broken(self) -> tuple[Breach, ...]:
        """Hard rules that are broken afterwards and were not before."""
        return tuple(_new(self._breaches(after=True), self._breaches(after=False), hard=True))

    @cached_property
    def mended(self) -> tuple[Breach, ...]:
        """Hard rules that were broken before and are not afterwards."""
        return tuple(_new(self._breaches(after=False), self._breaches(after=True), hard=True))

    def _breaches(self, *, after: bool) -> list[Breach]:
        rooms = self.after if after else self.before
        waiting = self.waiting_after if after else self.waiting_before
        return [*(b for room in rooms.values() for b in room.breaches), *waiting]


class Workbench:
    """A plan laid out to be changed: every room scored once, then only the rooms that a change touches.

    Raises:
        KeyError: If the plan names a group or a person the intake does not know (see ``Plan.unknown_to``).
    """

    def __init__(self, intake: Intake, plan: Plan, measure: Measure | None = None, scored: Score | None = None) -> None:
        self.intake, self.plan, self.measure = intake, plan, measure or Measure(intake)
        self.score: Score = scored or score(intake, plan, self.measure)
        self.place: dict[str, str] = plan.by_applicant()
        self.rooms: dict[str, RoomScore] = {room.room.group.id: room for room in self.score.rooms}

    def moves(self, places: Mapping[str, str | None]) -> tuple[Move, ...]:
        """The moves that bring people to these places; whoever is there already makes none."""
        found = (Move(id=who, origin=self.place.get(who), target=target) for who, target in places.items())
        return tuple(move for move in found if move.origin != move.target)

    def effect(self, places: Mapping[str, str | None]) -> Effect:
        """What it does if these people sit at these places (a group's id, or None to wait); everybody else stays.

        Raises:
            KeyError: If a person or a group is unknown to the intake.
        """
        moves = self.moves(places)
        touched = dict.fromkeys(g for move in moves for g in (move.origin, move.target) if g is not None)
        before = {group: self.rooms[group] for group in touched if group in self.rooms}
        after = {}
        for group in touched:
            members = self._members(group, moves)
            if members:
                room = Room(
                    self.intake.group_by_id[group],
                    tuple(self.intake.applicant_by_id[member] for member in members),
                    self.measure,
                )
                after[group] = score_room(room)
        claims = {move.id: claim(self.intake, self.intake.applicant_by_id[move.id]) for move in moves}
        return Effect(
            moves=moves,
            before=before,
            after=after,
            waiting_before=self._waiting_breaches(move.id for move in moves if move.origin is None),
            waiting_after=self._waiting_breaches(move.id for move in moves if move.target is None),
            claim=sum(claims[m.id] * ((m.target is not None) - (m.origin is not None)) for m in moves),
        )

    def changed(self, places: Mapping[str, str | None]) -> Plan:
        """The plan with these people at these places, groups in the order offered."""
        where: dict[str, str | None] = {**self.place, **places}
        rooms: dict[str, list[str]] = {group.id: [] for group in self.intake.offers}
        for applicant, group in where.items():
            if group is not None:
                rooms[group].append(applicant)
        return Plan.of(rooms)

    def _members(self, group: str, moves: Sequence[Move]) -> list[str]:
        leaving = {move.id for move in moves if move.origin == group}
        here = [m.id for m in self.rooms[group].room.members] if group in self.rooms else []
        stay = [member for member in here if member not in leaving]
        return sorted([*stay, *(move.id for move in moves if move.target == group)])

    def _waiting_breaches(self, applicants: Iterable[str]) -> tuple[Breach, ...]:
        waiting = [self.intake.applicant_by_id[a] for a in applicants]
        rules = self.intake.policy.rules.active()
        return tuple(b for rule in rules for b in rule.broken_by_waiting(self.intake, waiting))


def _new(breaches: Sequence[Breach], known: Sequence[Breach], *, hard: bool) -> Iterable[Breach]:
    """Breaches about something that was not broken among the known ones, or is broken further now."""
    was, now = _amounts(known), _amounts(breaches)
    for breach in breaches:
        if breach.hard == hard and now[_about(breach)] > was[_about(breach)]:
            yield breach


def _amounts(breaches: Iterable[Breach]) -> dict[_Matter, float]:
    amounts: dict[_Matter, float] = defaultdict(float)
    for breach in breaches:
        amounts[_about(breach)] += breach.amount
    return amounts


def _about(breach: Breach) -> _Matter:
    """What a breach is about: a group's size is the same matter whoever is in it."""
    return breach.rule, breach.group, () if breach.rule == Size.code else breach.members
