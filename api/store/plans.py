"""Plans as rows, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.ids import new_id
from api.db.models import IntakeRow, PlanRevisionRow, PlanRow, now
from api.problems import missing
from matcher.change import Move
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Result

Origin = Literal["job", "moves", "revision", "import", "undo", "redo"]
"""What made a revision of a plan."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What a person has fixed: applicants to groups, and off groups."""

    to: Mapping[str, str] = field(default_factory=dict)
    off: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def applied(self, intake: Intake) -> Intake:
        """The intake with these pins beside its own; a pin of the plan goes before one of the intake.

        Raises:
            pydantic.ValidationError: If a pin contradicts the rest of the intake.
        """
        if not self.to and not self.off:
            return intake
        applicants = [
            applicant.model_copy(
                update={
                    "pinned_group": self.to.get(applicant.id, applicant.pinned_group),
                    "kept_off_groups": tuple(
                        dict.fromkeys((*applicant.kept_off_groups, *self.off.get(applicant.id, ())))
                    ),
                }
            )
            if applicant.id in self.to or applicant.id in self.off
            else applicant
            for applicant in intake.applicants
        ]
        fields = {name: getattr(intake, name) for name in type(intake).model_fields}
        return Intake.model_validate({**fields, "applicants": applicants})


def create(session: Session, intake: IntakeRow, name: str) -> PlanRow:
    """A plan that has no revision yet."""
    row = PlanRow(id=new_id("pln"), clinic_id=intake.clinic_id, intake_id=intake.id, name=name, revision=0)
    session.add(row)
    session.flush()
    return row


def find(session: Session, clinic: str, plan_id: str, *, hold: bool = False) -> PlanRow:
    """The clinic's plan; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    statement = select(PlanRow).where(PlanRow.id == plan_id, PlanRow.clinic_id == clinic)
    row = session.scalar(statement.with_for_update() if hold else statement)
    if row is None:
        raise missing("plan")
    return row


def revision_of(session: Session, row: PlanRow, revision: int | None = None) -> PlanRevisionRow:
    """A revision of the plan, the last one unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    found = session.get(PlanRevisionRow, (row.id, row.revision if revision is None else revision))
    if found is None:
        raise missing("revision of the plan")
    return found


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
) -> PlanRevisionRow:
    """Keep what the plan has become as its next revision. The row has to be held by this transaction (see ``find``)."""
    row.revision += 1
    row.updated_at = now()
    revision = PlanRevisionRow(
        plan_id=row.id,
        revision=row.revision,
        intake_revision=intake_revision,
        seating=(result.plan or Plan()).model_dump(mode="json"),
        pins=dict(pins.to),
        kept_off={person: list(groups) for person, groups in pins.off.items()},
        result=result.model_dump(mode="json"),
        figures=figures(result),
        origin=origin,
        parent=parent,
        job_id=job,
        moves=[move.model_dump(mode="json") for move in moves],
        created_by=actor,
    )
    session.add(revision)
    session.flush()
    return revision


def figures(result: Result) -> dict[str, Any]:
    """The figures of a result by which plans are told apart in a list."""
    names = {"status", "value", "mean_fit", "worst_member", "worst_group", "bound", "gap", "placed", "applicants"}
    return result.model_dump(mode="json", include=names)


def plan_of(revision: PlanRevisionRow) -> Plan:
    """Who sits where."""
    return Plan.model_validate(revision.seating)


def pins_of(revision: PlanRevisionRow) -> Pins:
    """What is fixed."""
    return Pins(revision.pins, revision.kept_off)
