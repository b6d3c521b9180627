"""The scorer: what a plan is worth and which rules it breaks. The one truth, independent of any solver."""

from collections.abc import Iterator
from dataclasses import dataclass

from propcache.api import cached_property

from matcher.intake import Applicant, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Breach, Room


@dataclass(frozen=True)
class RoomScore:
    """What one room is worth: fit by member, what its breaches cost, and their difference."""

    room: Room
    breaches: tuple[Breach, ...]

    @property
    def fits(self) -> dict[str, float]:
        """Fit by member id, in [0, 1]."""
        return self.room.fits

    @cached_property
    def seats(self) -> dict[str, tuple[Breach, ...]]:
        """By member: what stands against their seat, whoever else is in the room."""
        alone = [b for b in self.breaches if b.rule in self.room.measure.seat_rules]
        return {member: tuple(b for b in alone if member in b.members) for member in self.fits}

    @property
    def fit(self) -> float:
        """Mean fit of the members, in [0, 1]."""
        return sum(self.fits.values()) / len(self.fits)

    @property
    def worst(self) -> float:
        """The lowest fit of a member, in [0, 1]."""
        return min(self.fits.values())

    @property
    def penalty(self) -> float:
        """What the soft breaches cost together, rewards counted negative, in points of fit."""
        return sum(b.cost for b in self.breaches)

    @property
    def value(self) -> float:
        """Sum of the members' fit minus the penalty."""
        return sum(self.fits.values()) - self.penalty


@dataclass(frozen=True)
class Score:
    """What a plan is worth, room by room."""

    rooms: tuple[RoomScore, ...]
    waiting: tuple[Applicant, ...]
    waiting_breaches: tuple[Breach, ...]
    claim: float

    @cached_property
    def value(self) -> float:
        """Sum of the rooms' values."""
        return sum(room.value for room in self.rooms)

    @property
    def placed(self) -> int:
        """How many people sit in a room, seated ones included."""
        return sum(len(room.fits) for room in self.rooms)

    @property
    def mean_fit(self) -> float | None:
        """Mean fit of everybody placed, in [0, 1]; None where nobody is."""
        return sum(sum(room.fits.values()) for room in self.rooms) / self.placed if self.placed else None

    @property
    def worst_member(self) -> float | None:
        """The lowest fit of anybody placed; None where nobody is."""
        return min((room.worst for room in self.rooms), default=None)

    @property
    def worst_group(self) -> float | None:
        """The lowest mean fit of a room; None where none is open."""
        return min((room.fit for room in self.rooms), default=None)

    def breaches(self, *, hard: bool) -> Iterator[Breach]:
        """All hard, or all soft, breaches."""
        for breach in (*(b for room in self.rooms for b in room.breaches), *self.waiting_breaches):
            if breach.hard == hard:
                yield breach

    @property
    def valid(self) -> bool:
        """Whether no hard rule is broken."""
        return next(self.breaches(hard=True), None) is None


def score(intake: Intake, plan: Plan, measure: Measure | None = None) -> Score:
    """Score a plan of this intake.

    Raises:
        KeyError: If the plan names a group or a person the intake does not know (see :meth:`Plan.unknown_to`).
    """
    measure = measure or Measure(intake)
    placed = plan.by_applicant()
    waiting = tuple(a for a in intake.applicants if a.id not in placed)
    rules = measure.rules
    return Score(
        rooms=tuple(score_room(room) for room in plan.rooms(measure)),
        waiting=waiting,
        waiting_breaches=tuple(b for rule in rules for b in rule.broken_by_waiting(intake, waiting)),
        claim=sum(claim(intake, intake.applicant_by_id[member]) for member in placed),
    )


def score_room(room: Room) -> RoomScore:
    """Score one room with every active rule of its intake's policy."""
    return RoomScore(room, tuple(b for rule in room.measure.rules for b in rule.broken_by(room)))


def claim(intake: Intake, applicant: Applicant) -> float:
    """A person's claim to a place: 1, more with priority, waiting time and a due date (policy).

    A place that is already published counts like a due one, so that nobody is put out for somebody new.
    """
    policy = intake.policy
    claim = 1 + policy.priority_weight * applicant.priority + policy.waiting_weight * _years_waited(intake, applicant)
    due = applicant.must_place_by
    if applicant.published_group is not None or (due is not None and (due - intake.day).days <= policy.due_within_days):
        claim += policy.due_weight
    return claim


def _years_waited(intake: Intake, applicant: Applicant) -> float:
    if applicant.submitted_at is None:
        return 0.0
    return min(max((intake.day - applicant.submitted_at).days, 0) / 365, 1.0)
