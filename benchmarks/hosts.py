"""Jobs a minute by one host and by two. ``python -m benchmarks.hosts [jobs]``; as root on Linux, with PostgreSQL.

Each host is a network namespace with one core and one worker; PostgreSQL is reached over the bridge between them. Every
job does the same work, however long it takes. What one host does is measured with either host, since cores may differ.
"""

import math
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Select, func, select

from api.app import create_app
from api.db.database import Database
from api.db.models import JobRow, PlanRevisionRow, WorkerRow
from api.settings import Settings
from benchmarks.running import as_json
from matcher.generate import generate, generate_groups
from tests.service.asking import keep
from tests.service.hosts import Host, missing, network
from tests.service.jobs import compose
from tests.service.postgres import Cluster, missing_programs

JOBS = 20
PEOPLE = 64
WORK = 40
"""Rounds of search of a job."""

SEED = 3
ROUNDS = 3
"""Each is measured so often, in turns, and the fastest counts: other work on the machine only ever slows."""

LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 900
GOAL = 1.8


def main(jobs: int) -> None:
    absent = missing() or missing_programs()
    if absent is not None:
        sys.exit(f"hosts of their own and PostgreSQL need {absent}")
    with network(2) as there, Cluster.started(there.address) as cluster:
        alone, both = [math.inf, math.inf], math.inf
        for _ in range(ROUNDS):
            alone = [min(best, measure(cluster, [host], jobs)) for best, host in zip(alone, there.hosts, strict=True)]
            both = min(both, measure(cluster, there.hosts, jobs))
    one = sum(alone) / len(alone)
    print(f"{jobs} jobs of {WORK} rounds for {PEOPLE} people")
    print(f"one host: {', '.join(f'{60 / seconds * jobs:.1f}' for seconds in alone)} jobs a minute")
    print(f"two hosts: {60 / both * jobs:.1f} jobs a minute, {one / both:.2f} times one (goal {GOAL})")
    assert one / both >= GOAL


def measure(cluster: Cluster, hosts: Sequence[Host], jobs: int) -> float:
    """Seconds from handing in to the last end; every job has made one plan then."""
    with ExitStack() as stack:
        url = stack.enter_context(cluster.database())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hosts-")))
        for host in hosts:
            chosen = {"log_level": "WARNING", "jobs_per_clinic": "16"}
            stack.enter_context(host.worker(cluster.url_elsewhere(url), folder / host.name, **chosen))
        app = create_app(Settings(database_url=url))
        database: Database = app.extensions["group_matcher_database"]
        stack.callback(database.close)
        client = app.test_client()
        people = generate("clinic", PEOPLE, SEED).applicants
        kept = keep(client, intake=as_json(people, generate_groups(people, SEED)))
        _until(database, select(func.count()).select_from(WorkerRow), len(hosts))
        began = time.monotonic()
        for number in range(jobs):
            compose(client, kept, work=WORK, seed=number, reproducible=True)
        done = select(func.count()).select_from(JobRow).where(JobRow.state == "succeeded")
        _until(database, done, jobs)
        seconds = time.monotonic() - began
        with database.reading() as session:
            made = session.scalars(select(PlanRevisionRow.job_id)).all()
            attempts = session.scalars(select(JobRow.attempts)).all()
        assert len(set(made)) == len(made) == jobs
        assert set(attempts) == {1}
        return seconds


def _until(database: Database, counted: Select[int], wanted: int) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        with database.reading() as session:
            if (session.scalar(counted) or 0) >= wanted:
                return
        if time.monotonic() > end:
            raise TimeoutError("the workers take too long")
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else JOBS)
