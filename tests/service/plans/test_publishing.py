from flask.testing import FlaskClient

from tests.api.asking import plan, told
from tests.service.plans.planning import SEATED, change, keep_plan, move, read


def test_what_is_published_stays_until_published_again(client: FlaskClient) -> None:
    kept = keep_plan(client)

    first = change(client, kept, "publish").get_json()
    move(client, kept, {"applicant": "p7", "to": "g1"})
    drafted = read(client, kept)
    again = change(client, kept, "publish", 2).get_json()

    assert (first["state"], first["published_revision"]) == ("published", 1)
    assert (drafted["revision"], drafted["published_revision"]) == (2, 1)
    assert again["published_revision"] == 2


def test_a_plan_seen_before_it_changed_is_not_published(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g1"})

    assert told(change(client, kept, "publish", 1), 412) == [("", "changed_meanwhile")]


def test_people_are_told_one_plan_of_a_list(client: FlaskClient) -> None:
    kept = keep_plan(client)
    address = f"/v1/intakes/{kept['intake']}/plans/import"
    other = client.post(address, json={"name": "B", "plan": plan(**SEATED)}).get_json()
    change(client, kept, "publish")

    assert told(change(client, other, "publish"), 409) == [("", "another_is_published")]
    change(client, kept, "withdraw")
    assert change(client, other, "publish").status_code == 200


def test_nothing_published_is_not_withdrawn(client: FlaskClient) -> None:
    assert told(change(client, keep_plan(client), "withdraw"), 409) == [("", "not_published")]
