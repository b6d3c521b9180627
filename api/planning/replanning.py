"""Handing in a job that changes a plan with few moves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import JobRow, PlanRow
from api.jobs.durable import USUAL_PRIORITY
from api.jobs.submit import submit
from api.store import intakes
from api.store.layouts import not_composed


def hand_in(
    session: Session,
    row: PlanRow,
    options: Mapping[str, Any],
    *,
    priority: int = USUAL_PRIORITY,
    deadline_at: datetime | None = None,
) -> JobRow:
    """Hand in the job. The row has to be held by this transaction.

    Raises:
        ProblemError: 409 if the plan has no revision yet.
    """
    if row.revision == 0:
        raise not_composed()
    who = current()
    intake = intakes.find(session, who.clinic, row.intake_id)
    job = submit(
        session, who, "revise", intake=intake, plan=row, options=options, priority=priority, deadline_at=deadline_at
    )
    record(session, who.clinic, who.actor, "plan.replanned", row.id, job=job.id, revision=row.revision)
    return job
