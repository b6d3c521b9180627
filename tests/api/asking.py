"""Words for asking the service and reading what it says went wrong."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

JSON = "application/json"
PROBLEM = "application/problem+json"

NO_DATABASE = "sqlite:///no/such/folder/service.sqlite3"
"""A service that keeps nothing: no key of whoever runs the tests closes it."""

Json = dict[str, Any]


def people(count: int, **same: object) -> list[Json]:
    """So many applicants, p1 upwards, alike but for their reasons."""
    reasons = ("anxiety", "loneliness", "grief-loss", "career", "sleep")
    return [{"id": f"p{n}", "age": 30, "reasons": [reasons[n % 5]], **same} for n in range(1, count + 1)]


def intake(count: int = 6, **fields: object) -> Json:
    """An intake of so many people for groups of three."""
    sizes = {"min_size": 3, "max_size": 3, "target_size": 3}
    return {"applicants": people(count), "sizes": sizes, "as_of": "2025-01-31", **fields}


def plan(**groups: list[str]) -> Json:
    """A plan from members by group."""
    return {"groups": [{"id": group, "members": members} for group, members in groups.items()]}


def send(client: FlaskClient, path: str, text: str | bytes, content_type: str = JSON) -> TestResponse:
    """Post a text as it is."""
    return client.post(path, data=text, content_type=content_type)


def told(response: TestResponse, status: int) -> list[tuple[str, str]]:
    """The pointers and codes of a problem, after looking at its form."""
    assert response.status_code == status
    assert response.content_type == PROBLEM
    body: Mapping[str, Any] = response.get_json()
    assert list(body) == ["type", "title", "status", "detail", "errors", "request_id"]
    assert body["status"] == status
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert all(error["detail"] for error in body["errors"])
    return [(error["pointer"], error["code"]) for error in body["errors"]]
