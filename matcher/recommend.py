"""Groups for somebody new: every group of the offer ranked, and who could make way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from propcache.api import cached_property
from pydantic import Field

from matcher.change import Effect, Workbench
from matcher.engine.compiling import compile_intake
from matcher.engine.joining import Joining
from matcher.engine.sheet import Bools, Floats, Ints, Sheet
from matcher.intake import Applicant, Frozen, Intake, IntakeError, Problem
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Breach
from matcher.rules.size import TargetSize
from matcher.scorer import RoomScore
from matcher.sentences import Sentence, sentence
from matcher.validation import InvalidIntake

MOST_CHOICES = 5
"""Groups described in full unless told otherwise."""

MOST_HOSTED = 1000
"""Rooms with a member who made way in them that are kept for the next newcomer."""

NOTABLE = 1e-9
"""Changes up to this are rounding."""


class Note(Frozen):
    """A rule that is broken: its code, whom it concerns, what it costs in points of fit, and a sentence."""

    rule: str
    members: tuple[str, ...]
    cost: float
    text: str


class FitChange(Frozen):
    """A person's fit before and after, in [0, 1]; None where they have no place."""

    id: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """The change, where waiting counts as 0."""
        return (self.after or 0.0) - (self.before or 0.0)


class MakingWay(Frozen):
    """The newcomer in, one present member to another group that has a place, everybody else staying.

    Afterwards neither of the two rooms breaks a hard rule. Nobody is sent to the waitlist for somebody new.
    """

    group: str
    member: str = Field(description="Who makes way.")
    host: str = Field(description="The group they go to.")
    value: float = Field(description="The change of the plan's value, in points of fit.")
    fit: float = Field(description="The newcomer's fit.")
    members: tuple[FitChange, ...] = Field(
        description="The others in both groups, who makes way among them, the worst hit first."
    )


class Choice(Frozen):
    """One group with the newcomer in it, everybody else staying."""

    group: str
    size: int = Field(description="Members before.")
    free: int = Field(description="Free places before; 0 where the group is full.")
    value: float = Field(description="The change of the plan's value, in points of fit; hard rules are not in it.")
    fit: float = Field(description="The newcomer's fit, in [0, 1].")
    members: tuple[FitChange, ...] = Field(description="The present members, the worst hit first.")
    costs: tuple[Note, ...] = Field(
        description="Soft rules that cost more than before, each with the increase, the dearest first."
    )
    relieved: float = Field(
        description="What soft rules cost less than before, rewards gained among it, in points of fit."
    )
    broken: tuple[Note, ...] = Field(
        description="Hard rules broken that were not before; none where the newcomer may join."
    )
    making_way: MakingWay | None = Field(
        description="The best way to let them in by moving one member on; None where there is none."
    )

    @property
    def worst_hit(self) -> FitChange | None:
        """The member whose fit falls most; None where nobody's does."""
        first = next(iter(self.members), None)
        return first if first is not None and first.change < -NOTABLE else None


class Ranked(Frozen):
    """One line of the whole ranking."""

    group: str
    value: float
    fit: float
    free: int
    blocked_by: tuple[str, ...] = Field(description="Codes of the hard rules that joining would break.")
    making_way: float | None = Field(
        description="The best change of value if one member makes way; None where nobody can."
    )


class Recommendation(Frozen):
    """Groups for one newcomer. ``ranking`` has every group, those that break no hard rule first, by value."""

    applicant: str
    ranking: tuple[Ranked, ...]
    choices: tuple[Choice, ...]
    making_way: tuple[MakingWay, ...] = Field(description="The best ways over all groups to let one member make way.")
    blocked: tuple[Sentence, ...] = Field(description="Why the groups that are closed to the newcomer are.")
    members_looked_at: bool = Field(
        description="Whether making way was looked for; on the longest lists it is not, and only free places count."
    )

    @property
    def open_groups(self) -> int:
        """How many groups the newcomer may join as they are."""
        return sum(not line.blocked_by for line in self.ranking)


@dataclass(frozen=True)
class _Ways:
    """By group number: joining as it is, and the best member to make way (-1: nobody)."""

    value: Floats
    fit: Floats
    blocked: Mapping[str, Bools]
    making: Floats
    member: Ints

    @cached_property
    def barred(self) -> Bools:
        """The groups where joining breaks a hard rule."""
        barred: Bools = np.logical_or.reduce(list(self.blocked.values()))
        return barred

    def order(self) -> list[int]:
        """The group numbers, best first; of equals the one offered first."""
        return [int(g) for g in np.lexsort((-self.value, self.barred))]


