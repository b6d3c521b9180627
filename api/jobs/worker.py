"""A worker: takes jobs from the queue, does them, shows that it lives, and takes care of those of dead workers."""

import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from dbos import DBOS
from sqlalchemy import delete, update

from api.db.database import Database
from api.db.ids import new_id
from api.db.models import JobRow, WorkerRow
from api.db.patience import is_transient, patiently
from api.jobs import durable, tasks, tenure
from api.jobs.chores import Chores
from api.jobs.helping import help_with
from api.jobs.reaper import Reaper
from api.jobs.sharing import SharedBlocks
from api.jobs.tasks import Outcome, Task, UnworkableJob
from api.jobs.tenure import LostJob, Tenure, database_time
from api.jobs.watch import Watch
from api.logs import places, service_log
from api.process import aside
from api.settings import Settings
from api.store import plans

Value = TypeVar("Value")

POLLING_SECONDS = 0.2
"""Between two looks into the queue."""

BEATS_IN_SILENCE = 5
"""Heartbeats in the time after which a worker counts as dead."""

REMEMBERED = timedelta(days=1)
"""How long a worker that has ended stays in the list."""

GRACE_SECONDS, GRACE_PAUSE = 5.0, 0.02
"""How long a worker that ends waits for its threads, which may be deep in a step, and between two looks at them."""

LONGEST_ERROR = 40
"""Characters of the word that says why a job failed."""


class GivenAway(BaseException):
    """The workflow goes on elsewhere.

    No Exception: of one of these DBOS would keep that the workflow has failed, or have a thread wait until it has ended
    elsewhere. This passes it by.
    """


