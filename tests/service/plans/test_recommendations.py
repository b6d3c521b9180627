import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.intake import Applicant
from matcher.plan import Plan
from matcher.recommend import Recommendation, Recommender, listed
from matcher.validation import validate_intake
from tests.api.asking import Json, plan, told
from tests.service.plans.planning import SEATED, change, keep_plan, move, small_list

NEW = {"id": "new", "age": 21, "reasons": ["sleep"]}


def ask(client: FlaskClient, kept: Json, **body: object) -> TestResponse:
    return client.post(f"/v1/plans/{kept['id']}/recommendations", json=body)


def test_groups_are_ranked_for_somebody_who_waits(client: FlaskClient) -> None:
    kept = keep_plan(client)
    intake = validate_intake(small_list())

    found = Recommendation.model_validate_json(ask(client, kept, applicant="p7").data)

    assert found == Recommender(intake, Plan.of(SEATED)).recommend("p7")


def test_groups_are_ranked_for_somebody_new(client: FlaskClient) -> None:
    kept = keep_plan(client)
    intake = listed(validate_intake(small_list()), Applicant.model_validate(NEW))

    found = Recommendation.model_validate_json(ask(client, kept, newcomer=NEW).data)

    assert found == Recommender(intake, Plan.of(SEATED)).recommend("new")
    assert ask(client, kept, newcomer={**NEW, "age": 60}).get_json()["ranking"] != found.model_dump()["ranking"]


def test_a_recommendation_follows_the_plan(client: FlaskClient) -> None:
    kept = keep_plan(client)
    before = ask(client, kept, applicant="p8").get_json()
    move(client, kept, {"applicant": "p7", "to": "g1"})

    after = ask(client, kept, applicant="p8").get_json()

    free = ({line["group"]: line["free"] for line in found["ranking"]} for found in (before, after))
    assert [each["g1"] for each in free] == [1, 0]


def test_a_place_already_told_weighs_in_another_plan_of_the_list(client: FlaskClient) -> None:
    first = keep_plan(client)
    without_p1 = {"g1": ["p2", "p3"], "g2": ["p4", "p5", "p6"]}
    body = {"name": "Another", "plan": plan(**without_p1)}
    other = client.post(f"/v1/intakes/{first['intake']}/plans/import", json=body).get_json()
    before = Recommendation.model_validate_json(ask(client, other, applicant="p1").data)
    assert change(client, first, "publish").status_code == 200

    found = Recommendation.model_validate_json(ask(client, other, applicant="p1").data)

    place = Plan.of(SEATED).by_applicant()
    listed_now = [{**each, "published_group": place.get(each["id"])} for each in small_list()["applicants"]]
    intake = validate_intake(small_list(applicants=listed_now))
    assert found == Recommender(intake, Plan.of(without_p1)).recommend("p1") != before


def test_somebody_of_the_newer_list(client: FlaskClient) -> None:
    kept = keep_plan(client)
    listed_now = small_list(applicants=[*small_list()["applicants"], NEW])
    body = {"name": "Autumn", "intake": listed_now}
    client.put(f"/v1/intakes/{kept['intake']}", json=body, headers={"If-Match": '"1"'})

    assert told(ask(client, kept, applicant="new"), 422) == [("/applicant", "unknown_applicant")]
    best = ask(client, kept, applicant="new", newer_list=True).get_json()["ranking"][0]
    done = move(client, kept, {"applicant": "new", "to": best["group"]}, newer_list=True).get_json()

    assert done["value"] == pytest.approx(best["value"], abs=1e-9)


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, [("", "invalid")]),
        ({"applicant": "p1"}, [("/applicant", "has_a_place")]),
        ({"newcomer": {**NEW, "id": "p1"}}, [("/newcomer/id", "duplicate_id")]),
        ({"newcomer": {**NEW, "pinned_group": "g9"}}, [("/newcomer/pinned_group", "unknown_group")]),
        ({"newcomer": {**NEW, "seated_in": "g1"}}, [("/newcomer/seated_in", "has_a_place")]),
        ({"newcomer": {**NEW, "age": 323}}, [("/newcomer/age", "invalid")]),
    ],
    ids=["nobody", "placed", "known id", "unknown group", "a member", "impossible age"],
)
def test_for_whom_it_cannot_be(client: FlaskClient, body: Json, problems: list[tuple[str, str]]) -> None:
    assert told(ask(client, keep_plan(client), **body), 422) == problems
