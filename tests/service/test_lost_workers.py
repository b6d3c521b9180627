"""Worker processes that are killed in the middle of a job."""

import os
import signal
import sys

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from api.db.database import Database
from api.db.models import JobRow, PlanRevisionRow, WorkerRow
from api.jobs.processes import Workers
from api.settings import Settings
from tests.api.asking import Json
from tests.service.asking import keep
from tests.service.jobs import compose, ended, long_intake, read, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def process_of(database: Database, job: Json) -> int:
    """The process of the worker that has the job."""
    with database.reading() as session:
        return session.get_one(WorkerRow, session.get_one(JobRow, job["id"]).worker_id).process


def begun(client: FlaskClient, job: Json, attempts: int) -> Json:
    """The job, once it has been begun so many times."""
    found: Json = until(
        lambda: read(client, job), lambda found: (found["state"], found["attempts"]) == ("running", attempts)
    )
    return found


def test_a_killed_workers_job_goes_to_another_and_is_given_up_in_the_end(
    client: FlaskClient, database: Database, service_settings: Settings
) -> None:
    settings = service_settings.model_copy(
        update={"job_attempts": 2, "worker_silence_seconds": 1.0, "worker_niceness": 7, "log_level": "ERROR"}
    )
    job = compose(client, keep(client, intake=long_intake()), seconds=600)
    gives_way: list[int] = []
    workers = Workers(settings, 1)
    workers.start()
    try:
        for attempt in (1, 2):
            begun(client, job, attempt)
            process = process_of(database, job)
            gives_way.append(os.getpriority(os.PRIO_PROCESS, process) - os.getpriority(os.PRIO_PROCESS, 0))
            os.kill(process, signal.SIGKILL)
        done = ended(client, job)
    finally:
        workers.stop()

    assert (done["state"], done["error"], done["plan_revision"]) == ("failed", "worker_lost", None)
    assert gives_way == [7, 7]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PlanRevisionRow)) == 0