class Worker:
    """Runs jobs of the service's database in this process; there can be one in a process."""

    def __init__(self, settings: Settings) -> None:
        self.id = new_id("wrk")
        self.leaving = threading.Event()
        self._settings = settings
        self._database = Database(settings.url(), pool_size=settings.jobs_at_once + 2)
        self._tenures: dict[str, Tenure] = {}
        self._watches: dict[str, Watch] = {}
        self._engine = durable.system_engine(self._database)
        self._client = durable.client_of(self._engine)
        self._at_work: set[str] = set()
        self._reaper = Reaper(self._database, self._client, self.id, self._at_work, settings)
        self._chores = Chores(settings)
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to take jobs. The database has this version's tables."""
        assert not _here, "there is a worker in this process already"
        _here.append(self)
        patiently(self._appear, given_up=self.leaving)
        self._client.register_queue(
            durable.QUEUE,
            worker_concurrency=self._settings.jobs_at_once,
            partition_concurrency=self._settings.jobs_per_clinic,
            polling_interval_sec=POLLING_SECONDS,
        )
        DBOS(
            config={
                "name": durable.APPLICATION,
                "application_version": durable.APPLICATION_VERSION,
                "executor_id": self.id,
                "system_database_url": self._database.url.render_as_string(hide_password=False),
                "system_database_engine": self._engine,
                "dbos_system_schema": durable.SCHEMA,
                "run_migrations": False,
                "notification_listener_polling_interval_sec": POLLING_SECONDS,
                "log_level": "WARNING",
            }
        )
        DBOS.listen_queues([durable.QUEUE])
        DBOS.launch()
        self._keeper.start()
        self._chores.start()
        service_log.info("worker started", extra={"record": {"worker": self.id}})

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Take no more jobs, and hand back those that run: another worker begins them anew, with all of their time.

        They are not ended with what they have: whoever asked for a minute of search, or for the same answer as ever,
        should not get less because a worker was replaced. A thread that is still computing here is waited for a little;
        what it finds has lost its sense.
        """
        self.leaving.set()
        patience = self._settings.worker_silence_seconds
        for held in list(self._tenures.values()):
            patiently(partial(self._hand_back, held), seconds=patience)
        end = time.monotonic() + grace_seconds
        while self._at_work and time.monotonic() < end:
            time.sleep(GRACE_PAUSE)
        DBOS.destroy()
        self._chores.stop()
        if self._keeper.is_alive():
            self._keeper.join()
        patiently(self._disappear, seconds=patience)
        _here.remove(self)
        self._engine.dispose()
        self._database.close()
        service_log.info("worker ended", extra={"record": {"worker": self.id}})

    def run(self, job_id: str) -> None:
        """Do a job, unless it is over; called by the queue.

        Raises:
            GivenAway: If it is not this worker's any more.
        """
        self._at_work.add(job_id)
        try:
            if self.leaving.is_set():
                durable.enqueue_again(self._client, job_id, self.id)
                raise GivenAway
            held = self._patiently(lambda: self._begin(job_id))
            if held is None:
                return
            self._tenures[job_id] = held
            if self.leaving.is_set():
                # Whoever ends the worker may have looked for tenures before this one was among them.
                patiently(partial(self._hand_back, held), seconds=self._settings.worker_silence_seconds)
                raise GivenAway
            self._do(held)
        except LostJob:
            service_log.info("job given up: it is not this worker's any more", extra={"record": {"job": job_id}})
            raise GivenAway from None
        finally:
            self._tenures.pop(job_id, None)
            self._at_work.discard(job_id)

    def help(self, job_id: str, call: str) -> None:
        """Compute blocks for a job that another worker has, as a call asks; called by the queue."""
        self._at_work.add(call)
        try:
            help_with(self._database, job_id, self.id, self.leaving, self._settings.worker_niceness)
        except Exception as fault:
            # Nobody depends on help: whoever called for it computes what is missing.
            level = service_log.warning if is_transient(fault) else service_log.error
            level("help failed", extra={"record": {"job": job_id, "error": type(fault).__name__}})
        finally:
            self._at_work.discard(call)

    def _patiently(self, work: Callable[[], Value]) -> Value:
        """What one transaction of a job gives, tried until this worker leaves: whoever comes then does the job anew.

        Raises:
            LostJob: If it leaves before the database could be reached.
        """
        try:
            return patiently(work, given_up=self.leaving)
        except Exception as fault:
            if self.leaving.is_set() and is_transient(fault):
                raise LostJob from None
            raise

    def _begin(self, job_id: str) -> Tenure | None:
        with self._database.writing() as session:
            return tenure.begin(session, job_id, self.id, self._settings.job_attempts)

    def _do(self, held: Tenure) -> None:
        try:
            task, seconds = self._patiently(lambda: self._read(held))
            with Watch(self._database, held, seconds) as watch, self._shared(held, task) as shared:
                self._watches[held.job_id] = watch
                work = partial(tasks.carry_out, task, watch, watch, self._settings, shared)
                outcome = aside(work, self._settings.worker_niceness)
            if watch.lost.is_set():
                raise LostJob
            self._patiently(lambda: self._finish(held, task, outcome, watch))
        except LostJob:
            raise
        except UnworkableJob as refused:
            self._patiently(partial(self._fail, held, refused.code))
        except Exception as fault:
            # Its words may hold what was on the list.
            error = type(fault).__name__[:LONGEST_ERROR]
            record = {"job": held.job_id, "error": error, "at": places(fault.__traceback__)}
            service_log.error("job failed", extra={"record": record})
            self._patiently(partial(self._fail, held, error))
        finally:
            self._watches.pop(held.job_id, None)

    def _shared(self, held: Tenure, task: Task) -> SharedBlocks:
        return SharedBlocks(self._database, self._client, held, task.clinic, self._settings.worker_silence_seconds)

    def _read(self, held: Tenure) -> tuple[Task, float | None]:
        """The task, and the seconds until its deadline."""
        with self._database.reading() as session:
            row = session.get(JobRow, held.job_id)
            if row is None:
                raise LostJob
            left = None if row.deadline_at is None else (row.deadline_at - database_time(session)).total_seconds()
            return tasks.read(session, row), left

    def _finish(self, held: Tenure, task: Task, outcome: Outcome, seen: Watch) -> None:
        """Keep what the job has made, and end it, in one transaction and only if it is still this worker's."""
        with self._database.writing() as session:
            row = tenure.held(session, held)
            row.progress = seen.progress
            if row.stop == "discard":
                tenure.end(session, row, "discarded")
                return
            row.answer = outcome.answer
            revision = None
            if outcome.result is not None:
                plan = plans.find(session, row.clinic_id, row.plan_id or "", hold=True)
                revision = plans.add_revision(
                    session,
                    plan,
                    outcome.result,
                    intake_revision=row.intake_revision or 1,
                    origin="revision" if row.kind == "revise" else "job",
                    actor=row.created_by,
                    pins=task.pins,
                    parent=row.plan_revision or None,
                    job=row.id,
                ).revision
            state: tenure.State = "stopped" if seen.is_late or row.stop == "keep" else "succeeded"
            tenure.end(session, row, state, revision=revision)
        self._log(row)

    def _fail(self, held: Tenure, error: str) -> None:
        with self._database.writing() as session:
            row = tenure.held(session, held)
            tenure.end(session, row, "failed", error=error)
        self._log(row)

    def _log(self, row: JobRow) -> None:
        assert row.ended_at is not None
        began = row.started_at or row.ended_at
        record = {
            "job": row.id,
            "kind": row.kind,
            "state": row.state,
            "attempts": row.attempts,
            "milliseconds": round(1000 * (row.ended_at - began).total_seconds()),
        }
        service_log.info("job ended", extra={"record": record})

    def _hand_back(self, held: Tenure) -> None:
        try:
            with self._database.writing() as session:
                tenure.give_back(session, held, lost=False)
        except LostJob:
            return
        durable.enqueue_again(self._client, held.job_id, self.id)
        watch = self._watches.get(held.job_id)
        if watch is not None:
            watch.lost.set()

    def _appear(self) -> None:
        with self._database.writing() as session:
            moment = database_time(session)
            session.merge(
                WorkerRow(
                    id=self.id,
                    host=socket.gethostname()[:255],
                    process=os.getpid(),
                    started_at=moment,
                    heartbeat_at=moment,
                    ended_at=None,
                )
            )

    def _disappear(self) -> None:
        with self._database.writing() as session:
            session.execute(update(WorkerRow).where(WorkerRow.id == self.id).values(ended_at=database_time(session)))

    def _keep(self) -> None:
        """Show that this worker lives, and look after those that do not."""
        while not self.leaving.wait(self._settings.worker_silence_seconds / BEATS_IN_SILENCE):
            try:
                self._beat()
                self._reaper.go_round()
            except Exception as error:
                self._reaper.was_troubled()
                level = service_log.warning if is_transient(error) else service_log.error
                level("keeper failed", extra={"record": {"error": type(error).__name__}})

    def _beat(self) -> None:
        with self._database.writing() as session:
            moment = database_time(session)
            alive = update(WorkerRow).where(WorkerRow.id == self.id).values(heartbeat_at=moment, ended_at=None)
            found = session.execute(alive.returning(WorkerRow.id)).first()
            session.execute(delete(WorkerRow).where(WorkerRow.heartbeat_at < moment - REMEMBERED))
        if found is None:
            self._appear()


_here: list[Worker] = []
"""The worker of this process: DBOS calls a function, and knows nothing of whose it is."""


@DBOS.workflow(name=durable.WORKFLOW, max_recovery_attempts=None)
def run_job(job_id: str) -> None:
    """The workflow of a job. It may be called again at any time: the job's row says what is left to be done."""
    [worker] = _here
    worker.run(job_id)


@DBOS.workflow(name=durable.HELP, max_recovery_attempts=None)
def help_with_job(job_id: str) -> None:
    """The workflow of help with a job."""
    [worker] = _here
    call = DBOS.workflow_id
    assert call is not None, "only the queue calls for help"
    worker.help(job_id, call)
