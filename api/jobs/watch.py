"""Beside a running job: its heartbeat, its progress for those who look, and whether it should end."""

import threading
import time
from collections import OrderedDict
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from api.db.database import Database
from api.db.models import JobRow
from api.db.patience import is_transient
from api.jobs.tenure import EventKind, LostJob, Tenure, database_time, held, tell
from api.logs import service_log
from matcher.listener import Listener
from matcher.result import Result
from matcher.stop import Standing

TICK_SECONDS = 0.25
"""Between two looks at the job's row. At most one event is told at each: four a second."""

HEARTBEAT_SECONDS = 1.0
"""Between two heartbeats of a job that has nothing to tell."""


class Watch(Listener):
    """Listens to a solve, and is a stop criterion for it; a thread of its own carries both to and from the database.

    Use it as a context manager around the work.
    """

    def __init__(self, database: Database, tenure: Tenure, deadline_seconds: float | None) -> None:
        self._database, self._tenure = database, tenure
        self._deadline = None if deadline_seconds is None else time.monotonic() + deadline_seconds
        self._told: OrderedDict[EventKind, dict[str, Any]] = OrderedDict()
        self._progress: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_watch, name=f"watch-{tenure.job_id}", daemon=True)
        self._beaten_at = 0.0
        self.lost = threading.Event()
        """Set when the job is somebody else's."""
        self.asked: str | None = None
        """Keep or discard, once somebody has asked for it."""
        self.is_late = False
        """Whether the deadline has ended the work."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def started(self, applicants: int, groups: int) -> None:
        """The search begins."""
        self._tell("started", {"applicants": applicants, "groups": groups})

    def improved(self, value: float, placed: int, seconds: float) -> None:
        """A better plan."""
        self._tell("improved", {"value": value, "placed": placed, "seconds": round(seconds, 3)})

    def bound(self, bound: float, seconds: float) -> None:
        """A better proof."""
        self._tell("bound", {"bound": bound, "seconds": round(seconds, 3)})

    def done(self, result: Result) -> None:
        """The job's end is told where the job ends."""

    def begin(self) -> None:
        """A search begins; the deadline is that of all of them."""

    def met(self, standing: Standing) -> bool:
        """Whether somebody wants it to end, or it has lost its sense."""
        if self._deadline is not None and time.monotonic() >= self._deadline:
            self.is_late = True
        return self.is_late or self.asked is not None or self.lost.is_set()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the deadline."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    @property
    def progress(self) -> dict[str, Any]:
        """The figures so far."""
        with self._lock:
            return dict(self._progress)

    def _tell(self, kind: EventKind, data: dict[str, Any]) -> None:
        # What has been told since the last tick is told as it is at the next.
        with self._lock:
            self._told[kind] = data
            self._progress.update(data)

    def _keep_watch(self) -> None:
        while not self._over.wait(TICK_SECONDS) and not self.lost.is_set():
            try:
                self._tick()
            except LostJob:
                self.lost.set()
            except Exception as error:
                if not is_transient(error):
                    service_log.error("watch failed", extra={"record": {"error": type(error).__name__}})

    def _tick(self) -> None:
        with self._lock:
            kind = next(iter(self._told), None)
            data = {} if kind is None else self._told[kind]
            progress = dict(self._progress)
        if kind is None and time.monotonic() < self._beaten_at + HEARTBEAT_SECONDS:
            with self._database.reading() as session:
                statement = select(JobRow.state, JobRow.attempts, JobRow.stop).where(JobRow.id == self._tenure.job_id)
                found = session.execute(statement).one_or_none()
            if found is None or (found.state, found.attempts) != ("running", self._tenure.attempt):
                raise LostJob
            self.asked = found.stop
            return
        with self._database.writing() as session:
            row = held(session, self._tenure)
            row.heartbeat_at = database_time(session)
            row.progress = progress
            self.asked = row.stop
            if kind is not None:
                tell(session, row, kind, data)
        self._beaten_at = time.monotonic()
        with self._lock:
            # Told, unless it has changed meanwhile.
            if kind is not None and self._told.get(kind) is data:
                del self._told[kind]
