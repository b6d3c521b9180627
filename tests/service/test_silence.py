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
        "id": f"qulzid{number}",
        "display_name": f"Qulzname{number}",
        "age": 30 + number,
        "life_stage": f"qulzstage{number}",
        "reasons": [f"qulzreason{number}", "qulzfear"],
        "tags": ["qulztag"],
        "sites": ["qulzsite"],
        "languages": ["qulzlanguage"],
        "individual_therapist": "qulztherapist",
    }
    for number in range(6)
]
INTAKE: Json = {
    "applicants": PEOPLE,
    "groups": [
        {"id": f"qulzgroup{n}", "name": "Qulzroom", "min_size": 3, "max_size": 3, "target_size": 3} for n in range(2)
    ],
    "ties": [{"a": "qulzid0", "b": "qulzid1", "kind": "support"}],
    "policy": {"rules": {"no_isolate": [{"attribute": "tag", "values": ["qulztag"]}]}},
}
PLAN: Json = {"groups": [{"id": "qulzgroup0", "members": ["qulzid0", "qulzid1", "qulzid2"]}]}
PREFIX = "qulz"
"""What every value that was sent begins with. No id of the service has an l or a u."""


NO_REVISIONS = {
    "sqlite": "CREATE TRIGGER no_more BEFORE INSERT ON plan_revisions BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": "ALTER TABLE plan_revisions ADD CONSTRAINT no_more CHECK (revision < 0) NOT VALID",
}


@pytest.fixture
def running(database_url: str) -> Iterator[Running]:
    # One process for solves is enough: each takes seconds to load.
    chosen = {"log_level": "DEBUG", "max_request_bytes": "200000", "concurrent_solves": "1"}
    with served(database_url, **chosen) as running:
        yield running


def requests() -> Iterator[tuple[str, str, Any]]:
    """A whole afternoon, with everything that can go wrong in it."""
    for path in ("solve", "evaluate", "explain", "compare", "recommend", "revise"):
        yield "POST", f"/v1/{path}", {"intake": INTAKE, "plan": PLAN, "qulzfield": "qulzvalue"}
    yield "POST", "/v1/solve", {"intake": INTAKE, "work": 1}
    yield "POST", "/v1/explain", {"intake": INTAKE, "plan": PLAN}
    yield "POST", "/v1/validate", INTAKE
    yield "POST", "/v1/validate", {**INTAKE, "applicants": [{"id": "qulzid0", "age": "qulzage"}, {"id": "qulzid0"}]}
    yield "POST", "/v1/intakes", {"name": "Qulzlist", "intake": INTAKE}
    yield "POST", "/v1/intakes", {"name": "Qulzlist", "intake": {**INTAKE, "applicants": [{"id": 7, "qulz": "qulz"}]}}
    yield "POST", "/v1/solve", b'{"qulz": qulz}'
    yield "POST", "/v1/solve", b"\xffqulz"
    yield "POST", "/v1/solve", b"[" * 5000 + b'"qulz"'
    yield "POST", "/v1/solve", b'"qulz' * 100_000
    yield "GET", "/qulzsecret/qulzid0?qulz=qulz", None
    yield "GET", "/v1/intakes/qulzid0?limit=qulz", None
    yield "GET", "/v1/intakes?limit=qulz&cursor=qulz", None
    yield "QULZ", "/v1/qulz", None
    yield "PUT", "/v1/solve", {"qulz": "qulz"}
    yield "DELETE", "/v1/intakes/qulzid0", None
    yield "GET", "/v1/audit?action=qulz&since=qulz", None
    yield "PATCH", "/v1/clinic", {"name": "Qulzclinic", "retention_days": "qulz"}
    yield "POST", "/v1/people/export", {"id": "qulzid0"}
    yield "POST", "/v1/people/erase", {"id": "qulzid1"}
    yield "GET", "/readyz?qulz=qulz", None


def test_a_whole_run_leaves_no_trace_of_anybody(running: Running, database_url: str) -> None:
    headers = {
        "X-Request-Id": "qulz request!",
        "User-Agent": "qulzagent",
        "Referer": "https://qulz",
        "Cookie": "qulz=q",
    }
    statuses = {running.ask(method, path, body, **headers)[0] for method, path, body in requests()}
    keyed = {**headers, "Idempotency-Key": "qulz key"}
    statuses.add(running.ask("POST", "/v1/intakes", {"name": "Qulzlist", "intake": INTAKE}, **keyed)[0])
    database = Database(database_url)
    ends = [composed(running)]
    # The plan cannot be stored: the error holds all of it.
    change(database, NO_REVISIONS[database.url.get_backend_name()])
    ends.append(composed(running))
    # The database fails in the middle of a request, with all that was to be stored in its error.
    change(database, "ALTER TABLE applicants RENAME TO gone")
    database.close()
    statuses.add(running.ask("POST", "/v1/intakes", {"name": "Qulzlist", "intake": INTAKE}, **headers)[0])
    _, figures = running.ask("GET", "/metrics")
    _finish_while_ending(running)

    assert ends == [("succeeded", None), ("failed", "IntegrityError")]
    assert statuses >= {200, 201, 400, 404, 405, 413, 422, 500}
    lines = [json.loads(line) for line in running.logged().splitlines()]
    assert sum(line["event"] == "answered" for line in lines) >= 28
    assert [line["error"] for line in lines if line["event"] == "job failed"] == ["IntegrityError"]
    assert [line["error"] for line in lines if line["event"] == "failed"] == [
        "OperationalError" if "sqlite" in database_url else "ProgrammingError"
    ]
    for written in (running.logged(), figures.decode()):
        assert PREFIX not in written.lower()


def composed(running: Running) -> tuple[str, str | None]:
    """How a job ends that composes a plan of the list, and its error."""
    _, kept = running.ask("POST", "/v1/intakes", {"name": "Qulzlist", "intake": INTAKE})
    address = f"/v1/intakes/{json.loads(kept)['id']}/plans"
    status, told = running.ask("POST", address, {"name": "Qulzplan", "work": 1}, Prefer="wait=30")
    assert status == 201
    job = json.loads(told)
    return job["state"], job["error"]


def change(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


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
