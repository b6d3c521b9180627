import json

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.examples import REPRODUCIBLE, SOLVE, SOLVED
from api.jobs.tasks import CUT_SHORT
from api.openapi import Service
from api.settings import Settings
from api.solving import Solves, limit_solves
from matcher.answer import evaluate
from matcher.plan import Plan
from matcher.result import Result
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, plan, told
from tests.service.jobs import long_intake


def solved(client: FlaskClient, body: object) -> Result:
    response = client.post("/v1/solve", json=body)
    assert response.status_code == 200
    assert response.content_type == "application/json"
    return Result.model_validate_json(response.data)


def test_everybody_sits_in_a_group_of_three(client: FlaskClient) -> None:
    found = solved(client, {"intake": intake(6), "work": 1})

    assert found.status in ("optimal", "feasible")
    assert found.placed == 6
    assert [len(group.members) for group in found.groups] == [3, 3]
    assert found.plan is not None
    assert found.value == evaluate(validate_intake(intake(6)), found.plan).value


def test_the_answer_has_the_fields_of_a_result_in_its_order(client: FlaskClient) -> None:
    response = client.post("/v1/solve", json={"intake": intake(6), "work": 1, "seed": 7})

    assert list(response.get_json()) == list(Result.model_fields)
    assert response.get_json()["seed"] == 7


def test_the_same_seed_and_work_give_the_same_bytes(client: FlaskClient) -> None:
    body = {"intake": intake(12), "work": 2, "seed": 5, "reproducible": True, "seconds": 60}

    first, second = (client.post("/v1/solve", json=body) for _ in range(2))

    assert first.data == second.data
    assert CUT_SHORT not in first.get_json()["warnings"]


def test_no_request_goes_past_the_cap_of_the_service(settings: Settings) -> None:
    """Without the cap, this test would not end."""
    client = create_app(settings.model_copy(update={"max_seconds": 0.05, "default_seconds": 0.05})).test_client()

    assert solved(client, {"intake": intake(), "seconds": 86_400}).placed == 6
    assert solved(client, {"intake": intake(), "seconds": 86_400, "work": 1_000_000}).placed == 6


def test_an_answer_that_the_time_cut_short_says_so(client: FlaskClient) -> None:
    body = {"intake": intake(12), "work": 1_000_000, "seconds": 0.001, "reproducible": True}

    assert CUT_SHORT in solved(client, body).warnings


def test_it_takes_no_longer_than_the_caller_would_wait(client: FlaskClient) -> None:
    body = {"intake": long_intake(), "work": 1_000_000, "seconds": 60, "reproducible": True}

    answer = client.post("/v1/solve", json=body, headers={"Prefer": "respond-async, wait=1"})

    assert answer.headers["Preference-Applied"] == "wait=1"
    assert CUT_SHORT in Result.model_validate_json(answer.data).warnings


def test_a_start_is_never_made_worse(client: FlaskClient) -> None:
    start = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
    before = evaluate(validate_intake(intake()), Plan.model_validate(start)).value

    found = solved(client, {"intake": intake(), "work": 1, "start": start})

    assert found.value is not None
    assert before is not None
    assert found.value >= before


def test_a_null_option_is_the_default(client: FlaskClient) -> None:
    assert solved(client, {"intake": intake(), "seconds": None, "work": 1, "start": None}).placed == 6


def test_an_infeasible_intake_is_an_answer_with_conflicts(client: FlaskClient) -> None:
    """Somebody is pinned to each of two people's group who must not meet."""
    pinned = [{"id": "p1", "pinned_group": "g1", "avoid": ["p2"]}, {"id": "p2", "pinned_group": "g1"}]

    found = solved(client, {"intake": intake(applicants=[*pinned, *people(8)[2:]])})

    assert found.status == "infeasible"
    assert found.plan is None
    assert "keep_apart" in found.conflicts[0].rules


def test_a_display_name_never_comes_back(client: FlaskClient) -> None:
    body = {"intake": intake(applicants=people(7, display_name="Quentin")), "work": 1}

    response = client.post("/v1/solve", json=body)

    assert response.get_json()["waitlist"]
    assert "Quentin" not in response.text
    assert "display_name" not in response.text


INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no intake": ({"seconds": 1}, [("/intake", "missing")]),
    "no seconds": ({"intake": intake(), "seconds": 0}, [("/seconds", "greater_than")]),
    "seconds as a text": ({"intake": intake(), "seconds": "9"}, [("/seconds", "float_type")]),
    "a negative seed": ({"intake": intake(), "seed": -1}, [("/seed", "greater_than_equal")]),
    "a huge seed": ({"intake": intake(), "seed": 10**200}, [("/seed", "less_than_equal")]),
    "a seed that is true": ({"intake": intake(), "seed": True}, [("/seed", "int_type")]),
    "reproducible without work": ({"intake": intake(), "reproducible": True}, [("", "invalid")]),
    "a start with unknown ids": (
        {"intake": intake(), "start": plan(g7=["p1", "p1x"])},
        [("/start/groups/0/id", "unknown_group"), ("/start/groups/0/members/1", "unknown_applicant")],
    ),
    "problems everywhere": (
        {"intake": intake(as_of="yesterday", ties=[{"a": "p1", "b": "p1", "kind": "rival"}]), "work": 0, "x": 0},
        [
            ("/intake/ties/0/kind", "literal_error"),
            ("/intake/as_of", "invalid"),
            ("/work", "greater_than_equal"),
            ("", "unknown_field"),
        ],
    ),
    "rules out of range": (
        {"intake": intake(policy={"rules": {"size": {"mode": "soft"}, "no_isolate": [{"attribute": "tag"}]}})},
        [("/intake/policy/rules/size/mode", "literal_error"), ("/intake/policy/rules/no_isolate/0", "invalid")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/solve", json=body), 422) == errors


def test_a_solve_too_many_is_told_to_come_back(settings: Settings, app: Service) -> None:
    limit_solves(app, settings.model_copy(update={"concurrent_solves": 1, "default_seconds": 6.5}))
    solves = app.extensions["group_matcher_solves"]
    assert isinstance(solves, Solves)

    busy = solves.run(lambda: app.test_client().post("/v1/solve", json={"intake": intake()}))
    free = app.test_client().post("/v1/solve", json={"intake": intake(), "work": 1})

    assert told(busy, 503) == [("", "busy")]
    assert busy.headers["Retry-After"] == "7"
    assert free.status_code == 200


def test_the_place_of_a_solve_that_fails_is_free_again(settings: Settings) -> None:
    solves = Solves(settings.model_copy(update={"concurrent_solves": 1}), apart=False)

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        solves.run(fail)
    assert solves.run(lambda: 1) == 1


@pytest.mark.parametrize("body", [SOLVE, REPRODUCIBLE], ids=["by time", "reproducible"])
def test_the_documented_examples_are_true(client: FlaskClient, body: object) -> None:
    found, shown = solved(client, body), Result.model_validate_json(json.dumps(SOLVED))

    assert found.plan == shown.plan
    assert found.value == pytest.approx(shown.value, abs=1e-4)
