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


def kill_worker_of(database: Database, job: Json) -> None:
    with database.reading() as session:
        worker = session.get_one(WorkerRow, session.get_one(JobRow, job["id"]).worker_id)
    os.kill(worker.process, signal.SIGKILL)


def begun(client: FlaskClient, job: Json, attempts: int) -> Json:
    """The job, once it has been begun so many times."""
    found: Json = until(
        lambda: read(client, job), lambda found: (found["state"], found["attempts"]) == ("running", attempts)
    )
    return found


def test_a_killed_workers_job_is_done_by_another_and_given_up_in_the_end(
    client: FlaskClient, database: Database, service_settings: Settings
) -> None:
    settings = service_settings.model_copy(
        update={"job_attempts": 2, "worker_silence_seconds": 1.0, "log_level": "ERROR"}
    )
    kept = keep(client, intake=long_intake())
    workers = Workers(settings, 1)
    workers.start()
    try:
        job = compose(client, kept, seconds=600)
        begun(client, job, 1)
        kill_worker_of(database, job)
        begun(client, job, 2)
        client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": True})
        assert ended(client, job)["state"] == "stopped"

        deadly = compose(client, kept, seconds=600)
        for attempt in (1, 2):
            begun(client, deadly, attempt)
            kill_worker_of(database, deadly)
        done = ended(client, deadly)
    finally:
        workers.stop()

    assert (done["state"], done["error"], done["plan_revision"]) == ("failed", "worker_lost", None)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PlanRevisionRow)) == 1
