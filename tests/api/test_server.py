"""The service as a process of its own, and where it may listen."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.access.binding import PublicAddressError
from api.server import serve
from api.settings import Settings
from benchmarks.oversized import oversized
from tests.api.asking import intake

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")

STARTING_SECONDS = 240
"""How long a process may take to start; the kernels are compiled in it on a new machine."""

WEB_PROCESSES = 2

HEALTH = 'group_matcher_requests_total{method="GET",path="/healthz",'
"""How the line begins that counts requests of one address."""


MOST_UPLOAD = 1_000_000
"""Bytes of a list that this service takes."""

BUFFERED = 16_000_000
"""More than what is under way between two processes of one machine."""


@dataclass
class Running:
    """A service on a port of its own."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request on a new connection."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=STARTING_SECONDS)) as connection:
            sent = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
            connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()

    def say(self, raw: bytes) -> bytes:
        """Bytes as they are, and all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=STARTING_SECONDS) as connection:
            connection.sendall(raw)
            # A server that refuses a body before its end may have closed the connection by now.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = f"from api.server import serve; serve('127.0.0.1', {port})"
    limits = {
        "GROUP_MATCHER_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('server') / 'service.sqlite3'}",
        "GROUP_MATCHER_MAX_REQUEST_BYTES": "100000",
        "GROUP_MATCHER_MAX_UPLOAD_BYTES": str(MOST_UPLOAD),
        "GROUP_MATCHER_LOG_LEVEL": "INFO",
        "GROUP_MATCHER_CONCURRENT_SOLVES": "1",
        "GROUP_MATCHER_JOB_WORKERS": "0",
        "GROUP_MATCHER_WORKERS": str(WEB_PROCESSES),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, **limits}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    with process, process.stderr as log:
        for _ in range(WEB_PROCESSES):
            next(line for line in log if "Booting worker" in line)
        try:
            yield Running(process, port)
        finally:
            process.send_signal(signal.SIGTERM)
            log.read()
            process.wait(STARTING_SECONDS)


def test_it_solves(running: Running) -> None:
    status, headers, body = running.ask("POST", "/v1/solve", {"intake": intake(6), "work": 1})

    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["placed"] == 6


def test_it_is_ready_and_documented(running: Running) -> None:
    assert running.ask("GET", "/readyz")[0] == 200
    assert running.ask("GET", "/docs")[0] == 200
    assert running.ask("HEAD", "/static/docs.css")[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the processes of a process")
def test_the_processes_add_their_figures_up(running: Running) -> None:
    """One after the other is stopped, so that each has answered some of the requests."""
    own = running.process.pid
    processes = [int(number) for number in Path(f"/proc/{own}/task/{own}/children").read_text().split()]
    assert len(processes) == WEB_PROCESSES

    for stopped in processes:
        os.kill(stopped, signal.SIGSTOP)
        try:
            for _ in range(3):
                assert running.ask("GET", "/healthz")[0] == 200
        finally:
            os.kill(stopped, signal.SIGCONT)

    _, _, figures = running.ask("GET", "/metrics")
    [found] = [line for line in figures.decode().splitlines() if line.startswith(HEALTH)]
    assert float(found.rpartition(" ")[2]) == 6


def test_a_chunked_body_is_read(running: Running) -> None:
    text = json.dumps(intake(6)).encode()
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)

    answer = running.say(_post("/v1/validate", b"Transfer-Encoding: chunked") + chunks)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"valid":true' in answer


@pytest.mark.parametrize("size", [100_001, 3_000_000])
def test_a_chunked_body_over_the_limit_is_413(running: Running, size: int) -> None:
    chunk = b"%x\r\n%s\r\n" % (1000, b" " * 1000)

    answer = running.say(
        _post("/v1/validate", b"Transfer-Encoding: chunked") + chunk * (size // 1000 + 1) + b"0\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_over_the_limit_is_413_and_the_answer_arrives(running: Running) -> None:
    status, headers, body = running.ask("POST", "/v1/solve", b" " * 3_000_000)

    assert status == 413
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["errors"][0]["code"] == "too_large"


@pytest.mark.parametrize("told", [True, False], ids=["length told", "in chunks"])
def test_a_list_of_200_megabytes_is_refused_at_once(running: Running, told: bool) -> None:
    """Before its body is read where its length is told, and where it is not as soon as it is over the limit."""
    refusal = oversized(running.port, 200_000_000, told=told)

    assert refusal.status == 413
    # What the kernels' buffers hold goes off before anybody reads it.
    assert refusal.sent < (0 if told else MOST_UPLOAD) + BUFFERED


BROKEN = {
    "a body that ends early": (b"Content-Length: 500\r\n\r\n{", b"400"),
    "a chunk of no length": (b"Transfer-Encoding: chunked\r\n\r\nsecret\r\n", b"400"),
    "a header without a name": (b": secret\r\n\r\n", b"400"),
    "a header too long": (b"X-A: " + b"secret" * 9000 + b"\r\n\r\n", b"431"),
    "a transfer coding nobody knows": (b"Transfer-Encoding: secret\r\n\r\n", b"400"),
}


@pytest.mark.parametrize(("rest", "status"), BROKEN.values(), ids=BROKEN)
def test_what_is_hardly_http_is_a_problem_too(running: Running, rest: bytes, status: bytes) -> None:
    answer = running.say(_post("/v1/solve", rest).removesuffix(b"\r\n\r\n"))

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"application/problem+json" in answer
    assert b"secret" not in answer


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"GET /secret HTTQ/1\r\n\r\n", b"400"), (b"GET /" + b"secret" * 900 + b" HTTP/1.1\r\n\r\n", b"414")],
    ids=["another protocol", "an address too long"],
)
def test_what_is_no_http_is_not_repeated(running: Running, raw: bytes, status: bytes) -> None:
    answer = running.say(raw)

    assert answer.startswith(b"HTTP/1.1 " + status)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert json.loads(body)["status"] == int(status)
    assert b"secret" not in answer
    assert b"nosniff" in head


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::"])
def test_a_public_address_is_refused_with_the_reason(host: str) -> None:
    with pytest.raises(PublicAddressError, match="unencrypted"):
        serve(host, 8000, Settings())


def test_a_port_in_use_is_refused_before_anything_is_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve("127.0.0.1", taken.getsockname()[1], Settings())


def _post(path: str, rest: bytes) -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n" % (
        path.encode(),
        rest,
    )
