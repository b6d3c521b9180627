"""Plans as rows, and back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from api.db.ids import new_id
from api.db.models import IntakeRow, PlanRevisionRow, PlanRow, now
from api.db.models.base import unpacked
from api.problems import missing
from api.store import owned
from api.webhooks.events import Event, emit
from matcher.change import Move
from matcher.intake import Applicant, Intake
from matcher.plan import Plan
from matcher.result import Result

Origin = Literal["job", "moves", "revision", "import", "undo", "redo", "back"]
"""What made a revision of a plan."""

LONGEST_NAME = 200
"""Characters of a plan's name."""

LONGEST_REASON = 500
"""Characters that somebody may say why in."""

_Told = aliased(PlanRow)
# Asked with every recommendation: putting them together anew would take as long as asking.
_WITH_LIST = (
    select(PlanRow, IntakeRow, _Told)
    .join(IntakeRow, IntakeRow.id == PlanRow.intake_id)
    .outerjoin(_Told, (_Told.intake_id == PlanRow.intake_id) & _Told.published_revision.is_not(None))
    .where(PlanRow.id == bindparam("plan"), PlanRow.clinic_id == bindparam("clinic"))
)
_KEPT = (
    select(
        PlanRevisionRow.intake_revision,
        PlanRevisionRow.figures,
        IntakeRow.revision,
        PlanRevisionRow.pins,
        PlanRevisionRow.kept_off,
        type_coerce(PlanRevisionRow.result, LargeBinary),
    )
    .join(IntakeRow, IntakeRow.id == bindparam("intake"))
    .where(PlanRevisionRow.plan_id == bindparam("plan"), PlanRevisionRow.revision == bindparam("revision"))
)
_PUBLISHED = select(PlanRow).where(PlanRow.intake_id == bindparam("intake"), PlanRow.published_revision.is_not(None))


@dataclass(frozen=True, slots=True)
class Pins:
    """What holds for a plan beside its list: applicants fixed to groups and kept off groups, and places published."""

    to: Mapping[str, str] = field(default_factory=dict)
    off: Mapping[str, Sequence[str]] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    def known_to(self, intake: Intake) -> "Pins":
        """Those whose people and groups the intake still has; members of a running group are fixed by the intake."""
        people = {a.id for a in intake.applicants if a.seated_in is None}
        groups = intake.group_by_id
        off = {who: tuple(g for g in some if g in groups) for who, some in self.off.items() if who in people}
        return Pins(
            {who: group for who, group in self.to.items() if who in people and group in groups},
            {who: some for who, some in off.items() if some},
            {who: group for who, group in self.told.items() if who in people and group in groups},
        )

    def applied(self, intake: Intake) -> Intake:
        """The intake with these pins beside its own; one of the plan goes before one of the intake.

        What the intake does not know (any more) is left out.
        """
        known = self.known_to(intake)
        touched = {*known.to, *known.off, *known.told}
        if not touched:
            return intake
        applicants = [known._pinned(a) if a.id in touched else a for a in intake.applicants]
        return intake.with_changes(applicants=applicants)

    def _pinned(self, applicant: Applicant) -> Applicant:
        off = self.off.get(applicant.id, ())
        own = applicant.pinned_group if applicant.pinned_group not in off else None
        pinned = self.to.get(applicant.id, own)
        kept_off = (group for group in (*applicant.kept_off_groups, *off) if group != pinned)
        return applicant.model_copy(
            update={
                "pinned_group": pinned,
                "kept_off_groups": tuple(dict.fromkeys(kept_off)),
                "published_group": self.told.get(applicant.id, applicant.published_group),
            }
        )


class Kept(NamedTuple):
    """What is kept of a revision, the result unread, and the newest revision of the plan's list."""

    intake_revision: int
    figures: Mapping[str, Any]
    newest: int
    pins: Mapping[str, str]
    kept_off: Mapping[str, Sequence[str]]
    result: str


def create(session: Session, intake: IntakeRow, name: str) -> PlanRow:
    """A plan that has no revision yet."""
    row = PlanRow(id=new_id("pln"), clinic_id=intake.clinic_id, intake_id=intake.id, name=name, revision=0)
    session.add(row)
    session.flush()
    return row


def next_name(session: Session, intake: IntakeRow, variant: str = "") -> str:
    """What the list's next plan is called where nobody says: after the list, numbered, and what is other about it."""
    count = session.scalar(select(func.count()).where(PlanRow.intake_id == intake.id)) or 0
    end = f" {count + 1}{f': {variant}' if variant else ''}"[:LONGEST_NAME]
    return intake.name[: LONGEST_NAME - len(end)] + end


def find(session: Session, clinic: str, plan_id: str, *, hold: bool = False) -> PlanRow:
    """The clinic's plan; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    return owned.find(session, PlanRow, "plan", clinic, plan_id, hold=hold)


def with_list(session: Session, clinic: str, plan_id: str) -> tuple[PlanRow, IntakeRow, PlanRow | None]:
    """The clinic's plan, its list, and the plan of that list that people have been told, in one question.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    found = session.execute(_WITH_LIST, {"plan": plan_id, "clinic": clinic}).first()
    if found is None:
        raise missing("plan")
    row, intake, published = found
    return row, intake, published


