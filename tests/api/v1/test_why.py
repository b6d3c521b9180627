import pytest
from flask.testing import FlaskClient

from matcher.explain import Why, why
from matcher.obstacles import WhyNot, why_not
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, plan, told

SEATED = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])


@pytest.mark.parametrize("who", ["p1", "p7"], ids=["placed", "waiting"])
def test_the_answer_is_the_librarys(client: FlaskClient, who: str) -> None:
    response = client.post("/v1/why", json={"intake": intake(7), "plan": SEATED, "applicant": who})

    assert response.status_code == 200
    expected = why(validate_intake(intake(7)), Plan.model_validate(SEATED), who)
    assert Why.model_validate_json(response.data) == expected


def test_why_not_in_another_group(client: FlaskClient) -> None:
    body = {"intake": intake(7), "plan": SEATED, "applicant": "p7", "not_group": "g2"}

    response = client.post("/v1/why", json=body)

    expected = why_not(validate_intake(intake(7)), Plan.model_validate(SEATED), "p7", "g2")
    assert WhyNot.model_validate_json(response.data) == expected
    assert response.get_json()["obstacles"][0]["rule"] == "size"


INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "nobody": ({"intake": intake(), "plan": SEATED}, [("/applicant", "missing")]),
    "unknown ids": (
        {"intake": intake(), "plan": plan(g9=["p1"]), "applicant": "x", "not_group": "g8"},
        [
            ("/plan/groups/0/id", "unknown_group"),
            ("/applicant", "unknown_applicant"),
            ("/not_group", "unknown_group"),
        ],
    ),
    "the group they sit in": (
        {"intake": intake(), "plan": SEATED, "applicant": "p1", "not_group": "g1"},
        [("/not_group", "sits_there")],
    ),
    "an address for an id": (
        {"intake": intake(), "plan": SEATED, "applicant": "someone@example.org"},
        [("/applicant", "invalid")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/why", json=body), 422) == errors
