import pytest
from flask.testing import FlaskClient

from matcher.compare import Alternative, Comparison, compare
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, plan, told

FIRST = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
OTHER = plan(g1=["p1", "p2", "p4"], g2=["p3", "p5", "p6"])
THREE = {"min_size": 3, "max_size": 3, "target_size": 3}


def side(name: str, seated: Json, **fields: object) -> Json:
    return {"name": name, "plan": seated, **fields}


def test_the_comparison_is_the_librarys(client: FlaskClient) -> None:
    response = client.post("/v1/compare", json={"intake": intake(), "plans": [side("A", FIRST), side("B", OTHER)]})

    assert response.status_code == 200
    read = validate_intake(intake())
    expected = compare(*(Alternative(n, read, Plan.model_validate(p)) for n, p in (("A", FIRST), ("B", OTHER))))
    assert Comparison.model_validate_json(response.data) == expected
    assert [move.id for move in expected.differences[0].moved] == ["p3", "p4"]


def test_a_plan_may_have_groups_and_a_policy_of_its_own(client: FlaskClient) -> None:
    """Monday is g1 under another name, so nobody moves; the policy of the first measures both."""
    renamed = {"groups": [{"id": "monday", "members": ["p1", "p2", "p3"]}, {"id": "g2", "members": ["p4", "p5", "p6"]}]}
    groups = [{"id": "monday", **THREE}, {"id": "g2", **THREE}]
    plans = [side("A", FIRST), side("B", renamed, groups=groups, policy={"rules": {"common_ground": {"mode": "off"}}})]

    found = Comparison.model_validate_json(client.post("/v1/compare", json={"intake": intake(), "plans": plans}).data)

    assert found.differences[0].moved == ()
    assert found.plans[0].value_by_first == found.plans[1].value_by_first
    assert found.plans[0].value != found.plans[1].value


def asked(*sides: Json, applicants: list[Json] | None = None) -> Json:
    return {"intake": intake(applicants=applicants or people(6)), "plans": list(sides)}


PINNED = [{"id": "p1", "pinned_group": "g1"}, *people(6)[1:]]

INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "one plan": (asked(side("A", FIRST)), [("/plans", "too_short")]),
    "nine plans": (asked(*[side("A", FIRST)] * 9), [("/plans", "too_long")]),
    "no name": (asked({"plan": FIRST}, side("B", OTHER)), [("/plans/0/name", "missing")]),
    "unknown ids": (
        asked(side("A", FIRST), side("B", plan(g1=["x"], g7=["p1"]))),
        [("/plans/1/plan/groups/0/members/0", "unknown_applicant"), ("/plans/1/plan/groups/1/id", "unknown_group")],
    ),
    "a group twice": (
        asked(side("A", FIRST), side("B", FIRST, groups=[{"id": "g1"}, {"id": "g1"}])),
        [("/plans/1/groups/1/id", "duplicate_id")],
    ),
    "groups without the one somebody is pinned to": (
        asked(side("A", FIRST), side("B", plan(), groups=[{"id": "g2"}]), applicants=PINNED),
        [("/plans/1", "unknown_group")],
    ),
    "more groups than the service takes": (
        asked(side("A", FIRST), side("B", plan(), groups=[{"id": f"g{n}"} for n in range(21)])),
        [("/plans/1/groups", "too_many")],
    ),
    "a policy that cannot be": (
        asked(side("A", FIRST), side("B", OTHER, policy={"balance": 2})),
        [("/plans/1/policy/balance", "less_than_equal")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/compare", json=body), 422) == errors


def test_a_name_in_a_problem_is_not_repeated(client: FlaskClient) -> None:
    response = client.post("/v1/compare", json=asked(side("Quentin", FIRST), side("B", plan(g9=["p1"]))))

    assert "Quentin" not in response.text
