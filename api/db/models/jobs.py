"""Jobs, what they tell while they run, and the workers that run them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, PackedJson, Serial, now


class JobRow(Base):
    """A solve or another long computation; the id is also that of its durable workflow.

    ``state`` is queued, running, succeeded, stopped, discarded or failed. ``stop`` is what a person asked for: keep or
    discard. ``attempts`` counts the times that a worker began it; only the one that holds the last attempt may answer.
    ``handed_back`` counts those that ended because the worker was told to end. ``last_event`` is the number of the last
    thing that it told.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "clinic_id", "id"), Index(None, "state", "heartbeat_at"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), default=None)
    intake_revision: Mapped[int | None] = mapped_column(default=None)
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), default=None)
    plan_revision: Mapped[int | None] = mapped_column(default=None)
    options: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    state: Mapped[str] = mapped_column(String(20), default="queued")
    stop: Mapped[str | None] = mapped_column(String(10), default=None)
    priority: Mapped[int] = mapped_column(default=0)
    deadline_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    handed_back: Mapped[int] = mapped_column(default=0)
    worker_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    heartbeat_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    last_event: Mapped[int] = mapped_column(Serial, default=0)
    answer: Mapped[dict[str, Any] | None] = mapped_column(PackedJson, default=None)
    error: Mapped[str | None] = mapped_column(String(40), default=None)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    started_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class JobEventRow(Base):
    """Something a job told; the number is the event's id in a stream."""

    __tablename__ = "job_events"
    __table_args__ = (Index(None, "job_id", "number"),)

    number: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class WorkerRow(Base):
    """A process that runs jobs; its heartbeat is by the clock of the database."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    process: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    heartbeat_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
