"""Two workers on two hosts with one PostgreSQL, and the cable of one cut while it solves."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.app import create_app
from api.db.database import Database
from api.db.models import JobRow, PlanRevisionRow, WorkerRow
from api.settings import Settings
from tests.service.asking import keep
from tests.service.hosts import missing, network, processes
from tests.service.jobs import compose, ended, long_intake, read, until
from tests.service.postgres import Cluster, missing_programs

absent = missing() or missing_programs()
pytestmark = pytest.mark.skipif(absent is not None, reason=f"hosts of their own and PostgreSQL need {absent}")

GIVEN_UP = "job given up: it is not this worker's any more"


def test_a_host_that_is_cut_off_loses_nothing_and_changes_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        there = stack.enter_context(network(2))
        cluster = stack.enter_context(Cluster.started(there.address))
        url = stack.enter_context(cluster.database())
        logs = {host: tmp_path / host.name for host in there.hosts}
        for host in there.hosts:
            elsewhere = cluster.url_elsewhere(url)
            stack.enter_context(host.worker(elsewhere, logs[host], worker_silence_seconds="1"))
        app = create_app(Settings(database_url=url))
        database: Database = app.extensions["group_matcher_database"]
        stack.callback(database.close)
        client = app.test_client()

        def alive() -> dict[str, int]:
            with database.reading() as session:
                rows = session.scalars(select(WorkerRow).where(WorkerRow.ended_at.is_(None)))
                return {row.id: row.process for row in rows}

        until(alive, lambda found: len(found) == 2)
        job = compose(client, keep(client, intake=long_intake()), seconds=600)
        until(lambda: read(client, job), lambda found: found["state"] == "running" and found["progress"]["value"])
        with database.reading() as session:
            first = session.get_one(JobRow, job["id"]).worker_id or ""
        [host] = [host for host in there.hosts if alive()[first] in processes(host)]

        host.cut()
        # The other host has it, from the beginning, and finds something.
        again = lambda found: (found["state"], found["attempts"]) == ("running", 2)  # noqa: E731
        until(lambda: read(client, job), again)
        assert first not in alive()
        host.mend()
        until(alive, lambda found: first in found)
        until(logs[host].read_text, lambda log: GIVEN_UP in log)
        client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": True})
        done = ended(client, job)

        assert (done["state"], done["attempts"], done["plan_revision"]) == ("stopped", 2, 1)
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(PlanRevisionRow)) == 1
