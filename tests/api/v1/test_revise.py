import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.openapi import Service
from api.settings import Settings
from api.v1 import revise as resource
from api.v1.revise import RevisionAnswer
from matcher.revise import TooLong
from tests.api.asking import Json, intake, people, plan, told

SEATED = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
SIZES = {"min_size": 2, "max_size": 4, "target_size": 3}


def revised(client: FlaskClient, **body: object) -> RevisionAnswer:
    response = client.post("/v1/revise", json={"plan": SEATED, "work": 1, **body})
    assert response.status_code == 200
    assert response.content_type == "application/json"
    return RevisionAnswer.model_validate_json(response.data)


def test_somebody_left_and_nobody_has_to_move(client: FlaskClient) -> None:
    found = revised(client, intake=intake(applicants=people(7)[1:], sizes=SIZES), max_moves=0)

    assert found.revision.outcome == "revised"
    assert found.revision.moves == ()
    assert found.revision.left == ("p1",)
    assert [move.id for move in found.revision.new] == ["p7"]
    assert found.frontier is None


def test_a_plan_may_name_groups_that_are_gone(client: FlaskClient) -> None:
    groups = [{"id": "g1", "min_size": 3, "max_size": 6, "target_size": 6}]

    found = revised(client, intake=intake(groups=groups), stay=0.1)

    assert found.revision.closed == ("g2",)
    assert {move.id for move in found.revision.moves} == {"p4", "p5", "p6"}
    assert all(move.forced for move in found.revision.moves)
    assert found.revision.stay == 0.1


def test_too_few_moves_are_an_answer(client: FlaskClient) -> None:
    apart = [{"id": "p1", "avoid": ["p2"]}, *people(6)[1:]]

    found = revised(client, intake=intake(applicants=apart), max_moves=0)

    assert found.revision.outcome == "too_few_moves"
    assert found.revision.result is None
    assert found.revision.least_moves == 2


def test_a_frontier_never_falls(client: FlaskClient) -> None:
    found = revised(client, intake=intake(), max_moves=2, frontier=2)

    assert found.frontier is not None
    assert [point.max_moves for point in found.frontier.points] == [0, 1, 2]
    values = [point.value for point in found.frontier.points]
    assert values == sorted(values)


def test_the_price_of_a_published_place_can_be_set(client: FlaskClient) -> None:
    """Told people stay at a high price, where they would move at none."""
    told_people = [{**person, "published_group": "g1" if n < 3 else "g2"} for n, person in enumerate(people(6))]
    better = [{**person, "age": 20 if n % 2 else 60} for n, person in enumerate(told_people)]
    body = {"intake": intake(applicants=better, policy={"rules": {"stay": {"mode": "off"}}}), "stay": 0.1}

    free = revised(client, **body, grade={"published": 0})
    dear = revised(client, **body, grade={"published": 100})

    assert free.revision.moves
    assert not dear.revision.moves


def test_a_display_name_never_comes_back(client: FlaskClient) -> None:
    body = {"intake": intake(applicants=people(7, display_name="Quentin")), "plan": SEATED, "work": 1}

    response = client.post("/v1/revise", json=body)

    assert response.get_json()["revision"]["result"]["waitlist"]
    assert "Quentin" not in response.text


def test_no_request_goes_past_the_cap_of_the_service(settings: Settings) -> None:
    """Without the cap, this test would not end."""
    client = create_app(settings.model_copy(update={"max_seconds": 0.05, "default_seconds": 0.05})).test_client()
    body = {"intake": intake(60, sizes={"min_size": 6, "max_size": 6, "target_size": 6}), "plan": plan()}

    found = client.post("/v1/revise", json={**body, "seconds": 86_400, "work": 1_000_000}).get_json()

    assert found["revision"]["result"]["placed"] == 60


def test_a_list_too_long_to_be_re_planned_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise TooLong("2,601 people are too many")

    monkeypatch.setattr(resource, "revise", refuse)

    assert told(client.post("/v1/revise", json={"intake": intake(), "plan": SEATED}), 422) == [
        ("/intake/applicants", "too_many")
    ]


def test_it_takes_one_of_the_places_for_solves(app: Service) -> None:
    solves = app.extensions["group_matcher_solves"]
    client = app.test_client()

    busy = solves.run(lambda: solves.run(lambda: client.post("/v1/revise", json={"intake": intake(), "plan": SEATED})))

    assert told(busy, 503) == [("", "busy")]


INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no plan": ({"intake": intake()}, [("/plan", "missing")]),
    "both a number and a price": (
        {"intake": intake(), "plan": SEATED, "max_moves": 1, "stay": 0.1},
        [("", "invalid")],
    ),
    "a negative number": (
        {"intake": intake(), "plan": SEATED, "max_moves": -1},
        [("/max_moves", "greater_than_equal")],
    ),
    "an unknown grade": (
        {"intake": intake(), "plan": SEATED, "grade": {"told": 1}},
        [("/grade", "unknown_field")],
    ),
    "a frontier too long": (
        {"intake": intake(), "plan": SEATED, "frontier": 201},
        [("/frontier", "less_than_equal")],
    ),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/revise", json=body), 422) == errors
