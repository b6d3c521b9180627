"""The board of a plan: what its page shows of every group and of whoever waits, and what of it has changed."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from propcache.api import cached_property
from sqlalchemy.orm import Session

from api.access.names import as_seen
from api.access.principal import current
from api.db.models import IntakeRow, PlanRow
from api.planning.turns import Turn
from api.store import layouts, plans
from api.store.layouts import Layout
from api.store.recent import Recent
from matcher.answer import helped
from matcher.intake import Applicant, Group, Intake
from matcher.measure import Measure
from matcher.obstacles import MOST_HELPED
from matcher.report import view
from matcher.report.ages import Axis, axis_for
from matcher.result import GroupReport, Result

FEW_GROUPS = view.FEW_GROUPS
"""Up to this many groups everybody is in sight; with more, a group's people are shown on demand."""

REMEMBERED_APPLICANTS = 20_000
"""Applicants in the plans whose answers one process has read."""

Held = Literal["board-held-member", "board-held-listed", "board-held-plan", ""]
"""What keeps a person in a group: they sat there before, the list says so, somebody said so of this plan, nothing."""


Help = Literal["said", "offered", "many"]
"""What would help whoever waits: it is said where there is any; it can be asked for; too many wait to ask at once."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on the board."""

    person: view.Person
    number: int
    """Their number on the list, from 1."""
    held: Held
    kept_off: tuple[str, ...]
    """Titles of the groups that this plan keeps them off."""
    told: bool
    """Whether they have been told of another place than this."""


@dataclass(frozen=True, slots=True)
class Place:
    """One group on offer, with whoever sits in it; without a card where it is not open."""

    number: int
    id: str
    title: str
    session: str
    most: int
    card: view.Card | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class WaitingSeat:
    """One person without a place, and why."""

    seat: Seat
    why: view.WaitingPerson


@dataclass(frozen=True)
class Standing:
    """A plan as it stands in one revision, as whoever asks may see it."""

    revision: int
    layout: Layout
    intake: Intake
    """The layout's, without names for whoever may not see them."""
    result: Result

    @cached_property
    def measure(self) -> Measure:
        """Reads what people brought with them."""
        return Measure(self.intake)

    @cached_property
    def axis(self) -> Axis | None:
        """The axis of ages, which holds whoever may still come."""
        return axis_for(self.intake, (applicant.id for applicant in self.intake.applicants))

    @cached_property
    def reports(self) -> Mapping[str, GroupReport]:
        """The open groups by id."""
        return {report.id: report for report in self.result.groups}

    @cached_property
    def place(self) -> Mapping[str, str]:
        """The group of everybody placed."""
        return self.layout.plan.by_applicant()

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of everybody on the list, from 1."""
        return {applicant.id: number for number, applicant in enumerate(self.intake.applicants, start=1)}

    @property
    def compact(self) -> bool:
        """Whether there are too many groups to show everybody in them."""
        return len(self.reports) > FEW_GROUPS

    def name(self, applicant_id: str) -> str:
        """What a person is called here."""
        applicant = self.intake.applicant_by_id.get(applicant_id)
        return applicant_id if applicant is None else applicant.display_name or applicant.id

    def title(self, group_id: str) -> str:
        """What a group is called here."""
        group = self.intake.group_by_id.get(group_id)
        return group_id if group is None else title_of(group)

    def places(self) -> Iterator[Place]:
        """Every group on offer, in that order."""
        for number, group in enumerate(self.intake.offers, start=1):
            yield self._place(number, group)

    @property
    def help(self) -> Help:
        """Whether what would help has been worked out, as after a search, or can be: a move by hand leaves it out."""
        waitlist = self.result.waitlist
        if not waitlist or any(waiting.helps for waiting in waitlist):
            return "said"
        return "offered" if len(waitlist) <= MOST_HELPED else "many"

    @cached_property
    def helped(self) -> Result:
        """The result with what would help everybody who waits, unless they are many."""
        return helped(self.result, lambda: self.layout.bench)

    def waiting(self, *, with_help: bool = False) -> Iterator[WaitingSeat]:
        """Whoever waits."""
        for found in (self.helped if with_help else self.result).waitlist:
            applicant = self.intake.applicant_by_id[found.id]
            seat = self._seat(applicant, view.person(applicant, self.measure), None)
            yield WaitingSeat(seat, view.waiting(self.intake, found))

    def changed_places(self, before: "Standing") -> tuple[Place, ...]:
        """The groups that do not look as they did before, on the same list."""
        pins = {*_differing(self.layout.pins.to, before.layout.pins.to)}
        pins |= _differing(self.layout.pins.off, before.layout.pins.off)
        touched = {self.place[who] for who in pins if who in self.place}
        return tuple(
            self._place(number, group)
            for number, group in enumerate(self.intake.offers, start=1)
            if group.id in touched or self.reports.get(group.id) != before.reports.get(group.id)
        )

    def _place(self, number: int, group: Group) -> Place:
        report = self.reports.get(group.id)
        bars = view.COMPACT_BARS if self.compact else view.BARS
        card = None if report is None else view.card(number, report, self.measure, self.axis, bars)
        people = () if card is None else card.people
        return Place(
            number=number,
            id=group.id,
            title=title_of(group),
            session="" if group.session is None else str(group.session),
            most=group.max_size,
            card=card,
            seats=tuple(self._seat(self.intake.applicant_by_id[p.key], p, group.id) for p in people),
        )

    def _seat(self, applicant: Applicant, person: view.Person, group: str | None) -> Seat:
        pins = self.layout.pins
        held: Held = ""
        if applicant.seated_in is not None:
            held = "board-held-member"
        elif pins.to.get(applicant.id) == group is not None:
            held = "board-held-plan"
        elif group is not None and applicant.pinned_group == group:
            held = "board-held-listed"
        told = applicant.published_group
        return Seat(
            person=person,
            number=self.numbers[applicant.id],
            held=held,
            kept_off=tuple(self.title(each) for each in pins.off.get(applicant.id, ())),
            told=told is not None and told != group,
        )


_recent: Recent[Hashable, Standing] = Recent(REMEMBERED_APPLICANTS)


def standing(session: Session, row: PlanRow, revision: int | None = None) -> Standing:
    """How the plan stands, in its last revision unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision, 409 if it has none yet.
    """
    number = row.revision if revision is None else revision

    def made() -> tuple[Standing, int]:
        laid = layouts.layout(session, row, number)
        result = Result.model_validate(plans.revision_of(session, row, number).result)
        return _shown(number, laid, result), len(laid.listed.applicants)

    return _recent.get(_key(session, row, number), made)


def kept(session: Session, row: PlanRow, turn: Turn) -> Standing:
    """How the plan stands after a turn whose revision is the last one: what was kept is not read again.

    Only for a turn whose transaction has been committed.
    """

    def made() -> tuple[Standing, int]:
        return _shown(row.revision, turn.layout, turn.result), len(turn.layout.listed.applicants)

    return _recent.get(_key(session, row, row.revision), made)


def _key(session: Session, row: PlanRow, revision: int) -> Hashable:
    return row.id, revision, session.get_one(IntakeRow, row.intake_id).erasures, current().sees_names


def _shown(revision: int, laid: Layout, result: Result) -> Standing:
    """A revision as whoever asks may see it."""
    return Standing(revision, laid, as_seen(laid.intake), result)


def title_of(group: Group) -> str:
    """What a group is called."""
    return group.name or group.id


def _differing(first: Mapping[str, object], second: Mapping[str, object]) -> set[str]:
    return {who for who in {*first, *second} if first.get(who) != second.get(who)}
