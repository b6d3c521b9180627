import json

import pytest
from flask.testing import FlaskClient

from api.examples import EVALUATE, EVALUATED
from matcher.answer import evaluate
from matcher.plan import Plan
from matcher.result import Result
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, plan, told

SEATED = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])


def test_the_answer_is_the_librarys(client: FlaskClient) -> None:
    response = client.post("/v1/evaluate", json={"intake": intake(), "plan": SEATED})

    assert response.status_code == 200
    assert response.content_type == "application/json"
    expected = evaluate(validate_intake(intake()), Plan.model_validate(SEATED))
    assert Result.model_validate_json(response.data) == expected
    assert list(response.get_json()) == list(Result.model_fields)


def test_a_plan_that_breaks_a_hard_rule_is_an_answer(client: FlaskClient) -> None:
    body = {"intake": intake(applicants=[*people(5), {"id": "p6", "avoid": ["p5"]}]), "plan": SEATED}

    found = client.post("/v1/evaluate", json=body).get_json()

    assert found["status"] == "infeasible"
    broken = [(b["rule"], b["members"]) for g in found["groups"] for b in g["breaches"] if b["hard"]]
    assert broken == [("keep_apart", ["p5", "p6"])]


def test_a_display_name_never_comes_back(client: FlaskClient) -> None:
    body = {"intake": intake(applicants=people(6, display_name="Quentin")), "plan": plan(g1=["p1", "p2", "p3"])}

    response = client.post("/v1/evaluate", json=body)

    assert response.status_code == 200
    assert "Quentin" not in response.text


INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "nothing": ({}, [("/intake", "missing"), ("/plan", "missing")]),
    "no plan": ({"intake": intake()}, [("/plan", "missing")]),
    "a plan that is null": ({"intake": intake(), "plan": None}, [("/plan", "model_type")]),
    "an intake that is a list": ({"intake": [], "plan": plan()}, [("/intake", "not_an_object")]),
    "an unknown field": ({"intake": intake(), "plan": plan(), "p1": 1}, [("", "unknown_field")]),
    "an unknown field in a group": (
        {"intake": intake(), "plan": {"groups": [{"id": "g1", "members": ["p1"], "fit": 0.5}]}},
        [("/plan/groups/0", "unknown_field")],
    ),
    "a group without members": ({"intake": intake(), "plan": plan(g1=[])}, [("/plan/groups/0/members", "too_short")]),
    "somebody twice": ({"intake": intake(), "plan": plan(g1=["p1"], g2=["p1"])}, [("/plan", "invalid")]),
    "unknown ids": (
        {"intake": intake(), "plan": plan(g1=["p1", "x"], g9=["p2"])},
        [("/plan/groups/0/members/1", "unknown_applicant"), ("/plan/groups/1/id", "unknown_group")],
    ),
    "problems in both": (
        {"intake": intake(applicants=[{"id": "p1", "age": 3}]), "plan": {"groups": 4}},
        [("/intake/applicants/0/age", "invalid"), ("/plan/groups", "tuple_type")],
    ),
    "too many people": ({"intake": intake(61), "plan": plan()}, [("/intake/applicants", "too_many")]),
    "sizes that make too many groups": (
        {"intake": intake(60, sizes={"min_size": 2, "max_size": 2, "target_size": 2}), "plan": plan()},
        [("/intake/sizes", "too_many")],
    ),
    "a synonym that is no text": (
        {"intake": intake(vocabulary={"synonyms": {"nerves": 1}}), "plan": plan()},
        [("/intake/vocabulary/synonyms", "string_type")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/evaluate", json=body), 422) == errors


def test_the_documented_example_is_true(client: FlaskClient) -> None:
    found = client.post("/v1/evaluate", json=EVALUATE).get_json()
    shown = Result.model_validate_json(json.dumps(EVALUATED))

    assert list(found) == list(EVALUATED)
    assert found["value"] == pytest.approx(shown.value, abs=1e-4)
    assert found["policy"] == shown.policy.model_dump(mode="json")
