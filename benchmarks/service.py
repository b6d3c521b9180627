"""The service under load: reads and recommendations at a steady rate beside solves, open streams, memory."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any

from benchmarks.effort import Effort
from benchmarks.running import DATABASES, Running, database, running
from benchmarks.table import Table, mebibytes, milliseconds, reached, whole
from benchmarks.traffic import Request, Timings, steady
from benchmarks.traffic import listen as open_streams
from matcher.generate import generate, generate_groups
from matcher.intake import Applicant

PEOPLE = 240

READS, RECOMMENDATIONS = 50.0, 100.0
"""Requests a second."""

GOAL_SECONDS = 0.1
"""The 99th percentile of their times is to be below this."""

ROUNDS = 3
"""Times that the load is put on, one after another; what is told is the median, with the slowest answers of each."""

NEWCOMERS = 50
"""Different ones, taken in turn; every tenth has somebody of the list whom they must not meet."""

SOLVES = 2
"""Solves that run meanwhile, each in a worker of its own."""

PROCESSES = 4
"""Processes that answer requests, two for each core: none of them gets so many connections that it falls behind."""

STREAMS = 500

STREAM_SECONDS, OPENING_SECONDS = 20.0, 5.0
"""How long they are held, and how long they get to open before anything is timed."""

STEPS = 10
"""Times at which memory is looked at."""

GROWTH = 0.05
"""What memory may grow by between the first of these times and the last, and still count as flat."""

Rates = Mapping[str, tuple[float, Callable[[int], Request]]]


def measure(effort: Effort) -> Iterator[Table]:
    """Tables for each database."""
    for name in DATABASES:
        with database(name) as url:
            if url is not None:
                yield from _under_load(name, url, effort)


def _under_load(name: str, url: str, effort: Effort) -> Iterator[Table]:
    seconds = effort.service.seconds
    with running(url or None, job_workers=SOLVES, workers=PROCESSES, concurrent_solves=1) as service:
        intake, plan = _composed(service)
        people = generate("clinic", PEOPLE, 1).applicants
        read = Request("GET", f"/v1/plans/{plan}")
        asked = [
            Request("POST", f"/v1/plans/{plan}/recommendations", _newcomer(person, number, people))
            for number, person in enumerate(_strangers())
        ]
        rates: Rates = {
            "read a plan": (READS, lambda _: read),
            "recommend a group to somebody new": (RECOMMENDATIONS, lambda number: asked[number % NEWCOMERS]),
        }
        jobs = [service.compose(intake, (ROUNDS + 1) * seconds + 60) for _ in range(SOLVES)]
        _until_running(service, jobs)
        asyncio.run(steady(service.port, rates, 5))
        rounds = [asyncio.run(steady(service.port, rates, seconds)) for _ in range(ROUNDS)]
        _require_running(service, jobs)
        quantiles = ("half within", "95 %", "99 %", "99.9 %", "99 %, each time", "goal: 99 % in 100 ms")
        yield Table(
            f"The service under load, {name}",
            ("what", "asked for", "asked", "failed", *quantiles),
            tuple(_row(what, rate, [each[what] for each in rounds]) for what, (rate, _) in rates.items()),
            f"{ROUNDS} times {seconds:.0f} s at a steady rate, the median of each figure, while {SOLVES} solves run on "
            f"the same two cores, in workers that give way; {PROCESSES} processes answer. Times from the moment a "
            f"request was due. A plan of {PEOPLE} people in 29 groups; newcomers are {NEWCOMERS} different people, "
            f"taken in turn. Load average of the machine at the end, this included: {os.getloadavg()[0]:.0f}.",
        )
        events, times = asyncio.run(_streamed(service, jobs[0], rates))
        _require_running(service, jobs)
        yield Table(
            f"Open event streams, {name}",
            ("what", "asked for", "held open", "events, the fewest", "plans read meanwhile, 99 %", "goal: all held"),
            (
                (
                    f"streams of a running solve for {STREAM_SECONDS:.0f} s",
                    whole(STREAMS),
                    whole(sum(each >= 0 for each in events)),
                    whole(min(events)),
                    milliseconds(times.quantile(0.99)),
                    reached(min(events) > 0 and times.wrong == 0),
                ),
            ),
            f"Opened at once beside {SOLVES} solves; {READS:.0f} plans a second are read once they are open.",
        )
        for job in jobs:
            service.ask("POST", f"/v1/jobs/{job}/stop", {"keep": False})
        yield _memory(name, service, rates, effort.service.requests)


def _row(what: str, rate: float, rounds: list[Timings]) -> tuple[str, ...]:
    wrong = sum(times.wrong for times in rounds)
    slowest = [times.quantile(0.99) for times in rounds]
    return (
        what,
        f"{rate:.0f}/s",
        whole(sum(times.asked for times in rounds)),
        whole(wrong),
        *(milliseconds(median(times.quantile(share) for times in rounds)) for share in (0.5, 0.95, 0.99, 0.999)),
        ", ".join(milliseconds(each) for each in slowest),
        reached(wrong == 0 and median(slowest) < GOAL_SECONDS),
    )


async def _streamed(service: Running, job: str, rates: Rates) -> tuple[list[int], Timings]:
    """The events of each stream, and the times of reads while all of them are open."""
    events = asyncio.create_task(open_streams(service.port, f"/v1/jobs/{job}/events", STREAMS, STREAM_SECONDS))
    await asyncio.sleep(OPENING_SECONDS)
    times = await steady(service.port, {"read": rates["read a plan"]}, STREAM_SECONDS - OPENING_SECONDS)
    return await events, times["read"]


def _memory(name: str, service: Running, rates: Rates, requests: int) -> Table:
    held = []
    for _ in range(STEPS):
        asyncio.run(steady(service.port, rates, requests / STEPS / (READS + RECOMMENDATIONS)))
        held.append(service.held().answering)
    flat = held[-1] < (1 + GROWTH) * held[0]
    rows = tuple(
        (whole(requests * step // STEPS), mebibytes(bytes_), reached(flat) if step == STEPS else "")
        for step, bytes_ in enumerate(held, start=1)
        if step in (1, STEPS // 2, STEPS)
    )
    title = f"Memory of the larger process that answers, {name}"
    goal = f"goal: grown by less than {100 * GROWTH:.0f} %"
    return Table(title, ("requests answered", "resident", goal), rows, "Reads and recommendations as above.")


def _strangers() -> tuple[Applicant, ...]:
    return generate("clinic", NEWCOMERS, 9).applicants


def _newcomer(person: Applicant, number: int, people: tuple[Applicant, ...]) -> dict[str, Any]:
    """A request about somebody new. Whom they avoid is on the list that is asked about, not on their own."""
    avoid = (people[number].id,) if number % 10 == 0 else ()
    known = person.model_copy(update={"id": f"new-{number}", "avoid": avoid, "together": ()})
    return {"newcomer": known.model_dump(mode="json", exclude_defaults=True)}


def _composed(service: Running) -> tuple[str, str]:
    applicants = generate("clinic", PEOPLE, 1).applicants
    kept = service.keep(applicants, generate_groups(applicants, 1))
    return kept, service.plan_of(service.compose(kept, 10))


def _until_running(service: Running, jobs: list[str]) -> None:
    while any(service.ask("GET", f"/v1/jobs/{job}")["state"] == "queued" for job in jobs):
        time.sleep(0.2)


def _require_running(service: Running, jobs: list[str]) -> None:
    for job in jobs:
        if (state := service.ask("GET", f"/v1/jobs/{job}")["state"]) != "running":
            raise RuntimeError(f"a solve that was to run meanwhile is {state}")
