"""The service as its users start it, on a database of its own, gone at the end."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from benchmarks.fresh import COMMAND

PATIENCE_SECONDS = 180
"""How long the service may take to start: a first start compiles."""


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
        sent = {**(headers or {}), **({"Content-Type": "application/json"} if data else {})}
        request = Request(f"http://127.0.0.1:{self.port}{path}", data, sent, method=method)
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def resident(self) -> int:
        """Bytes of memory that the processes answering requests hold."""
        own = self.process.pid
        return sum(_resident(pid) for pid in (own, *_children(own)) if b"worker" not in _command(pid).split(b"\0"))

    def stop(self) -> None:
        """Tell it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)


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
    found = [
        int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()
    ]
    return [*found, *(below for each in found for below in _children(each))]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
