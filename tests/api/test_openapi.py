"""The OpenAPI document: committed, up to date, complete."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

import api
from api.openapi import Service, document, written
from api.problems import TITLES

FILE = Path(api.__file__).with_name("openapi.json")
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
PLACEHOLDER = re.compile(r"<(?:[^:>]*:)?([^>]*)>")
NAME = r"{\1}"
POSTS = [name for name, operation in OPERATIONS.items() if "requestBody" in operation]
"""Operations that are sent something."""


def test_the_committed_file_is_up_to_date() -> None:
    """If not: ``python -m api.openapi > api/openapi.json``, and look at what changed for callers."""
    assert FILE.read_text(encoding="utf-8") == written(document())


def test_it_is_served_as_committed(client: FlaskClient) -> None:
    response = client.get("/v1/openapi.json")

    assert response.content_type == "application/json"
    assert response.text == FILE.read_text(encoding="utf-8")


def test_it_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"


def test_it_has_every_operation(app: Service) -> None:
    served = {
        f"{method} {PLACEHOLDER.sub(NAME, rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static" and not rule.endpoint.startswith(("pages.", "web."))
    }

    assert set(OPERATIONS) == served


@pytest.mark.parametrize("name", POSTS)
def test_an_operation_declares_its_problems(name: str) -> None:
    responses = OPERATIONS[name]["responses"]

    assert {"400", "404", "405", "413", "415", "422"} <= set(responses)
    for status, response in responses.items():
        if not status.startswith("2"):
            found = DOCUMENT["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
            assert list(found["content"]) == ["application/problem+json"]


def examples() -> Iterator[tuple[str, Any, Any]]:
    for name, operation in OPERATIONS.items():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for where, body in bodies.items():
            for kind, media in body.get("content", {}).items():
                for title, example in media.get("examples", {}).items():
                    yield f"{name} {where} {kind} {title}", media["schema"], example["value"]
    for name, response in DOCUMENT["components"]["responses"].items():
        media = response["content"]["application/problem+json"]
        yield name, media["schema"], media["example"]


@pytest.mark.parametrize(("schema", "example"), [pytest.param(s, e, id=name) for name, s, e in examples()])
def test_an_example_fits_its_schema(schema: Any, example: Any) -> None:
    validator = jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]})

    assert [error.message for error in validator.iter_errors(example)] == []


@pytest.mark.parametrize("name", POSTS)
def test_every_post_shows_a_request_and_an_answer(name: str) -> None:
    operation = OPERATIONS[name]

    [answer] = [response for status, response in operation["responses"].items() if status.startswith("2")][:1]
    assert all(media["examples"] for media in operation["requestBody"]["content"].values())
    assert "content" not in answer or answer["content"]["application/json"]["examples"]


def test_every_answer_in_json_shows_an_example() -> None:
    answers = [
        (name, media)
        for name, operation in OPERATIONS.items()
        for status, response in operation["responses"].items()
        for kind, media in response.get("content", {}).items()
        if status.startswith("2") and kind == "application/json"
    ]

    assert [name for name, media in answers if not media.get("examples")] == ["GET /v1/openapi.json"]


def test_the_headers_that_operations_read_are_declared() -> None:
    declared = {
        name: {entry["$ref"].rpartition("/")[2] for entry in operation.get("parameters", ()) if "$ref" in entry}
        for name, operation in OPERATIONS.items()
    }

    assert declared["POST /v1/intakes"] == {"Idempotency-Key"}
    assert declared["POST /v1/intakes/{intake_id}/plans"] == {"Idempotency-Key", "Prefer"}
    assert declared["POST /v1/plans/{plan_id}/moves"] == {"Idempotency-Key", "If-Match"}
    assert declared["GET /v1/intakes/{intake_id}"] == {"If-None-Match"}
    assert declared["GET /v1/jobs/{job_id}/events"] == {"Last-Event-ID"}
    assert declared["POST /v1/evaluate"] == set()


def test_problem_examples_carry_their_status() -> None:
    for response in DOCUMENT["components"]["responses"].values():
        example = response["content"]["application/problem+json"]["example"]
        assert example["title"] == TITLES[example["status"]]


def test_references_lead_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    for reference in {part.split('"', 1)[0] for part in text.split('"$ref": "')[1:]}:
        node = DOCUMENT
        for name in reference.removeprefix("#/").split("/"):
            node = node[name]
