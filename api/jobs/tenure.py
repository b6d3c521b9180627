"""Who has a job, and what may be done to it: each change is one transaction that holds the job's row.

The number of the attempt fences: whoever began an earlier one may not write any more, however late they wake.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.audit.chain import record
from api.db.models import JobEventRow, JobRow, now
from api.jobs import blocks
from api.webhooks.events import Event, emit

State = Literal["queued", "running", "succeeded", "stopped", "discarded", "failed"]

ENDED: frozenset[State] = frozenset({"succeeded", "stopped", "discarded", "failed"})
"""States that a job never leaves."""

EventKind = Literal["started", "improved", "bound", "handed_over", "done"]
"""What a job tells; ``done`` is the last, whatever the end was."""

WORKER_LOST = "worker_lost"
"""The error of a job whose workers died as often as is borne."""

WORKER = "worker"
"""Who has ended a job, in the audit."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One attempt at a job by one worker."""

    job_id: str
    attempt: int
    worker_id: str


class LostJob(Exception):
    """The job is another worker's by now, or it has ended, or it is gone."""


def database_time(session: Session) -> datetime:
    """This moment by the clock that all workers share."""
    if session.get_bind().dialect.name == "sqlite":
        return now()
    found: datetime = session.scalars(select(func.clock_timestamp())).one()
    return found


def begin(session: Session, job_id: str, worker_id: str, most_attempts: int) -> Tenure | None:
    """Take a job that is due; None where nothing is left to do.

    A job whose workers have died ``most_attempts`` times fails: it may be what kills them.
    """
    row = row_of(session, job_id)
    if row is None or row.state in ENDED:
        return None
    moment = database_time(session)
    if row.attempts - row.handed_back >= most_attempts:
        end(session, row, "failed", error=WORKER_LOST)
        return None
    if row.deadline_at is not None and row.deadline_at <= moment:
        end(session, row, "stopped")
        return None
    row.attempts += 1
    row.state = "running"
    row.worker_id = worker_id
    row.heartbeat_at = moment
    row.started_at = row.started_at or moment
    return Tenure(job_id, row.attempts, worker_id)


def held(session: Session, tenure: Tenure) -> JobRow:
    """The row of the job, held until the transaction ends.

    Raises:
        LostJob: If this attempt is not the one that counts.
    """
    row = row_of(session, tenure.job_id)
    if row is None or (row.state, row.attempts, row.worker_id) != ("running", tenure.attempt, tenure.worker_id):
        raise LostJob
    return row


def tell(session: Session, row: JobRow, kind: EventKind, data: dict[str, Any]) -> None:
    """Add to what the job has told. The row has to be held."""
    event = JobEventRow(job_id=row.id, kind=kind, data=data)
    session.add(event)
    session.flush()
    row.last_event = event.number


def end(session: Session, row: JobRow, state: State, *, revision: int | None = None, error: str | None = None) -> None:
    """End a job. The row has to be held.

    Args:
        session: The transaction; what the job has made is made in it, too.
        row: The job.
        state: How it ended.
        revision: The revision of the plan that it has made.
        error: Why it failed, in a word.
    """
    blocks.forget(session, row.id)
    row.state = state
    row.error = error
    row.ended_at = database_time(session)
    data = {**row.progress, "state": state, "plan": row.plan_id, "plan_revision": revision, "error": error}
    tell(session, row, "done", {name: value for name, value in data.items() if value is not None})
    record(session, row.clinic_id, WORKER, "job.ended", row.id, state=state, plan=row.plan_id, revision=revision)
    emit(session, row.clinic_id, Event.JOB_ENDED, job=row.id, state=state, plan=row.plan_id, revision=revision)


def give_back(session: Session, tenure: Tenure, *, lost: bool) -> None:
    """Let the job wait for another worker; a worker that was lost counts against it.

    Raises:
        LostJob: If it is this attempt's no longer.
    """
    row = held(session, tenure)
    blocks.forget(session, row.id)
    row.state = "queued"
    row.worker_id = None
    row.heartbeat_at = None
    row.handed_back += 0 if lost else 1
    tell(session, row, "handed_over", {"attempt": row.attempts})


def ask_to_stop(session: Session, row: JobRow, *, keep: bool) -> None:
    """Stop a job: at once where it has not begun, else its worker sees to it. The row has to be held.

    Keeping after discarding, or the other way round, counts as long as the job has not ended.
    """
    if row.state in ENDED:
        return
    row.stop = "keep" if keep else "discard"
    if row.state == "queued":
        end(session, row, "stopped" if keep else "discarded")


def row_of(session: Session, job_id: str) -> JobRow | None:
    """The row of a job, held until the transaction ends."""
    return session.scalar(
        select(JobRow).where(JobRow.id == job_id).with_for_update().execution_options(populate_existing=True)
    )
