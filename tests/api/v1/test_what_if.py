import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.openapi import Service
from api.settings import Settings
from matcher.whatif import GroupsAnswer, HoursAnswer, PolicyAnswer
from tests.api.asking import Json, intake, people, plan, told

THREE = {"min_size": 3, "max_size": 3, "target_size": 3}
GROUPS = [{"id": "mon", "session": "Mon 17:00-18:30", **THREE}, {"id": "thu", "session": "Thu 17:00-18:30", **THREE}]
OPERATIONS: dict[str, Json] = {"groups": {}, "hours": {"choose": 1}, "policy": {"changes": {"balance": 0.2}}}


def test_one_group_fewer_and_one_more(client: FlaskClient) -> None:
    response = client.post("/v1/what-if/groups", json={"intake": intake(7), "work": 1})

    found = GroupsAnswer.model_validate_json(response.data)
    assert found.as_is.result.placed == 6
    assert [(v.offered, v.result.placed) for v in found.fewer] == [(1, 3)]
    assert [(v.offered, v.result.placed) for v in found.more] == [(3, 6)]
    assert found.comparison is not None


def test_the_hours_that_seat_most(client: FlaskClient) -> None:
    times = [{**person, "availability": ["Thu 16:00-20:00"]} for person in people(5)]
    body = {"intake": intake(applicants=times, groups=GROUPS), "choose": 1, "work": 1}

    found = HoursAnswer.model_validate_json(client.post("/v1/what-if/hours", json=body).data)

    assert [str(hour) for hour in found.best.hours] == ["Thu 17:00-18:30"]
    assert found.best.seated == found.best.bound == 3
    assert found.result.placed == 3


def test_hours_may_be_named(client: FlaskClient) -> None:
    body = {"intake": intake(6), "choose": 2, "hours": ["Mon 9-10:30", "Tue 9-10:30"], "work": 1}

    found = client.post("/v1/what-if/hours", json=body).get_json()

    assert found["best"]["hours"] == ["Mon 09:00-10:30", "Tue 09:00-10:30"]
    assert found["result"]["placed"] == 6


def test_a_policy_moved_says_what_was_set(client: FlaskClient) -> None:
    body = {"intake": intake(6), "changes": {"balance": 0.2, "rules": {"floor": {"weight": 2}}}, "work": 1}

    found = PolicyAnswer.model_validate_json(client.post("/v1/what-if/policy", json=body).data)

    assert found.changes == {"balance": ("0.5", "0.2"), "rules.floor.weight": ("1", "2")}
    assert found.moved.policy.balance == 0.2
    assert found.moved.policy.rules.floor.mode == found.as_is.policy.rules.floor.mode


def test_a_setting_that_the_intake_has_stays_where_it_is_not_named(client: FlaskClient) -> None:
    body = {"intake": intake(6, policy={"likeness": "both"}), "changes": {"balance": 0.5}, "work": 1}

    found = PolicyAnswer.model_validate_json(client.post("/v1/what-if/policy", json=body).data)

    assert found.moved.policy.likeness == "both"
    assert found.changes == {}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_same_work_gives_the_same_answer(client: FlaskClient, name: str) -> None:
    body = {"intake": intake(9, groups=GROUPS), **OPERATIONS[name], "work": 2, "seed": 3}

    first, second = (client.post(f"/v1/what-if/{name}", json=body) for _ in range(2))

    assert first.status_code == 200
    assert first.data == second.data


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_display_name_never_comes_back(client: FlaskClient, name: str) -> None:
    listed = intake(applicants=people(8, display_name="Quentin"), groups=GROUPS)

    response = client.post(f"/v1/what-if/{name}", json={"intake": listed, **OPERATIONS[name], "work": 1})

    assert response.status_code == 200
    assert "Quentin" not in response.text


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_goes_past_the_cap_of_the_service(settings: Settings, name: str) -> None:
    """Without the cap, this test would not end."""
    client = create_app(settings.model_copy(update={"max_seconds": 0.05, "default_seconds": 0.05})).test_client()
    body = {"intake": intake(12, groups=GROUPS), **OPERATIONS[name], "seconds": 86_400, "work": 1_000_000}

    assert client.post(f"/v1/what-if/{name}", json=body).status_code == 200


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_takes_one_of_the_places_for_solves(app: Service, name: str) -> None:
    solves = app.extensions["group_matcher_solves"]
    client = app.test_client()

    busy = solves.run(
        lambda: solves.run(
            lambda: client.post(f"/v1/what-if/{name}", json={"intake": intake(6, groups=GROUPS), **OPERATIONS[name]})
        )
    )

    assert told(busy, 503) == [("", "busy")]


SUPPORT = [{"a": "p1", "b": "p2", "kind": "support"}]
TOGETHER = [{"id": "p1", "together": ["p2"]}, *people(6)[1:]]

INVALID: dict[str, tuple[str, Json, list[tuple[str, str]]]] = {
    "no intake": ("groups", {}, [("/intake", "missing")]),
    "a plan": ("groups", {"intake": intake(), "plan": plan()}, [("", "unknown_field")]),
    "no number of hours": ("hours", {"intake": intake()}, [("/choose", "missing")]),
    "nothing to choose from": ("hours", {"intake": intake(), "choose": 1}, [("/hours", "missing")]),
    "an hour that is none": (
        "hours",
        {"intake": intake(), "choose": 1, "hours": ["Mon 9-10", "Someday 9-10"]},
        [("/hours/1", "invalid")],
    ),
    "no changes": ("policy", {"intake": intake()}, [("/changes", "missing")]),
    "a setting that cannot be": (
        "policy",
        {"intake": intake(), "changes": {"rules": {"floor": {"weight": -1}}, "spam": 1}},
        [("/changes/rules/floor/weight", "greater_than_equal"), ("/changes", "unknown_field")],
    ),
    "a setting that the list contradicts": (
        "policy",
        {
            "intake": intake(applicants=TOGETHER, ties=SUPPORT),
            "changes": {"rules": {"keep_apart": {"kinds": ["support"]}}},
        },
        [("/intake/applicants/0/together/0", "contradictory_pair")],
    ),
}


@pytest.mark.parametrize(("name", "body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, name: str, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post(f"/v1/what-if/{name}", json=body), 422) == errors
