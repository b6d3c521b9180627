from flask.testing import FlaskClient

from api.examples import INTAKE, INVALID_INTAKE
from api.openapi import Service
from tests.api.asking import intake, people


def test_a_valid_intake(client: FlaskClient) -> None:
    response = client.post("/v1/validate", json=intake(7))

    assert response.status_code == 200
    assert response.get_json() == {
        "valid": True,
        "problems": [],
        "counts": {"applicants": 7, "groups": 2, "ties": 0, "problems": 0},
        "warnings": [],
    }


def test_every_problem_comes_at_once_with_its_place(client: FlaskClient) -> None:
    body = intake(
        applicants=[
            {"id": "a", "age": 323},
            {"id": "b", "priority": "2", "availability": ["Mon 25:00-26:00"]},
            {"id": "c", "together": ["d"]},
            {"id": "d", "avoid": ["c"]},
            {"id": "d"},
            {"age": 30},
        ],
        surprise=1,
    )

    found = client.post("/v1/validate", json=body).get_json()

    assert found["valid"] is False
    assert [(p["pointer"], p["code"]) for p in found["problems"]] == [
        ("/applicants/0/age", "invalid"),
        ("/applicants/1/availability", "invalid"),
        ("/applicants/1/priority", "int_type"),
        ("/applicants/5/id", "missing"),
        ("", "unknown_field"),
        ("/applicants/4/id", "duplicate_id"),
        ("/applicants/2/together/0", "contradictory_pair"),
    ]
    assert found["counts"] == {"applicants": 6, "groups": 0, "ties": 0, "problems": 7}


def test_json_types_are_taken_at_their_word(client: FlaskClient) -> None:
    """What the document calls a number is no text and no truth value."""
    body = intake(applicants=[{"id": "a", "priority": True, "birth_year": "1990", "cleared": "yes", "tags": "x"}])

    found = client.post("/v1/validate", json=body).get_json()["problems"]

    fields = ["priority", "birth_year", "cleared", "tags"]
    assert {p["pointer"] for p in found} == {f"/applicants/0/{field}" for field in fields}


def test_an_empty_object_is_told_what_it_lacks(client: FlaskClient) -> None:
    found = client.post("/v1/validate", json={}).get_json()

    assert [(p["pointer"], p["code"]) for p in found["problems"]] == [("/applicants", "missing")]


def test_warnings_name_words_outside_the_vocabulary(client: FlaskClient) -> None:
    found = client.post("/v1/validate", json=intake(applicants=people(6, life_stage="night-owl"))).get_json()

    assert found["valid"] is True
    assert "night-owl" in found["warnings"][0]


def test_a_list_over_the_limit_is_not_looked_at(client: FlaskClient) -> None:
    found = client.post("/v1/validate", json=intake(applicants=[1] * 61)).get_json()

    assert [(p["pointer"], p["code"]) for p in found["problems"]] == [("/applicants", "too_many")]


def test_more_problems_than_one_answer_lists_are_counted(client: FlaskClient) -> None:
    body = intake(applicants=[{"id": "a", "avoid": [1] * 1000, "together": [1] * 1000}])

    found = client.post("/v1/validate", json=body).get_json()

    assert len(found["problems"]) == 1000
    assert found["counts"]["problems"] == 2000


def test_the_documented_examples_are_true(app: Service, client: FlaskClient) -> None:
    answer = app.api_doc["paths"]["/v1/validate"]["post"]["responses"]["200"]
    examples = answer["content"]["application/json"]["examples"]

    assert client.post("/v1/validate", json=INTAKE).get_json() == examples["valid"]["value"]
    assert client.post("/v1/validate", json=INVALID_INTAKE).get_json() == examples["invalid"]["value"]
