"""What people have been told: publishing a plan, and withdrawing it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import IntakeRow, PlanRow, now
from api.problems import problem
from api.store import plans
from api.store.layouts import not_composed
from api.webhooks.events import Event, emit


def held(session: Session, plan_id: str) -> PlanRow:
    """The plan, held with its list: no other plan of the list is published or withdrawn meanwhile.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    clinic = current().clinic
    intake = session.scalars(
        select(PlanRow.intake_id).where(PlanRow.id == plan_id, PlanRow.clinic_id == clinic)
    ).one_or_none()
    session.execute(select(IntakeRow.id).where(IntakeRow.id == intake).with_for_update())
    return plans.find(session, clinic, plan_id, hold=True)


def another(session: Session, row: PlanRow) -> PlanRow | None:
    """Another plan of the same list that people have been told: one is published at a time."""
    statement = select(PlanRow).where(
        PlanRow.intake_id == row.intake_id, PlanRow.id != row.id, PlanRow.published_revision.is_not(None)
    )
    return session.scalar(statement)


def publish(session: Session, row: PlanRow) -> None:
    """Say that people have been told the last revision of a plan that is ``held``.

    Raises:
        ProblemError: 409 if it has none yet, or another plan of its list is published.
    """
    if row.revision == 0:
        raise not_composed()
    if another(session, row) is not None:
        raise problem(409, "another_is_published", "another plan of this list is published: withdraw it first")
    row.published_revision, row.published_at = row.revision, now()
    figures = plans.revision_of(session, row).figures
    counts = {"placed": figures["placed"], "breaches": sum(figures["broken"].values())}
    record(session, row.clinic_id, current().actor, "plan.published", row.id, revision=row.revision, **counts)
    emit(session, row.clinic_id, Event.PLAN_PUBLISHED, plan=row.id, revision=row.revision)


def withdraw(session: Session, row: PlanRow) -> None:
    """Take back that people have been told a plan that is ``held``.

    Raises:
        ProblemError: 409 if it is not published.
    """
    if row.published_revision is None:
        raise problem(409, "not_published", "this plan is not published: there is nothing to withdraw")
    record(session, row.clinic_id, current().actor, "plan.withdrawn", row.id, revision=row.published_revision)
    row.published_revision, row.published_at = None, None