def revision_of(session: Session, row: PlanRow, revision: int | None = None) -> PlanRevisionRow:
    """A revision of the plan, the last one unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    found = session.get(PlanRevisionRow, (row.id, row.revision if revision is None else revision))
    if found is None:
        raise missing("revision of the plan")
    return found


def kept(session: Session, row: PlanRow, revision: int) -> Kept:
    """A revision of the plan in one question, for whoever passes its result on unread.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    asked = {"plan": row.id, "revision": revision, "intake": row.intake_id}
    found = session.execute(_KEPT, asked).one_or_none()
    if found is None:
        raise missing("revision of the plan")
    made_on, figures, newest, pins, kept_off, result = found
    return Kept(made_on, figures, newest, pins, kept_off, unpacked(result))


def add_revision(
    session: Session,
    row: PlanRow,
    result: Result,
    *,
    intake_revision: int,
    origin: Origin,
    actor: str,
    pins: Pins = Pins(),
    parent: int | None = None,
    job: str | None = None,
    moves: Sequence[Move] = (),
    broken: Mapping[str, int] | None = None,
    reason: str | None = None,
) -> PlanRevisionRow:
    """Keep what the plan has become as its next revision. The row has to be held by this transaction (see ``find``).

    Args:
        session: The transaction.
        row: The plan.
        result: What it is worth, with everybody's seat; one that breaks hard rules has been accepted so.
        intake_revision: The list's revision it was scored on.
        origin: What made it.
        actor: Who did.
        pins: What held for it; the result is that of ``pins.applied`` to the list.
        parent: The revision it was made from, the last one unless told otherwise; of an undo or redo the one it equals.
        job: The job that made it.
        moves: Who changed places.
        broken: How often each hard rule is broken, knowingly; those in groups are counted unless told.
        reason: Why, in the words of whoever made it.
    """
    if parent is None and row.revision:
        parent = row.revision
    revision = PlanRevisionRow(
        plan_id=row.id,
        revision=row.revision + 1,
        intake_revision=intake_revision,
        seating=Plan.of({group.id: group.members for group in result.groups}).model_dump(mode="json"),
        pins=dict(pins.to),
        kept_off={person: list(groups) for person, groups in pins.off.items()},
        told=dict(pins.told),
        result=result.model_dump(mode="json"),
        figures=figures(result, broken),
        origin=origin,
        parent=parent,
        job_id=job,
        moves=[move.model_dump(mode="json") for move in moves],
        created_by=actor,
        reason=reason,
    )
    return _added(session, row, revision)


def add_copy(
    session: Session, row: PlanRow, earlier: PlanRevisionRow, *, origin: Origin, actor: str, parent: int | None = None
) -> PlanRevisionRow:
    """Add a revision that equals an earlier one. The row has to be held by this transaction.

    The earlier one is its parent unless told otherwise.
    """
    copied = ("intake_revision", "seating", "pins", "kept_off", "told", "result", "figures")
    revision = PlanRevisionRow(
        plan_id=row.id,
        revision=row.revision + 1,
        origin=origin,
        parent=earlier.revision if parent is None else parent,
        moves=[],
        created_by=actor,
        **{name: getattr(earlier, name) for name in copied},
    )
    return _added(session, row, revision)


def _added(session: Session, row: PlanRow, revision: PlanRevisionRow) -> PlanRevisionRow:
    row.revision = revision.revision
    row.updated_at = now()
    session.add(revision)
    session.flush()
    emit(session, row.clinic_id, Event.PLAN_CHANGED, plan=row.id, revision=row.revision)
    return revision


_FIGURES = {"status", "value", "mean_fit", "worst_member", "worst_group", "bound", "gap", "placed", "applicants"}
_CLAIMS = {"placed_bound", "claim"}


def figures(result: Result, broken: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The figures of a result by which plans are told apart in a list, and how often each hard rule is broken.

    The breaches in groups are counted where ``broken`` does not say; those by waiting stand in no result.
    """
    found = result.model_dump(mode="json", include=_FIGURES | _CLAIMS)
    if broken is None:
        broken = Counter(b.rule for group in result.groups for b in group.breaches if b.hard)
    return {**found, "broken": dict(broken)}


def made_from(session: Session, row: PlanRow, revision: int | None = None) -> int:
    """The number of the revision that one was made from; its own if from none.

    Raises:
        ProblemError: 404 if the plan has no such revision.
    """
    made = revision_of(session, row, revision)
    return made.parent or made.revision


def plan_of(revision: PlanRevisionRow) -> Plan:
    """Who sits where."""
    return Plan.model_validate(revision.seating)


def pins_of(revision: PlanRevisionRow) -> Pins:
    """What held for it."""
    return Pins(revision.pins, revision.kept_off, revision.told)


def told(session: Session, intake_id: str) -> dict[str, str]:
    """The published places of the list's people; one plan of a list is published at a time."""
    row = published(session, intake_id)
    return {} if row is None else plan_of(revision_of(session, row, row.published_revision)).by_applicant()


def published(session: Session, intake_id: str) -> PlanRow | None:
    """The plan of the list that people have been told."""
    return session.scalar(_PUBLISHED, {"intake": intake_id})
