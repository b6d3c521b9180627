"""Handing in a job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.access.principal import Principal
from api.audit.chain import record
from api.db.ids import new_id
from api.db.models import IntakeRow, JobRow, PlanRow
from api.jobs.durable import USUAL_PRIORITY, enqueue
from api.store import plans

JobKind = Literal["solve", "revise"]
"""Compose a plan; fit a plan to what the intake has become, with few moves."""


def compose(
    session: Session,
    who: Principal,
    intake: IntakeRow,
    name: str,
    options: Mapping[str, Any],
    *,
    priority: int = USUAL_PRIORITY,
    deadline_at: datetime | None = None,
) -> JobRow:
    """Make a plan and hand in the job that composes it; see ``submit``."""
    plan = plans.create(session, intake, name)
    job = submit(
        session, who, "solve", intake=intake, plan=plan, options=options, priority=priority, deadline_at=deadline_at
    )
    record(session, who.clinic, who.actor, "plan.composed", plan.id, job=job.id, intake=intake.id)
    return job


def submit(
    session: Session,
    who: Principal,
    kind: JobKind,
    *,
    intake: IntakeRow,
    plan: PlanRow,
    options: Mapping[str, Any],
    priority: int = USUAL_PRIORITY,
    deadline_at: datetime | None = None,
) -> JobRow:
    """Hand in a job in the transaction that makes what it is for: both are there, or neither is.

    Args:
        session: The transaction.
        who: Who asks for it.
        kind: What is to be done.
        intake: Its last revision is what the job works on.
        plan: The plan whose next revision the job makes.
        options: Those of the kind: seconds, seed, work, max_moves ...
        priority: 0 to 100; what has a higher one begins earlier.
        deadline_at: A job that has not ended by then is stopped, and keeps what it has.
    """
    row = JobRow(
        id=new_id("job"),
        clinic_id=intake.clinic_id,
        kind=kind,
        intake_id=intake.id,
        intake_revision=intake.revision,
        plan_id=plan.id,
        plan_revision=plan.revision,
        options=dict(options),
        priority=priority,
        deadline_at=deadline_at,
        created_by=who.actor,
    )
    session.add(row)
    session.flush()
    enqueue(session, row.id, row.clinic_id, priority)
    return row
