"""The service as its users start it, on a database of its own, gone at the end."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from benchmarks.fresh import COMMAND
from matcher.intake import Applicant, Group
from tests.service.postgres import Cluster, missing_programs

PATIENCE_SECONDS = 600
"""How long the service may take to start, for a first start compiles, or to answer one request."""

LOOK_SECONDS = 0.2
"""Between two looks at a job."""

DATABASES = ("SQLite", "PostgreSQL")

_BOUNDARY = b"group-matcher-benchmark"

_PEAK = "5"
"""What Linux takes as: from now on, the peak of this process is anew what it holds."""


@dataclass(frozen=True)
class Memory:
    """Bytes that the largest process of each kind holds, or has held at the most."""

    answering: int
    computing: int


class Running:
    """A service that runs."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """The answer's JSON.

        Raises:
            HTTPError: If it is an error.
        """
        data = None if body is None else json.dumps(body).encode()
        text = self.fetch(method, path, data, {**(headers or {}), "Content-Type": "application/json"})
        return json.loads(text) if text else None

    def fetch(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> bytes:
        """The answer as it is.

        Raises:
            HTTPError: If it is an error.
        """
        request = Request(f"http://127.0.0.1:{self.port}{path}", data, headers, method=method)
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            found: bytes = answer.read()
        return found

    def upload(self, path: str, fields: dict[str, str], files: dict[str, bytes]) -> Any:
        """The answer's JSON to a form with files.

        Raises:
            HTTPError: If it is an error.
        """
        parts = [(f'name="{name}"', text.encode()) for name, text in fields.items()]
        parts += [(f'name="{name}"; filename="{name}.csv"', data) for name, data in files.items()]
        said = b"".join(
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (_BOUNDARY, what.encode(), data)
            for what, data in parts
        )
        kind = f"multipart/form-data; boundary={_BOUNDARY.decode()}"
        return json.loads(self.fetch("POST", path, said + b"--%s--\r\n" % _BOUNDARY, {"Content-Type": kind}))

    def keep(self, applicants: Sequence[Applicant], groups: Sequence[Group]) -> str:
        """The id of a list that is kept from now on."""
        kept: str = self.ask("POST", "/v1/intakes", {"name": "measured", "intake": as_json(applicants, groups)})["id"]
        return kept

    def compose(self, intake: str, seconds: float) -> str:
        """The id of a job that searches so long for a plan of a list that is kept."""
        job: str = self.ask("POST", f"/v1/intakes/{intake}/plans", {"name": "measured", "seconds": seconds})["id"]
        return job

    def plan_of(self, job: str) -> str:
        """The id of the plan that a job makes, once it has.

        Raises:
            RuntimeError: If it makes none.
        """
        while (found := self.ask("GET", f"/v1/jobs/{job}"))["state"] in ("queued", "running"):
            time.sleep(LOOK_SECONDS)
        if found["state"] != "succeeded":
            raise RuntimeError(f"the solve is {found['state']}: {found['error']}")
        plan: str = found["plan"]
        return plan

    def held(self) -> Memory:
        """What the processes hold now."""
        return self._memory("VmRSS")

    def peak(self) -> Memory:
        """What they have held at the most since the peaks were forgotten."""
        return self._memory("VmHWM")

    def forget_peaks(self) -> None:
        """Begin to look for peaks anew."""
        for pid in _children(self.process.pid):
            with contextlib.suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text(_PEAK)

    def stop(self) -> None:
        """Tell it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)

    def _memory(self, what: str) -> Memory:
        """What answers is a copy of the first process, which looks after them; what computes gives way to it."""
        first, answering, computing = self.process.pid, 0, 0
        for pid in _children(first):
            with contextlib.suppress(OSError):
                if os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, first):
                    computing = max(computing, _status(pid, what))
                elif _command(pid) == _command(first):
                    answering = max(answering, _status(pid, what))
        return Memory(answering, computing)


def as_json(applicants: Sequence[Applicant], groups: Sequence[Group]) -> dict[str, Any]:
    """An intake of these, as it is sent."""
    sides: dict[str, Sequence[Applicant | Group]] = {"applicants": applicants, "groups": groups}
    return {
        name: [each.model_dump(mode="json", exclude_defaults=True) for each in side] for name, side in sides.items()
    }


@contextlib.contextmanager
def running(database_url: str | None = None, **settings: object) -> Iterator[Running]:
    """``group-matcher serve`` on a free port, with these settings, on a fresh SQLite file unless told otherwise."""
    with tempfile.TemporaryDirectory(prefix="group-matcher-") as folder:
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        values = {"database_url": database_url or f"sqlite:///{folder}/service.sqlite3", **settings}
        environment = {**os.environ, **{f"GROUP_MATCHER_{name.upper()}": str(value) for name, value in values.items()}}
        log = Path(folder, "log")
        with log.open("wb") as written:
            process = subprocess.Popen(
                [COMMAND, "serve", "--port", str(port)], env=environment, stdout=written, stderr=written
            )
        service = Running(port, process, log)
        try:
            _wait(service)
            yield service
        finally:
            if process.poll() is None:
                service.stop()


@contextlib.contextmanager
def database(name: str) -> Iterator[str | None]:
    """The address of a fresh database of this kind; empty for a file of SQLite, None where there is none to be had."""
    if name == "SQLite" or missing_programs():
        yield "" if name == "SQLite" else None
        return
    with Cluster.started() as cluster, cluster.database() as url:
        yield url


def _wait(service: Running) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            service.ask("GET", "/readyz")
            return
        except (URLError, HTTPError, ConnectionError):
            if service.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the service did not start:\n" + service.log.read_text()[-2000:]) from None
            time.sleep(0.1)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return [*found, *(below for each in found for below in _children(each))]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _status(pid: int, what: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) * 1024
