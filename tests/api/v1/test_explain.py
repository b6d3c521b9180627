import pytest
from flask.testing import FlaskClient

from matcher.explain import PlanAccount, explain
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, plan, told

SEATED = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])


def test_the_account_is_the_librarys(client: FlaskClient) -> None:
    response = client.post("/v1/explain", json={"intake": intake(7), "plan": SEATED})

    assert response.status_code == 200
    assert response.content_type == "application/json"
    expected = explain(validate_intake(intake(7)), Plan.model_validate(SEATED))
    assert PlanAccount.model_validate_json(response.data) == expected


def test_one_group_alone(client: FlaskClient) -> None:
    found = client.post("/v1/explain", json={"intake": intake(), "plan": SEATED, "group": "g2"}).get_json()

    assert [group["id"] for group in found["groups"]] == ["g2"]
    assert found["placed"] == 6


def test_a_display_name_never_comes_back(client: FlaskClient) -> None:
    body = {"intake": intake(applicants=people(6, display_name="Quentin")), "plan": SEATED}

    assert "Quentin" not in client.post("/v1/explain", json=body).text


INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no plan": ({"intake": intake()}, [("/plan", "missing")]),
    "unknown ids": (
        {"intake": intake(), "plan": plan(g1=["p1", "x"]), "group": "g9"},
        [("/plan/groups/0/members/1", "unknown_applicant"), ("/group", "unknown_group")],
    ),
    "a group that did not open": (
        {"intake": intake(), "plan": plan(g1=["p1", "p2", "p3"]), "group": "g2"},
        [("/group", "unknown_group")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/explain", json=body), 422) == errors