class Recommender:
    """A plan laid out for newcomers: laid out once, then asked for one newcomer after another.

    Raises:
        KeyError: If the plan names a group or a person the intake does not know (see ``Plan.unknown_to``).
        ValueError: If the plan has a seated member in another group than the one they sit in.
    """

    def __init__(self, intake: Intake, plan: Plan, bench: Workbench | None = None) -> None:
        self.intake = intake
        self.plan = Plan.of({seating.id: seating.members for seating in plan.groups})
        self.measure = Measure(intake) if bench is None else bench.measure
        if bench is not None:
            self.bench = bench
        self._sheet: Sheet = compile_intake(intake, self.measure)
        assign = self._sheet.assignment(self.plan)
        elsewhere = self._sheet.fixed & (assign != self._sheet.home) & (assign < self._sheet.groups)
        if elsewhere.any():
            raise ValueError(
                f"{int(elsewhere.sum())} people who already sit in a running group stand in another one in the plan: "
                "correct the plan, or where they sit"
            )
        self._joining: Joining = Joining(self._sheet, assign)

    @cached_property
    def bench(self) -> Workbench:
        """The plan as the scorer sees it."""
        return Workbench(self.intake, self.plan, self.measure)

    @cached_property
    def _hosting(self) -> Callable[[str, str], RoomScore]:
        """A room with a member of another in it: the same few are looked at for one newcomer after another."""
        return lru_cache(maxsize=MOST_HOSTED)(self.bench.with_guest)

    def recommend_newcomer(self, newcomer: Applicant, top: int | None = MOST_CHOICES) -> Recommendation:
        """Rank every group for somebody who is not on the list, as if they stood at its end.

        Raises:
            InvalidIntake: If the id is taken, or the newcomer names people or groups the intake does not know.
            ValueError: If the newcomer has a place already.
        """
        intake = listed(self.intake, newcomer)
        if newcomer.seated_in is not None:
            raise ValueError("has a place already: only who waits can be recommended a group")
        if newcomer.together:
            # Members of the plan have a partner now whom they sit without: nothing measured of them holds for sure.
            return Recommender(intake, self.plan).recommend(newcomer.id, top)
        measure = self.measure.joined_by(intake)
        joined = copy(self)
        joined.intake, joined.measure = intake, measure
        joined._hosting = self._hosting
        joined.bench = self.bench.joined_by(intake, measure)
        joined._sheet = compile_intake(intake, measure, known=self._sheet)
        waiting = np.append(self._joining.assign, np.int32(self._sheet.groups))
        joined._joining = Joining(joined._sheet, waiting, self._joining)
        return joined.recommend(newcomer.id, top)

    def recommend(self, applicant_id: str, top: int | None = MOST_CHOICES) -> Recommendation:
        """Rank every group for somebody of the list who waits; ``top`` of them are described in full, None for all.

        Raises:
            KeyError: If no applicant has this id.
            ValueError: If the applicant has a place already.
        """
        if applicant_id not in self._sheet.index:
            raise KeyError(applicant_id)
        if applicant_id in self.bench.place or self.intake.applicant_by_id[applicant_id].seated_in is not None:
            raise ValueError("has a place already: only who waits can be recommended a group")
        ways = self._ways(self._sheet.index[applicant_id])
        order = ways.order()
        shown = order[:top]
        best = [int(g) for g in np.argsort(-ways.making, kind="stable")[:top] if ways.member[g] >= 0]
        makings = {g: self._making_way(applicant_id, g, ways) for g in {*shown, *best} if ways.member[g] >= 0}
        return Recommendation(
            applicant=applicant_id,
            ranking=tuple(self._ranked(g, ways) for g in order),
            choices=tuple(self._choice(applicant_id, g, makings.get(g)) for g in shown),
            making_way=tuple(makings[g] for g in best),
            blocked=_blocked(self.intake, order, ways),
            members_looked_at=self._joining.looks_for_hosts,
        )

    def _ways(self, person: int) -> _Ways:
        joining, sheet, rooms = self._joining, self._sheet, self._joining.rooms
        joins = joining.joins(person)
        size = rooms.size
        blocked = joining.blocked(person)
        empty = (size == 0) & (sheet.least > 1)
        blocked |= {"not_opened": empty, "full": size + 1 > sheet.most, "members": joins.breaks & ~empty}
        making, member = np.full(sheet.groups, -np.inf), np.full(sheet.groups, -1, np.int32)
        if joining.looks_for_hosts:
            making, member = joining.makings(person)
        return _Ways(joins.value, joins.fit, blocked, making, member)

    def _ranked(self, group: int, ways: _Ways) -> Ranked:
        size = int(self._joining.rooms.size[group])
        return Ranked(
            group=self.intake.offers[group].id,
            value=float(ways.value[group]),
            fit=float(ways.fit[group]),
            free=max(0, int(self._sheet.most[group]) - size),
            blocked_by=tuple(code for code, groups in ways.blocked.items() if groups[group]),
            making_way=float(ways.making[group]) if ways.member[group] >= 0 else None,
        )

    def _choice(self, applicant: str, group: int, making_way: MakingWay | None) -> Choice:
        offer = self.intake.offers[group]
        effect = self.bench.effect({applicant: offer.id})
        size = int(self._joining.rooms.size[group])
        gained, relieved = _cost_changes(effect)
        return Choice(
            group=offer.id,
            size=size,
            free=max(0, int(self._sheet.most[group]) - size),
            value=effect.value,
            fit=effect.fit(applicant),
            members=_changes(effect, applicant),
            costs=tuple(self._note(breach, increase) for breach, increase in gained),
            relieved=relieved,
            broken=tuple(self._note(breach, 0.0) for breach in effect.broken),
            making_way=making_way,
        )

    def _making_way(self, applicant: str, group: int, ways: _Ways) -> MakingWay:
        person = int(ways.member[group])
        member = self.intake.applicants[person].id
        here, host = self.intake.offers[group].id, self.intake.offers[int(self._joining.host[person])].id
        effect = self.bench.effect({applicant: here, member: host}, {host: self._hosting(host, member)})
        return MakingWay(
            group=here,
            member=member,
            host=host,
            value=effect.value,
            fit=effect.fit(applicant),
            members=_changes(effect, applicant),
        )

    def _note(self, breach: Breach, cost: float) -> Note:
        text = self.intake.policy.rules.named(breach.rule).explain(breach)
        return Note(rule=breach.rule, members=breach.members, cost=cost, text=text)


