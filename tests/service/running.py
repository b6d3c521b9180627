"""The service as a process of its own on a database."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 240
"""How long a process may take to start or to end; the kernels are compiled in it on a new machine."""


@dataclass
class Running:
    """A service on a port of its own."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """One request on a new connection."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)) as connection:
            sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            return response.status, response.read()

    def end(self) -> None:
        """Tell it to end, and wait."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)

    def logged(self) -> str:
        """All that it has written so far."""
        return self.log.read_text(encoding="utf-8")


@contextlib.contextmanager
def served(url: str, **settings: str) -> Iterator[Running]:
    """A service on the database until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    chosen = {f"GROUP_MATCHER_{name.upper()}": value for name, value in {"database_url": url, **settings}.items()}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
                env={**os.environ, **chosen},
                stdout=output,
                stderr=output,
            )
        running = Running(process, port, log)
        try:
            _wait_for(running)
            yield running
        finally:
            if process.poll() is None:
                running.end()


def _wait_for(running: Running) -> None:
    """Until it says that it is serving: whoever asks then is not refused."""
    while running.process.poll() is None:
        if '"event": "serving"' in running.logged():
            running.ask("GET", "/healthz")
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.process.wait(0.05)
    raise RuntimeError(f"the service did not start: {running.logged()}")
