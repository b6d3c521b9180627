"""Jobs while everything that runs them is killed. ``python -m benchmarks.chaos [sqlite|postgresql] [jobs]``.

Three worker processes, one of which is killed with -9 every second at random; the web server is started anew twice, by
-9 and by SIGTERM; PostgreSQL is once, with connections open. Every request is idempotent, and sent again until it is
answered; each is sent three times, twice in the midst of it and once at the end. In the end every job has to have made
exactly one plan, and every request has to have been answered the same each time: status, address and body.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from api.db.database import Database
from api.db.models import JobRow, PlanRevisionRow, PlanRow, WorkerRow
from api.db.patience import patiently
from tests.api.asking import intake
from tests.service.postgres import Cluster

JOBS = 200
WORKERS = 3
KILL_SECONDS = 1.0
PATIENCE_SECONDS = 3600
SENDERS = 4
WITHIN = 2
"""How often each request is sent while everything is killed."""

Answer = tuple[int, str | None, bytes]
"""Status, Location and body."""

ENDED = ("succeeded", "stopped", "discarded", "failed")


class Service:
    """The web server and a supervisor of three workers, as processes of their own."""

    def __init__(self, url: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._log = (folder / "service.log").open("ab")
        self._environment = {
            **os.environ,
            "GROUP_MATCHER_DATABASE_URL": url,
            "GROUP_MATCHER_WORKER_SILENCE_SECONDS": "2",
            # A worker lives for three seconds here: a job that meets that again and again is none that kills.
            "GROUP_MATCHER_JOB_ATTEMPTS": "1000",
            "GROUP_MATCHER_LOG_LEVEL": "WARNING",
            "GROUP_MATCHER_CONCURRENT_SOLVES": "1",
        }
        self.web = self._start("serve", "--port", str(self.port), "--job-workers", "0")
        self.workers = self._start("worker", "--processes", str(WORKERS))

    def restart_web(self, how: signal.Signals) -> None:
        self.web.send_signal(how)
        self.web.wait()
        # What gunicorn left behind notices that it is gone, and lets the port go.
        while True:
            try:
                socket.create_server(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.1)
        self.web = self._start("serve", "--port", str(self.port), "--job-workers", "0")

    def stop(self) -> None:
        for process in (self.workers, self.web):
            process.terminate()
        for process in (self.workers, self.web):
            process.wait()

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "api.cli", *command], env=self._environment, stdout=self._log, stderr=self._log
        )


def insistently(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer, asked for until there is one that is not of a server on its way up or down."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            response = ask()
            if response.status_code < 500:
                return response
        except httpx.TransportError:
            pass
        if time.monotonic() > end:
            raise TimeoutError("the service does not answer")
        time.sleep(0.2)


@contextmanager
def repeatedly(seconds: float, deed: Callable[[], object]) -> Iterator[list[float]]:
    """Do it again and again beside the block; what it gives are the moments."""
    over, moments = threading.Event(), []

    def run() -> None:
        while not over.wait(seconds):
            if deed():
                moments.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield moments
    finally:
        over.set()
        thread.join()


def main(kind: str, jobs: int) -> None:
    chance = random.Random(5)
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        if kind == "sqlite":
            chaos(f"sqlite:///{folder}/chaos.sqlite3", folder, jobs, chance, None)
        else:
            with Cluster.started() as cluster, cluster.database() as url:
                chaos(url, folder, jobs, chance, cluster)


def chaos(url: str, folder: Path, jobs: int, chance: random.Random, cluster: Cluster | None) -> None:
    database = Database(url)
    service = Service(url, folder)
    http = httpx.Client(base_url=f"http://127.0.0.1:{service.port}", timeout=30)
    insistently(lambda: http.get("/healthz"))
    kept = insistently(lambda: http.post("/v1/intakes", json={"name": "Chaos", "intake": intake(24)}))
    address = f"/v1/intakes/{kept.json()['id']}/plans"

    def living() -> list[WorkerRow]:
        with database.reading() as session:
            return list(session.scalars(select(WorkerRow).where(WorkerRow.ended_at.is_(None))))

    def kill() -> bool:
        try:
            found = living()
        except Exception:
            return False
        chance.shuffle(found)
        for worker in found:
            try:
                os.kill(worker.process, signal.SIGKILL)
                return True
            except ProcessLookupError:
                continue
        return False

    def compose(number: int) -> tuple[int, Answer]:
        body = {"name": f"Plan {number}", "seconds": 0.5, "seed": number, "priority": number % 101}
        found = insistently(lambda: http.post(address, json=body, headers={"Idempotency-Key": f"job-{number}"}))
        return number, (found.status_code, found.headers.get("Location"), found.content)

    def counted() -> tuple[int, int]:
        with database.reading() as session:
            over = select(func.count()).select_from(JobRow).where(JobRow.state.in_(ENDED))
            return session.scalar(over) or 0, session.scalar(select(func.count()).select_from(PlanRevisionRow)) or 0

    began = time.monotonic()
    events: list[str] = []
    with repeatedly(KILL_SECONDS, kill) as killed, ThreadPoolExecutor(SENDERS) as senders:
        # Each again soon after it was first sent, or at the same time.
        numbers = sorted(WITHIN * list(range(jobs)), key=lambda number: number + chance.uniform(0, jobs / 10))
        sent = senders.map(compose, numbers)
        milestones: dict[int, Callable[[], Any]] = {
            jobs // 5: lambda: service.restart_web(signal.SIGKILL),
            3 * jobs // 5: lambda: service.restart_web(signal.SIGTERM),
        }
        if cluster is not None:
            milestones[2 * jobs // 5] = cluster.restart
        while True:
            done, _ = patiently(counted)
            for least in [each for each in milestones if each <= done]:
                milestones.pop(least)()
                events.append(f"{time.monotonic() - began:.0f} s: restart after {done} jobs")
            if done >= jobs:
                break
            if time.monotonic() > began + PATIENCE_SECONDS:
                print("out of patience at", done)
                break
            time.sleep(0.5)
        answered = list(sent)
    took = time.monotonic() - began
    answered += [compose(number) for number in range(jobs)]
    with database.reading() as session:
        states = dict(Counter(session.scalars(select(JobRow.state))))
        plans = session.scalars(select(PlanRow.revision)).all()
        revisions = session.scalars(select(PlanRevisionRow.job_id)).all()
        attempts = session.scalars(select(JobRow.attempts)).all()
    service.stop()
    database.close()
    print(f"{url.partition(':')[0]}: {jobs} jobs in {took:.0f} s, {len(killed)} workers killed; {'; '.join(events)}")
    print(f"states {states}; plans {len(plans)}, with one revision {plans.count(1)}; attempts {sum(attempts)}")
    answers: dict[int, set[Answer]] = defaultdict(set)
    for number, answer in answered:
        answers[number].add(answer)
    alike = sum(len(found) == 1 and next(iter(found))[0] == 202 for found in answers.values())
    print(f"requests {len(answered)}; answered alike each time: {alike} of {len(answers)}")
    assert states == {"succeeded": jobs}
    assert list(plans) == [1] * jobs
    assert len(set(revisions)) == len(revisions) == jobs
    assert alike == len(answers) == jobs
    assert len({location for found in answers.values() for _, location, _ in found}) == jobs


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite", int(sys.argv[2]) if len(sys.argv) > 2 else JOBS)
