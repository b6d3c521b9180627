"""Words for plans that are kept: a list of eight for three small groups, and what is asked of plans of it."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.asking import Json, people, plan
from tests.service.asking import keep

GROUPS = [{"id": name, "min_size": 2, "max_size": 4, "target_size": 3} for name in ("g1", "g2", "g3")]

SEATED = {"g1": ["p1", "p2", "p3"], "g2": ["p4", "p5", "p6"]}
"""Six of the eight; p7 and p8 wait."""


def small_list(count: int = 8, **fields: Any) -> Json:
    """People of three ages for three groups of two to four."""
    applicants = [{**each, "age": 20 + 9 * (n % 3)} for n, each in enumerate(people(count))]
    return {"applicants": applicants, "groups": GROUPS, "as_of": "2025-01-31", **fields}


def keep_plan(client: FlaskClient, listed: Json | None = None, **groups: list[str]) -> Json:
    """Keep a list and a plan made elsewhere for it."""
    kept = keep(client, intake=listed or small_list())
    body = {"name": "Autumn groups", "plan": plan(**(groups or SEATED))}
    response = client.post(f"/v1/intakes/{kept['id']}/plans/import", json=body)
    assert response.status_code == 201, response.text
    found: Json = response.get_json()
    return found


def change(client: FlaskClient, kept: Json, what: str, revision: int | None = None, **body: Any) -> TestResponse:
    """Ask something of a plan as somebody who has seen this revision, the one kept unless told otherwise."""
    seen = {"If-Match": f'"{kept["revision"] if revision is None else revision}"'}
    return client.post(f"/v1/plans/{kept['id']}/{what}", json=body or None, headers=seen)


def move(client: FlaskClient, kept: Json, *moves: Mapping[str, Any], **fields: Any) -> TestResponse:
    """Make moves."""
    return change(client, kept, "moves", fields.pop("revision", None), moves=list(moves), **fields)


def read(client: FlaskClient, kept: Json, **query: Any) -> Json:
    """The plan as it is now."""
    response = client.get(f"/v1/plans/{kept['id']}", query_string=query)
    assert response.status_code == 200, response.text
    found: Json = response.get_json()
    return found


def seats(found: Json) -> dict[str, list[str]]:
    """Members by group."""
    return {group["id"]: group["members"] for group in found["result"]["groups"]}
