import pytest
from flask.testing import FlaskClient

from matcher.answer import evaluate
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import plan, told
from tests.service.asking import keep
from tests.service.plans.planning import SEATED, change, keep_plan, move, read, seats, small_list


def test_a_plan_made_elsewhere_is_scored_and_kept(client: FlaskClient) -> None:
    kept = keep_plan(client)

    result = evaluate(validate_intake(small_list()), Plan.model_validate(plan(**SEATED)))
    assert kept["figures"]["value"] == pytest.approx(result.value, abs=1e-9)
    assert (kept["revision"], kept["state"], kept["intake_revision"]) == (1, "draft", 1)
    assert seats(read(client, kept)) == SEATED
    assert [person["id"] for person in kept["result"]["waitlist"]] == ["p7", "p8"]


def test_an_import_names_what_it_does_not_know(client: FlaskClient) -> None:
    listed = keep(client, intake=small_list())
    body = {"name": "x", "plan": plan(g1=["p1", "stranger"], g9=["p2", "p3"])}

    response = client.post(f"/v1/intakes/{listed['id']}/plans/import", json=body)

    assert told(response, 422) == [
        ("/plan/groups/0/members/1", "unknown_applicant"),
        ("/plan/groups/1/id", "unknown_group"),
    ]


def test_an_import_breaks_rules_only_knowingly(client: FlaskClient) -> None:
    listed = keep(client, intake=small_list())
    address = f"/v1/intakes/{listed['id']}/plans/import"
    body = {"name": "x", "plan": plan(g1=["p1"], g2=["p2", "p3", "p4"])}

    assert told(client.post(address, json=body), 422) == [("/plan/groups/0", "breaks_size")]
    kept = client.post(address, json={**body, "accept_breaches": ["size"]})

    assert kept.status_code == 201
    assert kept.get_json()["figures"]["broken"] == {"size": 1}
    assert seats(kept.get_json()) == {"g1": ["p1"], "g2": ["p2", "p3", "p4"]}


def test_plans_are_found_by_list_and_state(client: FlaskClient) -> None:
    one, two = keep_plan(client), keep_plan(client)
    change(client, two, "publish")

    def ids(**query: str) -> list[str]:
        return [item["id"] for item in client.get("/v1/plans", query_string=query).get_json()["items"]]

    assert ids() == [two["id"], one["id"]]
    assert ids(intake=one["intake"]) == [one["id"]]
    assert ids(state="published") == [two["id"]]
    assert ids(state="draft") == [one["id"]]
    assert ids(state="composing") == []


def test_earlier_revisions_can_be_read(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g1"})

    assert seats(read(client, kept, revision=1)) == SEATED
    assert seats(read(client, kept))["g1"] == ["p1", "p2", "p3", "p7"]
    assert told(client.get(f"/v1/plans/{kept['id']}?revision=3"), 404) == [("", "not_found")]


def test_a_plan_says_that_its_list_has_moved_on(client: FlaskClient) -> None:
    kept = keep_plan(client)
    assert kept["newer_intake_revision"] is None
    body = {"name": "Autumn", "intake": small_list(7)}
    client.put(f"/v1/intakes/{kept['intake']}", json=body, headers={"If-Match": '"1"'})

    found = read(client, kept)

    assert (found["intake_revision"], found["newer_intake_revision"]) == (1, 2)
    assert [person["id"] for person in found["result"]["waitlist"]] == ["p7", "p8"]


def test_a_published_plan_is_not_deleted(client: FlaskClient) -> None:
    kept = keep_plan(client)
    address, seen = f"/v1/plans/{kept['id']}", {"If-Match": '"1"'}
    change(client, kept, "publish")

    assert told(client.delete(address, headers=seen), 409) == [("", "published")]
    change(client, kept, "withdraw")
    assert told(client.delete(address), 428) == [("", "precondition_required")]
    assert client.delete(address, headers=seen).status_code == 204
    assert told(client.get(address), 404) == [("", "not_found")]
