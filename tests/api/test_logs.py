"""Logs carry counts, times and status; never an id, a reason or a word of a body."""

import json
import logging

import pytest
from flask.testing import FlaskClient

from api.logs import JsonLines
from tests.api.asking import intake, people, plan, send

LINES = JsonLines()


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(LINES.format(record)) for record in caplog.records if record.name == "group_matcher.api"]


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def test_a_solve_is_logged_in_figures(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    headers = {"X-Request-Id": "tonights-run"}

    client.post("/v1/solve", json={"intake": intake(7), "work": 1}, headers=headers)

    [line] = lines(caplog)
    assert isinstance(line.pop("time"), str)
    assert isinstance(line.pop("milliseconds"), float)
    assert line.pop("solve_status") in ("optimal", "feasible")
    assert line == {
        "level": "info",
        "event": "answered",
        "request_id": "tonights-run",
        "method": "POST",
        "path": "/v1/solve",
        "status": 200,
        "applicants": 7,
        "groups": 2,
        "placed": 6,
    }


def test_a_problem_is_logged_by_its_number_of_errors(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/v1/evaluate", json={"plan": {}, "secret-field": 1})

    [line] = lines(caplog)
    assert line["status"] == 422
    assert line["errors"] == 2


def test_an_unknown_address_is_not_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    client.open("/v1/anna", method="ANNA")

    [line] = lines(caplog)
    assert line["path"] is None
    assert line["method"] is None


def test_no_word_of_a_request_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    applicants = [
        {"id": f"zebra-{n}", "display_name": "Zebra", "reasons": ["zebra-fear"], "tags": ["zebra"]} for n in range(6)
    ]
    body = {"intake": intake(applicants=applicants), "work": 1}
    for path, sent in (
        ("/v1/validate", body["intake"]),
        ("/v1/solve", body),
        ("/v1/evaluate", {"intake": body["intake"], "plan": plan(g1=["zebra-1", "zebra-2", "zebra-3"])}),
        ("/v1/evaluate", {"intake": body["intake"], "plan": plan(zebra=["zebra"])}),
        ("/v1/solve", {"intake": intake(applicants=people(3, zebra="zebra")), "zebra": 1}),
        ("/zebra", {}),
    ):
        client.post(path + "?zebra=1", json=sent, headers={"X-Request-Id": "zebra!", "User-Agent": "zebra"})
    send(client, "/v1/solve", '{"zebra": zebra}')

    assert len(lines(caplog)) == 7
    assert "zebra" not in str([record.__dict__ for record in caplog.records]).lower()


def test_a_failure_of_the_server_is_logged_by_its_kind() -> None:
    try:
        raise ValueError("zebra")
    except ValueError as error:
        kind = (type(error), error, error.__traceback__)
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, "Exception in worker", None, kind)

    line = json.loads(LINES.format(record))

    assert line["event"] == "Exception in worker"
    assert line["error"] == "ValueError"
    assert "zebra" not in str(line)
