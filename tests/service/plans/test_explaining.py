import pytest
from flask.testing import FlaskClient

from matcher.explain import explain, why
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import told
from tests.service.plans.planning import SEATED, keep_plan, move, small_list


def test_the_account_is_that_of_the_library(client: FlaskClient) -> None:
    kept = keep_plan(client)
    account = explain(validate_intake(small_list()), Plan.of(SEATED))

    found = client.get(f"/v1/plans/{kept['id']}/explanation").get_json()
    one = client.get(f"/v1/plans/{kept['id']}/explanation?group=g2").get_json()

    assert found["value"] == pytest.approx(account.value)
    assert [group["id"] for group in found["groups"]] == ["g1", "g2"]
    assert [group["id"] for group in one["groups"]] == ["g2"]
    assert told(client.get(f"/v1/plans/{kept['id']}/explanation?group=g9"), 400) == [("", "unknown_group")]


def test_the_pins_of_the_plan_are_in_the_account(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p1", "pin": "g1"})

    def pinned(revision: int) -> list[str]:
        found = client.get(f"/v1/plans/{kept['id']}/explanation?revision={revision}").get_json()
        return [member["id"] for group in found["groups"] for member in group["members"] if member["pinned"]]

    assert (pinned(1), pinned(2)) == ([], ["p1"])


def test_why_somebody_sits_there_or_not(client: FlaskClient) -> None:
    kept = keep_plan(client)
    address = f"/v1/plans/{kept['id']}/why"

    here = client.post(address, json={"applicant": "p1"}).get_json()
    waits = client.post(address, json={"applicant": "p7"}).get_json()
    elsewhere = client.post(address, json={"applicant": "p1", "not_group": "g2"}).get_json()

    assert here["text"] == why(validate_intake(small_list()), Plan.of(SEATED), "p1").text
    assert (waits["group"], bool(waits["waiting"])) == (None, True)
    assert (elsewhere["group"], elsewhere["here"]) == ("g2", "g1")
    assert told(client.post(address, json={"applicant": "p1", "not_group": "g1"}), 422) == [
        ("/not_group", "sits_there")
    ]
    assert told(client.post(address, json={"applicant": "p99"}), 422) == [("/applicant", "unknown_applicant")]


def test_revisions_side_by_side(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g1"})
    move(client, kept, {"applicant": "p8", "to": "g2"}, revision=2)
    address = f"/v1/plans/{kept['id']}/diff"

    last = client.get(address).get_json()["differences"][0]
    whole = client.get(address, query_string={"first": 1, "other": 3}).get_json()["differences"][0]

    assert [found["id"] for found in last["newly_placed"]] == ["p8"]
    assert [found["id"] for found in whole["newly_placed"]] == ["p7", "p8"]


def test_plans_side_by_side(client: FlaskClient) -> None:
    one, two = keep_plan(client), keep_plan(client, g1=["p1", "p2"], g2=["p4", "p5", "p6"])
    stranger = keep_plan(client, small_list(9))
    address = f"/v1/plans/{one['id']}/diff"

    found = client.get(address, query_string={"plan": two["id"]}).get_json()["differences"][0]

    assert [move["id"] for move in found["newly_waiting"]] == ["p3"]
    assert told(client.get(address, query_string={"plan": stranger["id"]}), 409) == [("", "other_people")]
