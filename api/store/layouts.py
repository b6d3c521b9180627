"""Plans laid out on their lists: scored, ready for newcomers, remembered from one request to the next."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any, Self, TypeVar, overload

from propcache.api import cached_property
from sqlalchemy.orm import Session

from api.db.models import IntakeRevisionRow, IntakeRow, PlanRow
from api.problems import ProblemError, problem
from api.store import intakes, plans
from api.store.plans import Pins
from api.store.recent import Recent
from matcher.change import Workbench
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.recommend import Recommender
from matcher.scorer import Score

Value = TypeVar("Value")

REMEMBERED_APPLICANTS = 50_000
"""Applicants in the plans that one process has laid out."""

MOST_PAIRS = 300_000
"""Pairs that have been measured for one plan, above which the next one begins anew: some 50 MB."""


class in_turn(cached_property[Value]):  # noqa: N801 - it stands where property does
    """A property that is worked out once by one thread, while others that ask for it wait."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        """The value; from then on nobody comes here for it any more."""
        if instance is None:
            return self
        with instance.turn:
            return super().__get__(instance, owner)


@dataclass(frozen=True)
class Layout:
    """A plan on its list, under what holds for it; every part is made when it is first asked for.

    Of several threads that ask for the same part one makes it, and the others wait.
    """

    listed: Intake
    intake_revision: int
    pins: Pins
    plan: Plan
    turn: RLock = field(default_factory=RLock, init=False, repr=False, compare=False)

    @in_turn
    def intake(self) -> Intake:
        """The list with pins and published places on it."""
        return self.pins.applied(self.listed)

    @in_turn
    def measure(self) -> Measure:
        """Its measure, which keeps what it has measured."""
        return Measure(self.intake)

    @in_turn
    def bench(self) -> Workbench:
        """The plan as the scorer sees it."""
        return Workbench(self.intake, self.plan, self.measure)

    @in_turn
    def recommender(self) -> Recommender:
        """The plan laid out for newcomers."""
        return Recommender(self.intake, self.plan, self.bench)

    @property
    def score(self) -> Score:
        """What the plan is worth."""
        return self.bench.score

    @property
    def broken(self) -> Mapping[str, int]:
        """How often each hard rule is broken."""
        return Counter(breach.rule for breach in self.score.breaches(hard=True))

    def serves(self, intake_revision: int) -> bool:
        """Whether a plan of this revision of the list had better be laid out by turning this one."""
        return self.intake_revision == intake_revision and self.measure.pairs <= MOST_PAIRS

    def turned(self, pins: Pins, plan: Plan) -> "Layout":
        """Another plan of the same list, perhaps under other pins; what has been measured and scored is kept."""
        other = replace(self, pins=pins, plan=plan)
        if pins == self.pins:
            other.__dict__.update(intake=self.intake, measure=self.measure, bench=self.bench.turned(plan))
        else:
            other.__dict__.update(measure=self.measure.pinned_anew(other.intake))
        return other


_recent: Recent[Hashable, Layout] = Recent(REMEMBERED_APPLICANTS)


def layout(session: Session, row: PlanRow, revision: int | None = None) -> Layout:
    """A revision of the plan laid out, the last one unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision, 409 if it has none yet.
    """
    if row.revision == 0:
        raise not_composed()
    number = row.revision if revision is None else revision
    intake = session.get_one(IntakeRow, row.intake_id)

    def made() -> tuple[Layout, int]:
        found = plans.revision_of(session, row, number)
        pins, plan = plans.pins_of(found), plans.plan_of(found)
        before = _recent.known((row.id, found.parent, intake.erasures))
        if before is not None and before.serves(found.intake_revision):
            return before.turned(pins, plan), len(before.listed.applicants)
        listed = dated(session, intake, found.intake_revision)
        return Layout(listed, found.intake_revision, pins, plan), len(listed.applicants)

    return _recent.get((row.id, number, intake.erasures), made)


def newest(session: Session, row: PlanRow, *, newer_list: bool) -> Layout:
    """The plan's last revision under what holds for its next one.

    Its own pins and the places published now; with ``newer_list`` on the list's last revision, where people and groups
    that are gone have left the plan, and members of running groups sit where they do.

    Raises:
        ProblemError: 409 if the plan has no revision yet.
    """
    return newest_beside(session, row, plans.published(session, row.intake_id), newer_list=newer_list)


def newest_beside(session: Session, row: PlanRow, published: PlanRow | None, *, newer_list: bool) -> Layout:
    """The same where it is known which plan of the list people have been told.

    Raises:
        ProblemError: 409 if the plan has no revision yet.
    """
    # Held on to, so that the session does not read it once more for the layout.
    intake = session.get_one(IntakeRow, row.intake_id)
    last = layout(session, row)
    told = None if published is None else (published.id, published.published_revision)
    moved_on = newer_list and intake.revision != last.intake_revision

    def made() -> tuple[Layout, int]:
        pins = replace(last.pins, told=plans.told(session, row.intake_id))
        if moved_on:
            listed = dated(session, intake, intake.revision)
            found = Layout(listed, intake.revision, pins.known_to(listed), kept(listed, last.plan))
        else:
            found = last if pins == last.pins else last.turned(pins, last.plan)
        return found, len(found.listed.applicants)

    stands_on = intake.revision if moved_on else last.intake_revision
    return _recent.get((row.id, row.revision, intake.erasures, stands_on, told), made)


def kept(listed: Intake, plan: Plan) -> Plan:
    """What of a plan a later list leaves: who and what is still there, and members of running groups where they sit."""
    place = plan.by_applicant()
    rooms: dict[str, list[str]] = {group.id: [] for group in listed.offers}
    for applicant in listed.applicants:
        group = applicant.seated_in or place.get(applicant.id)
        if group is not None and group in rooms:
            rooms[group].append(applicant.id)
    return Plan.of(rooms)


def dated(session: Session, intake: IntakeRow, revision: int) -> Intake:
    """A revision of a list, with a day that stays: of a list without any date, the day it was handed in."""
    return with_day(session, intake, revision, intakes.load(session, intake, revision))


def with_day(session: Session, intake: IntakeRow, revision: int, listed: Intake) -> Intake:
    """The same of a revision that is at hand; one written by this transaction is not read before it is certain."""
    if listed.as_of is not None or any(applicant.submitted_at is not None for applicant in listed.applicants):
        return listed
    head = session.get_one(IntakeRevisionRow, (intake.id, revision))
    return listed.with_changes(as_of=head.created_at.date())


def require_same_people(first: Layout, other: Layout) -> None:
    """Refuse to compare plans for different people.

    Raises:
        ProblemError: 409 if they are.
    """
    if first.intake.applicant_by_id.keys() != other.intake.applicant_by_id.keys():
        detail = "the two are not about the same people: the list has changed between them"
        raise problem(409, "other_people", detail)


def not_composed() -> ProblemError:
    """The answer about a plan whose first job has not answered."""
    return problem(409, "not_composed", "this plan has not been composed yet: wait for its job")
