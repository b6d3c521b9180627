"""A list as long as the service keeps: handed in, changed, composed, taken out again; and one that is far too large."""

import time
from collections.abc import Callable, Iterator

from benchmarks.effort import Effort
from benchmarks.oversized import oversized
from benchmarks.running import DATABASES, Running, database, running
from benchmarks.table import NOTHING, Table, mebibytes, reached, seconds, whole
from matcher.generate import generate

JSON, CSV = "application/json", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OVERSIZED_BYTES = 200 * 2**20

GOALS = {"hand the list in": 30.0, "change one person": 1.5, "change another": 1.5, "refuse 200 MB": 1.0}
"""Seconds that these may take."""

Row = tuple[str, ...]
Took = tuple[float, str]
Step = Callable[[], Took]


def measure(effort: Effort) -> Iterator[Table]:
    """A table for each database: what each step takes, and the largest process that answers or computes meanwhile."""
    for name in DATABASES:
        with database(name) as url:
            if url is not None:
                yield _on(name, url, effort)


def _on(name: str, url: str, effort: Effort) -> Table:
    people, searched = effort.service.people, effort.service.solve_seconds
    data = generate("clinic", people, 1).to_csv().encode()
    with running(url or None) as service:
        rows = list(_steps(service, data, searched))
    return Table(
        f"A list of {whole(people)} people, {len(data) / 1e6:.1f} MB, {name}",
        ("what", "took", "goal", "reached", "the largest process that answers", "the largest that computes"),
        tuple(rows),
        f"Peak memory of each process during the step. The solve is given {searched:.0f} s of search in groups by size "
        "alone, and takes until its plan can be read. Nothing else is asked of the service.",
    )


def _steps(service: Running, data: bytes, searched: float) -> Iterator[Row]:
    for what, step in _LongList(service, data, searched).steps():
        service.forget_peaks()
        took, more = step()
        goal = GOALS.get(what)
        yield (
            what,
            seconds(took) + more,
            NOTHING if goal is None else f"< {goal:g} s",
            NOTHING if goal is None else reached(took < goal),
            mebibytes(service.peak().answering),
            mebibytes(service.peak().computing),
        )


class _LongList:
    """One long list and its plan; each step says how long it took, and what else there is to say."""

    def __init__(self, service: Running, data: bytes, searched: float) -> None:
        self._service, self._data, self._searched = service, data, searched
        self._list, self._plan = "", ""

    def steps(self) -> Iterator[tuple[str, Step]]:
        yield "hand the list in", self._hand_in
        yield "change one person", self._change
        yield "change another", self._change
        yield "compose", self._compose
        table, plan = f"/v1/intakes/{self._list}/table", f"/v1/plans/{self._plan}"
        yield "take the list out as CSV", lambda: self._take_out(table, CSV)
        yield "take the list out as XLSX", lambda: self._take_out(table, XLSX)
        yield "read the plan", lambda: self._take_out(plan, JSON)
        yield "take the roster out as CSV", lambda: self._take_out(f"{plan}/roster", CSV)
        yield "take the roster out as XLSX", lambda: self._take_out(f"{plan}/roster", XLSX)
        yield "refuse 200 MB", self._refuse

    def _hand_in(self) -> Took:
        began = time.perf_counter()
        self._list = self._service.upload("/v1/intakes", {"name": "long"}, {"list": self._data})["id"]
        return time.perf_counter() - began, ""

    def _change(self) -> Took:
        path = f"/v1/intakes/{self._list}"
        revision = self._service.ask("GET", path)["revision"]
        last = self._service.ask("GET", f"{path}/applicants?limit={revision}")["items"][-1]
        changed = {"priority": (last.get("priority", 0) + 1) % 4}
        began = time.perf_counter()
        self._service.ask("PATCH", f"{path}/applicants/{last['id']}", changed, {"If-Match": f'"{revision}"'})
        return time.perf_counter() - began, ""

    def _compose(self) -> Took:
        began = time.perf_counter()
        self._plan = self._service.plan_of(self._service.compose(self._list, self._searched))
        return time.perf_counter() - began, ""

    def _take_out(self, path: str, kind: str) -> Took:
        began = time.perf_counter()
        answer = self._service.fetch("GET", path, None, {"Accept": kind})
        return time.perf_counter() - began, f", {len(answer) / 1e6:.1f} MB"

    def _refuse(self) -> Took:
        answer = oversized(self._service.port, OVERSIZED_BYTES)
        if answer.status != 413:
            raise RuntimeError(f"a list of 200 MB was answered with {answer.status}")
        return answer.seconds, f", after {answer.sent / 1e6:.1f} MB"