def listed(intake: Intake, newcomer: Applicant) -> Intake:
    """The intake with somebody new at the end of its list, groups as offered now.

    Raises:
        InvalidIntake: If the id is taken, or the newcomer names people or groups the intake does not know.
    """
    if newcomer.id in intake.applicant_by_id:
        message = "an applicant of the list has this id already: give the newcomer another, or ask for that applicant"
        raise InvalidIntake([Problem(path=("applicant", "id"), code="duplicate_id", message=message)])
    try:
        return intake.joined_by(newcomer)
    except IntakeError as error:
        found = (problem.model_copy(update={"path": ("applicant", *problem.path[2:])}) for problem in error.problems)
        raise InvalidIntake(list(found)) from error


def _changes(effect: Effect, newcomer: str) -> tuple[FitChange, ...]:
    found = (FitChange(id=who, before=old, after=new) for who, (old, new) in effect.fits.items() if who != newcomer)
    return tuple(sorted(found, key=lambda change: (change.change, change.id)))


def _cost_changes(effect: Effect) -> tuple[list[tuple[Breach, float]], float]:
    """Soft breaches that the change adds or makes dearer, with the increase, dearest first; and the sum of falls."""
    before, after = (_costs(rooms.values()) for rooms in (effect.before, effect.after))
    gained, relieved = [], 0.0
    for matter in before | after:
        old, new = (costs.get(matter, (None, 0.0)) for costs in (before, after))
        increase = new[1] - old[1]
        if increase > NOTABLE and new[0] is not None:
            gained.append((new[0], increase))
        else:
            relieved -= increase
    return sorted(gained, key=lambda pair: -pair[1]), relieved


def _costs(rooms: Iterable[RoomScore]) -> dict[tuple[str, str | None, tuple[str, ...]], tuple[Breach, float]]:
    """What each matter costs in points of fit; the size of a group is one matter whoever is in it."""
    found: dict[tuple[str, str | None, tuple[str, ...]], tuple[Breach, float]] = {}
    for breach in (b for room in rooms for b in room.breaches if not b.hard):
        matter = (breach.rule, breach.group, () if breach.rule == TargetSize.code else breach.members)
        found[matter] = breach, breach.cost + found.get(matter, (breach, 0.0))[1]
    return found


def _blocked(intake: Intake, order: Sequence[int], ways: _Ways) -> tuple[Sentence, ...]:
    """For each rule that keeps the newcomer out the groups it closes; a group counts for the first that does."""
    told = np.zeros(len(order), np.bool_)
    found = []
    for code, groups in ways.blocked.items():
        closed = tuple(intake.offers[g].id for g in order if groups[g] and not told[g])
        told |= groups
        if closed:
            found.append(sentence(f"closed-{code.replace('_', '-')}", groups=closed))
    return tuple(found)
