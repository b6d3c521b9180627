"""A change of a plan: who moves where, and exactly what that does to everybody, by the scorer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from propcache.api import cached_property

from matcher.intake import Frozen, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Breach, Room
from matcher.rules.size import Size, TargetSize
from matcher.scorer import RoomScore, Score, claim, score, score_room

_ABOUT_A_GROUP = frozenset((Size.code, TargetSize.code))
"""Rules that speak about a group as a whole, whoever is in it."""

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


@dataclass(frozen=True)
class PlanChange:
    """One plan and what became of it, each as scored under the conditions that hold for it.

    Between the two, more than seats may differ: pins, people who left the list or are new on it, groups. ``rooms``,
    ``value`` and ``fits`` mean what they mean in an :class:`Effect`.
    """

    before: Score
    after: Score

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Everybody of either list whose place changes, in the order of the second plan, who is in it no more last."""
        was, now = _places(self.before), _places(self.after)
        waiting = (a.id for a in self.after.waiting)
        everybody = dict.fromkeys([*now, *waiting, *was])
        found = (Move(id=who, origin=was.get(who), target=now.get(who)) for who in everybody)
        return tuple(move for move in found if move.origin != move.target)

    @cached_property
    def rooms(self) -> Mapping[str, tuple[RoomScore | None, RoomScore | None]]:
        """The rooms that are not what they were, before and after: other members, or another value."""
        was, now = ({r.room.group.id: r for r in scored.rooms} for scored in (self.before, self.after))
        pairs = {group: (was.get(group), now.get(group)) for group in now | was}
        return {group: (old, new) for group, (old, new) in pairs.items() if not _alike(old, new)}

    @property
    def value(self) -> float:
        """The change of the plan's value, in points of fit."""
        return self.after.value - self.before.value

    @property
    def claim(self) -> float:
        """The change of the summed claims placed."""
        return self.after.claim - self.before.claim

    @cached_property
    def fits(self) -> dict[str, tuple[float | None, float | None]]:
        """Fit before and after of everybody in the rooms that are not what they were; None where they have no place."""
        old, new = ({m: fit for r in self.rooms.values() if (s := r[n]) for m, fit in s.fits.items()} for n in (0, 1))
        return {member: (old.get(member), new.get(member)) for member in old | new}

    @cached_property
    def broken(self) -> tuple[Breach, ...]:
        """Hard rules that are broken afterwards and were not before, or not as far."""
        return tuple(_new(tuple(self.after.breaches(hard=True)), tuple(self.before.breaches(hard=True)), hard=True))

    @cached_property
    def mended(self) -> tuple[Breach, ...]:
        """Hard rules that were broken before and are not afterwards, or not as far."""
        return tuple(_new(tuple(self.before.breaches(hard=True)), tuple(self.after.breaches(hard=True)), hard=True))

    @cached_property
    def dearer(self) -> tuple[Breach, ...]:
        """Soft rules that are broken further than before, or earn more, in the rooms that are not what they were."""
        return tuple(_new(self._in_rooms(1), self._in_rooms(0), hard=False))

    @cached_property
    def eased(self) -> tuple[Breach, ...]:
        """Soft rules that were broken further before, or earned more, in the rooms that are not what they were."""
        return tuple(_new(self._in_rooms(0), self._in_rooms(1), hard=False))

    def _in_rooms(self, side: int) -> tuple[Breach, ...]:
        return tuple(b for pair in self.rooms.values() if (scored := pair[side]) for b in scored.breaches)


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
        # By one person who waits: changes that are tried one after another are about the same few.
        self._waiting: dict[tuple[str, ...], tuple[Breach, ...]] = {}

    def joined_by(self, intake: Intake, measure: Measure) -> "Workbench":
        """The same plan on a list with somebody new at its end, who waits (see ``Intake.joined_by``)."""
        joined = copy(self)
        joined.intake, joined.measure, joined._waiting = intake, measure, {}
        return joined

    def moves(self, places: Mapping[str, str | None]) -> tuple[Move, ...]:
        """The moves that bring people to these places; whoever is there already makes none."""
        found = (Move(id=who, origin=self.place.get(who), target=target) for who, target in places.items())
        return tuple(move for move in found if move.origin != move.target)

    def turned(self, plan: Plan) -> "Workbench":
        """Another plan of the same people laid out; rooms with the same members are not scored again."""
        rooms = []
        for seating in plan.groups:
            known = self.rooms.get(seating.id)
            same = known is not None and tuple(m.id for m in known.room.members) == seating.members
            rooms.append(known if same and known is not None else self._scored(seating.id, seating.members))
        placed = plan.by_applicant()
        waiting = tuple(a for a in self.intake.applicants if a.id not in placed)
        scored = Score(
            rooms=tuple(rooms),
            waiting=waiting,
            waiting_breaches=self._waiting_breaches(tuple(a.id for a in waiting)),
            claim=sum(claim(self.intake, self.intake.applicant_by_id[member]) for member in placed),
        )
        return Workbench(self.intake, plan, self.measure, scored)

    def effect(self, places: Mapping[str, str | None], scored: Mapping[str, RoomScore] | None = None) -> Effect:
        """What it does if these people sit at these places (a group's id, or None to wait); everybody else stays.

        ``scored`` has rooms as they are afterwards, by group, that have been scored already.

        Raises:
            KeyError: If a person or a group is unknown to the intake.
        """
        [effect] = self.effects([places], scored)
        return effect

    def effects(
        self, choices: Iterable[Mapping[str, str | None]], scored: Mapping[str, RoomScore] | None = None
    ) -> Iterator[Effect]:
        """The effect of each of several changes; rooms that several of them lead to are scored once.

        ``scored`` has rooms as they are after each of the changes, by group, that have been scored already.
        """
        known: dict[tuple[str, tuple[str, ...]], RoomScore] = {}
        for places in choices:
            moves = self.moves(places)
            touched = dict.fromkeys(g for move in moves for g in (move.origin, move.target) if g is not None)
            after = {}
            for group in touched:
                if scored is not None and group in scored:
                    after[group] = scored[group]
                elif members := self._members(group, moves):
                    key = group, members
                    if key not in known:
                        known[key] = self._scored(group, members)
                    after[group] = known[key]
            claims = {move.id: claim(self.intake, self.intake.applicant_by_id[move.id]) for move in moves}
            yield Effect(
                moves=moves,
                before={group: self.rooms[group] for group in touched if group in self.rooms},
                after=after,
                waiting_before=self._waiting_breaches(tuple(move.id for move in moves if move.origin is None)),
                waiting_after=self._waiting_breaches(tuple(move.id for move in moves if move.target is None)),
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

    def with_guest(self, group: str, guest: str) -> RoomScore:
        """One room as it would be with somebody of the list in it, whoever they leave for it."""
        move = Move(id=guest, origin=self.place.get(guest), target=group)
        return self._scored(group, self._members(group, (move,)))

    def _scored(self, group: str, members: Iterable[str]) -> RoomScore:
        people = tuple(self.intake.applicant_by_id[member] for member in members)
        offer, before = self.intake.group_by_id[group], self.rooms.get(group)
        if before is None:
            return score_room(Room(offer, people, self.measure))
        # Of those who stay, rules about one person and one group alone are not asked again, nor how they fit.
        met = self.measure.met_anew(people, before.room.members, before.room.met)
        return score_room(Room(offer, people, self.measure, before.seats, met))

    def _members(self, group: str, moves: Sequence[Move]) -> tuple[str, ...]:
        leaving = {move.id for move in moves if move.origin == group}
        here = [m.id for m in self.rooms[group].room.members] if group in self.rooms else []
        stay = [member for member in here if member not in leaving]
        return tuple(sorted([*stay, *(move.id for move in moves if move.target == group)]))

    def _waiting_breaches(self, applicants: tuple[str, ...]) -> tuple[Breach, ...]:
        known = self._waiting.get(applicants) if applicants else ()
        if known is None:
            waiting = [self.intake.applicant_by_id[a] for a in applicants]
            known = tuple(b for rule in self.measure.rules for b in rule.broken_by_waiting(self.intake, waiting))
            if len(applicants) == 1:
                self._waiting[applicants] = known
        return known


def _places(scored: Score) -> dict[str, str]:
    return {member: room.room.group.id for room in scored.rooms for member in room.fits}


def _alike(old: RoomScore | None, new: RoomScore | None) -> bool:
    if old is None or new is None:
        return old is new
    return old is new or (old.room.ids == new.room.ids and old.breaches == new.breaches and old.fits == new.fits)


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
    return breach.rule, breach.group, () if breach.rule in _ABOUT_A_GROUP else breach.members
