"""Logs and figures of a whole run hold nothing of anybody: every value that was sent is looked for."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from api.db.database import Database
from tests.api.asking import Json
from tests.service.running import PATIENCE_SECONDS, Running, served

PEOPLE: list[Json] = [
    {
        "id": f"qzid{number}",
        "display_name": f"Qzname{number}",
        "age": 30 + number,
        "life_stage": f"qzstage{number}",
        "reasons": [f"qzreason{number}", "qzfear"],
        "tags": ["qztag"],
        "sites": ["qzsite"],
        "languages": ["qzlanguage"],
        "individual_therapist": "qztherapist",
    }
    for number in range(6)
]
INTAKE: Json = {
    "applicants": PEOPLE,
    "groups": [
        {"id": f"qzgroup{n}", "name": "Qzroom", "min_size": 3, "max_size": 3, "target_size": 3} for n in range(2)
    ],
    "ties": [{"a": "qzid0", "b": "qzid1", "kind": "support"}],
    "policy": {"rules": {"no_isolate": [{"attribute": "tag", "values": ["qztag"]}]}},
}
PLAN: Json = {"groups": [{"id": "qzgroup0", "members": ["qzid0", "qzid1", "qzid2"]}]}
PREFIX = "qz"
"""What every value that was sent begins with."""


@pytest.fixture
def running(database_url: str) -> Iterator[Running]:
    with served(database_url, log_level="DEBUG", max_request_bytes="200000") as running:
        yield running


def requests() -> Iterator[tuple[str, str, Any]]:
    """A whole afternoon, with everything that can go wrong in it."""
    for path in ("solve", "evaluate", "explain", "compare", "recommend", "revise"):
        yield "POST", f"/v1/{path}", {"intake": INTAKE, "plan": PLAN, "qzfield": "qzvalue"}
    yield "POST", "/v1/solve", {"intake": INTAKE, "work": 1}
    yield "POST", "/v1/explain", {"intake": INTAKE, "plan": PLAN}
    yield "POST", "/v1/validate", INTAKE
    yield "POST", "/v1/validate", {**INTAKE, "applicants": [{"id": "qzid0", "age": "qzage"}, {"id": "qzid0"}]}
    yield "POST", "/v1/intakes", {"name": "Qzlist", "intake": INTAKE}
    yield "POST", "/v1/intakes", {"name": "Qzlist", "intake": {**INTAKE, "applicants": [{"id": 7, "qz": "qz"}]}}
    yield "POST", "/v1/solve", b'{"qz": qz}'
    yield "POST", "/v1/solve", b"\xffqz"
    yield "POST", "/v1/solve", b"[" * 5000 + b'"qz"'
    yield "POST", "/v1/solve", b'"qz' * 100_000
    yield "GET", "/qzsecret/qzid0?qz=qz", None
    yield "GET", "/v1/intakes/qzid0?limit=qz", None
    yield "GET", "/v1/intakes?limit=qz&cursor=qz", None
    yield "QZ", "/v1/qz", None
    yield "PUT", "/v1/solve", {"qz": "qz"}
    yield "DELETE", "/v1/intakes/qzid0", None
    yield "GET", "/v1/audit?action=qz&since=qz", None
    yield "PATCH", "/v1/clinic", {"name": "Qzclinic", "retention_days": "qz"}
    yield "POST", "/v1/people/export", {"id": "qzid0"}
    yield "POST", "/v1/people/erase", {"id": "qzid1"}
    yield "GET", "/readyz?qz=qz", None


def test_a_whole_run_leaves_no_trace_of_anybody(running: Running, database_url: str) -> None:
    headers = {"X-Request-Id": "qz request!", "User-Agent": "qzagent", "Referer": "https://qz", "Cookie": "qz=qz"}
    statuses = {running.ask(method, path, body, **headers)[0] for method, path, body in requests()}
    keyed = {**headers, "Idempotency-Key": "qz key"}
    statuses.add(running.ask("POST", "/v1/intakes", {"name": "Qzlist", "intake": INTAKE}, **keyed)[0])
    # The database fails in the middle of a request, with all that was to be stored in its error.
    database = Database(database_url)
    with database.writing() as session:
        session.execute(text("ALTER TABLE applicants RENAME TO gone"))
    database.close()
    statuses.add(running.ask("POST", "/v1/intakes", {"name": "Qzlist", "intake": INTAKE}, **headers)[0])
    _, figures = running.ask("GET", "/metrics")
    _finish_while_ending(running)

    assert statuses >= {200, 201, 400, 404, 405, 413, 422, 500}
    lines = [json.loads(line) for line in running.logged().splitlines()]
    assert sum(line["event"] == "answered" for line in lines) >= 28
    assert [line["error"] for line in lines if line["event"] == "failed"] == [
        "OperationalError" if "sqlite" in database_url else "ProgrammingError"
    ]
    for written in (running.logged(), figures.decode()):
        assert PREFIX not in written.lower()


def _finish_while_ending(running: Running) -> None:
    """A request that was begun before SIGTERM is answered, and the process ends well."""
    body = json.dumps({"intake": INTAKE, "work": 1}).encode()
    head = "POST /v1/solve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(head.encode() + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        running.process.terminate()
        connection.sendall(body)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert running.process.wait(PATIENCE_SECONDS) == 0
    with pytest.raises(OSError, match="refused"):
        running.ask("GET", "/healthz")
