"""Problems that have nothing to do with a body, and what every answer carries."""

import logging

import pytest
from flask.testing import FlaskClient

from api.headers import SECURITY_HEADERS
from api.openapi import Service
from tests.api.asking import told


def test_an_unknown_address_is_404(client: FlaskClient) -> None:
    response = client.get("/v1/applicants/anna@example.org")

    assert told(response, 404) == [("", "not_found")]
    assert "anna" not in response.text


@pytest.mark.parametrize("path", ["/v1/validate/", "/v2/solve", "/v1", "/static/", "/static/../app.py", "//docs"])
def test_a_nearby_address_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (404, 308)


@pytest.mark.parametrize("path", ["/v1/validate", "/v1/evaluate", "/v1/solve"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_than_post_is_405(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)

    assert told(response, 405) == [("", "method_not_allowed")]
    assert response.headers["Allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/readyz", "/v1/openapi.json"])
def test_posting_to_what_is_only_read_is_405(client: FlaskClient, path: str) -> None:
    response = client.post(path, json={})

    assert told(response, 405) == [("", "method_not_allowed")]
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_failure_is_500_and_says_nothing_of_the_request(app: Service, caplog: pytest.LogCaptureFixture) -> None:
    app.add_url_rule("/fails", view_func=_fails)

    with caplog.at_level(logging.DEBUG, "group_matcher.api"):
        response = app.test_client().get("/fails")

    assert told(response, 500) == [("", "internal_error")]
    assert "p17" not in response.text
    failed = caplog.records[0]
    assert failed.__dict__["record"]["error"] == "KeyError"
    assert failed.__dict__["record"]["at"][-1].startswith("test_problems.py:")
    assert "p17" not in str([record.__dict__ for record in caplog.records])


@pytest.mark.parametrize("path", ["/docs", "/healthz", "/nothing", "/static/docs.css"])
def test_every_answer_is_shielded(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers

    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "Access-Control-Allow-Origin" not in headers


def test_a_preflight_is_not_granted(client: FlaskClient) -> None:
    """A page of another site cannot send JSON here without one."""
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}

    response = client.options("/v1/solve", headers=headers)

    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_the_callers_request_id_is_kept(client: FlaskClient) -> None:
    response = client.get("/nothing", headers={"X-Request-Id": "night-run.2025_01"})

    assert response.headers["X-Request-Id"] == response.get_json()["request_id"] == "night-run.2025_01"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "anna@example.org", "two words", "ümlaut-id"])
def test_a_request_id_of_another_form_is_replaced(client: FlaskClient, given: str) -> None:
    response = client.get("/healthz", headers={"X-Request-Id": given})

    assert len(response.headers["X-Request-Id"]) == 32


def _fails() -> str:
    return {"p1": "here"}["p17"]
