"""Jobs whose worker is dead are handed to a living one. Every worker goes round.

Nothing has to be locked for that: each step changes what it has found only if it is still so, and of several workers
that find the same one does it.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from dbos import DBOSClient
from sqlalchemy import select, update

from api.db.database import Database
from api.db.models import JobRow, WorkerRow
from api.jobs import durable, tenure
from api.jobs.tenure import LostJob, Tenure, database_time
from api.logs import service_log
from api.settings import Settings

FORGOTTEN_AFTER = timedelta(hours=1)
"""When what DBOS keeps of a job that has ended is deleted."""

FORGETTING_SECONDS = 60
"""Between two times that this is looked for."""

STRAY_SIGHTINGS = 2
"""Rounds after which what this worker has, and does nothing about, is put back: its start was lost on the way."""


class Reaper:
    """The rounds of one worker."""

    def __init__(
        self, database: Database, client: DBOSClient, own_id: str, at_work: set[str], settings: Settings
    ) -> None:
        self._database, self._client, self._own_id, self._at_work = database, client, own_id, at_work
        self._silence = settings.worker_silence_seconds
        self._troubled_at: float | None = None
        self._forgot_at = time.monotonic()
        self._strays: dict[str, int] = {}

    def was_troubled(self) -> None:
        """The database could not be reached: others may have been silent for the same reason."""
        self._troubled_at = time.monotonic()

    def go_round(self) -> None:
        """Look once."""
        if self._troubled_at is not None:
            if time.monotonic() < self._troubled_at + self._silence:
                return
            self._troubled_at = None
        living = self._living()
        held = durable.held_by_workers(self._client)
        for job_id, worker_id in held.items():
            if worker_id not in living:
                self._take_from(worker_id, job_id)
        self._put_strays_back(held)
        self._end_overdue()
        if time.monotonic() > self._forgot_at + FORGETTING_SECONDS:
            self._forgot_at = time.monotonic()
            durable.forget_ended(self._client, (datetime.now(UTC) - FORGOTTEN_AFTER).isoformat())

    def _living(self) -> set[str]:
        with self._database.writing() as session:
            silent_since = database_time(session) - timedelta(seconds=self._silence)
            dead = update(WorkerRow).where(WorkerRow.ended_at.is_(None), WorkerRow.heartbeat_at < silent_since)
            for worker_id in session.scalars(dead.values(ended_at=WorkerRow.heartbeat_at).returning(WorkerRow.id)):
                service_log.warning("worker lost", extra={"record": {"worker": worker_id}})
            return set(session.scalars(select(WorkerRow.id).where(WorkerRow.ended_at.is_(None))))

    def _take_from(self, worker_id: str, job_id: str) -> None:
        with self._database.writing() as session:
            row = session.get(JobRow, job_id)
            if row is not None and row.state == "running" and row.worker_id == worker_id:
                try:
                    tenure.give_back(session, Tenure(job_id, row.attempts, worker_id), lost=True)
                except LostJob:
                    service_log.debug("somebody was faster")
        if durable.enqueue_again(self._client, job_id, worker_id):
            service_log.warning("job taken from a dead worker", extra={"record": {"job": job_id, "worker": worker_id}})

    def _put_strays_back(self, held: Mapping[str, str]) -> None:
        own = {workflow_id for workflow_id, worker_id in held.items() if worker_id == self._own_id} - self._at_work
        self._strays = {workflow_id: self._strays.get(workflow_id, 0) + 1 for workflow_id in own}
        for workflow_id, sightings in list(self._strays.items()):
            if sightings > STRAY_SIGHTINGS:
                del self._strays[workflow_id]
                durable.enqueue_again(self._client, workflow_id, self._own_id)

    def _end_overdue(self) -> None:
        """Jobs whose deadline passes before anybody begins them."""
        with self._database.reading() as session:
            overdue = JobRow.deadline_at < database_time(session)
            found = session.scalars(select(JobRow.id).where(JobRow.state == "queued", overdue)).all()
        for job_id in found:
            with self._database.writing() as session:
                row = tenure.row_of(session, job_id)
                if row is not None and row.state == "queued":
                    tenure.end(session, row, "stopped")
