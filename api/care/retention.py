"""Not keeping for ever: lists that nobody touches, and what is only needed for a while.

A worker calls :func:`run_if_due` now and then; of many processes one does it, once a day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.audit.chain import record
from api.db.database import Database
from api.db.models import (
    ChoreRow,
    ClinicRow,
    DeliveryRow,
    DraftRow,
    IdempotencyRow,
    IntakeRow,
    JobEventRow,
    JobRow,
    PlanRow,
    SessionRow,
    WorkerRow,
    now,
)
from api.settings import Settings
from matcher.intake import Frozen

CHORE = "retention"
"""The name under which it is told when it was last done; and who did it, in the audit."""

EVERY = timedelta(days=1)
"""How often it is done."""

ENDED_WORKER_KEPT = timedelta(days=30)
"""How long it stays known which workers there were."""

LISTS_AT_ONCE = 10
"""Lists deleted in one transaction: on SQLite everybody else waits for it to write."""


class Removed(Frozen):
    """What retention has removed: counts alone."""

    intakes: int = Field(default=0, description="Lists, each with its plans and jobs.")
    answers: int = Field(default=0, description="Answers kept for requests that are sent again.")
    sessions: int = 0
    deliveries: int = 0
    drafts: int = Field(default=0, description="Lists handed in on the pages and never kept.")
    job_events: int = 0
    workers: int = 0


def run_if_due(database: Database, settings: Settings, moment: datetime | None = None) -> Removed | None:
    """Do what ``run`` does unless somebody has begun it within a day; None if so."""
    moment = moment or now()
    return run(database, settings, moment) if _taken(database, moment) else None


def run(database: Database, settings: Settings, moment: datetime | None = None) -> Removed:
    """Remove whatever has been kept for long enough at this moment. Safe to break off and to repeat."""
    moment = moment or now()
    removed = Removed(intakes=_remove_lists(database, settings, moment), **_remove_passing(database, settings, moment))
    database.forget_deleted()
    return removed


def _taken(database: Database, moment: datetime) -> bool:
    """Whether the chore is due and this process is the one that does it."""
    with database.writing() as session:
        due = update(ChoreRow).where(ChoreRow.name == CHORE, ChoreRow.begun_at <= moment - EVERY)
        if _count(session, due.values(begun_at=moment)):
            return True
        if session.get(ChoreRow, CHORE) is not None:
            return False
    try:
        with database.writing() as session:
            session.add(ChoreRow(name=CHORE, begun_at=moment))
    except IntegrityError:
        return False
    return True


def _remove_lists(database: Database, settings: Settings, moment: datetime) -> int:
    with database.reading() as session:
        clinics = [
            (row.id, row.retention_days or settings.retention_days) for row in session.scalars(select(ClinicRow))
        ]
    total = 0
    for clinic, days in clinics:
        if days is None:
            continue
        while removed := _remove_some(database, clinic, days, moment - timedelta(days=days)):
            total += removed
    return total


def _remove_some(database: Database, clinic: str, days: int, before: datetime) -> int:
    """Remove some of the clinic's lists of which nothing was touched since; how many. Published plans go with them."""
    with database.writing() as session:
        statement = select(IntakeRow).where(IntakeRow.clinic_id == clinic, *_untouched_since(before))
        rows = session.scalars(statement.order_by(IntakeRow.id).limit(LISTS_AT_ONCE).with_for_update()).all()
        for row in rows:
            session.delete(row)
        if rows:
            record(session, clinic, CHORE, "retention.ran", None, intakes=len(rows), days=days)
        return len(rows)


def _untouched_since(before: datetime) -> Sequence[ColumnElement[bool]]:
    plans = exists().where(PlanRow.intake_id == IntakeRow.id, PlanRow.updated_at >= before)
    busy = or_(JobRow.created_at >= before, JobRow.ended_at >= before, JobRow.state.in_(("queued", "running")))
    jobs = exists().where(JobRow.intake_id == IntakeRow.id, busy)
    return IntakeRow.updated_at < before, ~plans, ~jobs


def _remove_passing(database: Database, settings: Settings, moment: datetime) -> dict[str, int]:
    answered = moment - timedelta(hours=settings.idempotency_hours)
    delivered = moment - timedelta(days=settings.delivery_days)
    told = moment - timedelta(days=settings.job_event_days)
    ended = select(JobRow.id).where(JobRow.ended_at < told)
    silent = func.coalesce(WorkerRow.ended_at, WorkerRow.heartbeat_at) < moment - ENDED_WORKER_KEPT
    passing = {
        "answers": delete(IdempotencyRow).where(IdempotencyRow.created_at < answered),
        "sessions": delete(SessionRow).where(SessionRow.expires_at < moment),
        "deliveries": delete(DeliveryRow).where(
            and_(DeliveryRow.created_at < delivered, DeliveryRow.state != "pending")
        ),
        "drafts": delete(DraftRow).where(DraftRow.updated_at < moment - timedelta(days=settings.draft_days)),
        "job_events": delete(JobEventRow).where(JobEventRow.job_id.in_(ended)),
        "workers": delete(WorkerRow).where(silent),
    }
    counts = {}
    for name, statement in passing.items():
        with database.writing() as session:
            counts[name] = _count(session, statement)
    return counts


def _count(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
