"""The service under load: reads and recommendations at a steady rate beside solves, open streams, memory."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.effort import Effort
from benchmarks.running import Running, running
from benchmarks.table import Table, mebibytes, reached, whole
from benchmarks.traffic import Request, steady
from benchmarks.traffic import listen as open_streams
from matcher.generate import generate, generate_groups
from tests.service.postgres import Cluster, missing_programs

PEOPLE = 240

READS, RECOMMENDATIONS = 50.0, 100.0
"""Requests a second."""

GOAL_SECONDS = 0.1
"""The 99th percentile of their times is to be below this."""

STREAMS = 500

STEPS = 10
"""Times at which memory is looked at."""


def measure(effort: Effort) -> Iterator[Table]:
    """Tables for each database."""
    for name in ("SQLite", "PostgreSQL"):
        with _database(name) as url:
            if url is not None:
                yield from _on(name, url, effort)


@contextlib.contextmanager
def _database(name: str) -> Iterator[str | None]:
    if name == "SQLite" or missing_programs():
        yield "" if name == "SQLite" else None
        return
    with Cluster.started() as cluster, cluster.database() as url:
        yield url


def _on(name: str, url: str, effort: Effort) -> Iterator[Table]:
    seconds = effort.service.seconds
    # Two solves at once, which take every core between them: what answers requests has to go first.
    with running(url or None, max_seconds=86_400, jobs_at_once=2) as service:
        intake, plan = _composed(service)
        newcomers = [
            {"newcomer": {**person, "id": f"new-{number}"}}
            for number, person in enumerate(_people("clinic", 50, seed=9))
        ]
        jobs = [_solve(service, intake, 3 * seconds + 60) for _ in range(2)]
        _until_running(service, jobs)
        rates = {
            "read a plan": (READS, lambda _: Request("GET", f"/v1/plans/{plan}")),
            "recommend a group to somebody new": (
                RECOMMENDATIONS,
                lambda number: Request("POST", f"/v1/plans/{plan}/recommendations", newcomers[number % 50]),
            ),
        }
        asyncio.run(steady(service.port, rates, 5))
        timed = asyncio.run(steady(service.port, rates, seconds))
        rows = [
            (
                what,
                f"{rates[what][0]:.0f}/s",
                whole(times.asked),
                whole(times.wrong),
                *(f"{1000 * times.quantile(share):.0f} ms" for share in (0.5, 0.95, 0.99, 0.999)),
                reached(times.wrong == 0 and times.quantile(0.99) < GOAL_SECONDS),
            )
            for what, times in timed.items()
        ]
        columns = ("what", "asked for", "asked", "failed", "half within", "95 %", "99 %", "99.9 %", "99 % in 100 ms")
        note = (
            f"{seconds:.0f} s at a steady rate while two solves run on the same two cores; times from the moment a "
            f"request was due. A plan of {PEOPLE} people; each newcomer is another one."
        )
        yield Table(f"The service under load, {name}", columns, tuple(rows), note)

        began = time.perf_counter()
        events = asyncio.run(open_streams(service.port, f"/v1/jobs/{jobs[0]}/events", STREAMS, seconds=15))
        held = (f"{STREAMS} streams for 15 s", whole(sum(each >= 0 for each in events)), whole(min(events)))
        streams = ("what", "held open", "events, the fewest")
        note = f"Opened at once, beside two solves; closed after {time.perf_counter() - began:.0f} s."
        yield Table(f"Open event streams, {name}", streams, (held,), note)

        for job in jobs:
            service.ask("POST", f"/v1/jobs/{job}/stop", {"keep": False})
        yield _memory(name, service, rates, effort.service.requests)


def _memory(name: str, service: Running, rates: Any, requests: int) -> Table:
    held = [service.resident()]
    for _ in range(STEPS):
        asyncio.run(steady(service.port, rates, requests / STEPS / (READS + RECOMMENDATIONS)))
        held.append(service.resident())
    rows = tuple((whole(requests * step // STEPS), mebibytes(bytes_)) for step, bytes_ in enumerate(held))
    return Table(f"Memory of the web process, {name}", ("requests", "resident"), rows, "Reads and recommendations.")


def _people(kind: Any, count: int, seed: int) -> list[dict[str, Any]]:
    applicants = generate(kind, count, seed).applicants
    return [person.model_dump(mode="json", exclude_defaults=True) for person in applicants]


def _composed(service: Running) -> tuple[str, str]:
    applicants = generate("clinic", PEOPLE, 1).applicants
    intake = {
        "applicants": _people("clinic", PEOPLE, 1),
        "groups": [group.model_dump(mode="json", exclude_defaults=True) for group in generate_groups(applicants, 1)],
    }
    kept = service.ask("POST", "/v1/intakes", {"name": "load", "intake": intake})["id"]
    job = _solve(service, kept, 10)
    while (found := service.ask("GET", f"/v1/jobs/{job}"))["state"] in ("queued", "running"):
        time.sleep(0.2)
    return kept, found["plan"]


def _solve(service: Running, intake: str, seconds: float) -> str:
    accepted = service.ask("POST", f"/v1/intakes/{intake}/plans", {"name": "load", "seconds": seconds})
    found: str = accepted["id"]
    return found


def _until_running(service: Running, jobs: list[str]) -> None:
    while any(service.ask("GET", f"/v1/jobs/{job}")["state"] == "queued" for job in jobs):
        time.sleep(0.2)
