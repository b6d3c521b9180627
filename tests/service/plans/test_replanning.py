import pytest
from flask.testing import FlaskClient

from api.db.database import Database
from api.db.models import JobRow
from api.settings import Settings
from matcher.answer import evaluate
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import told
from tests.service.jobs import ended, working
from tests.service.plans.planning import SEATED, change, keep_plan, read, seats, small_list


def test_a_replanning_is_handed_in_for_the_lists_last_revision(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)
    body = {"name": "Autumn", "intake": small_list(9)}
    client.put(f"/v1/intakes/{kept['intake']}", json=body, headers={"If-Match": '"1"'})

    response = change(
        client, kept, "revisions", max_moves=1, seconds=2.5, priority=3, deadline_at="2030-01-01T12:00:00Z"
    )

    found = response.get_json()
    assert response.status_code == 202
    assert response.headers["Location"] == f"/v1/jobs/{found['id']}"
    assert (found["kind"], found["intake_revision"]) == ("revise", 2)
    with database.reading() as session:
        job = session.get_one(JobRow, found["id"])
    assert (job.kind, job.plan_id, job.plan_revision, job.intake_revision) == ("revise", kept["id"], 1, 2)
    assert (job.priority, job.options["max_moves"], job.options["seconds"]) == (3, 1, 2.5)


def test_moves_are_limited_once(client: FlaskClient) -> None:
    kept = keep_plan(client)

    assert told(change(client, kept, "revisions", max_moves=1, stay=0.2), 422) == [("", "invalid")]
    assert told(change(client, kept, "revisions", 4, max_moves=1), 412) == [("", "changed_meanwhile")]


def test_a_plan_is_fitted_to_the_list_as_it_is_now(client: FlaskClient, service_settings: Settings) -> None:
    """Somebody left and two came: few move, the pin and the published places hold, and the library says the same."""
    kept = keep_plan(client)
    change(client, kept, "moves", moves=[{"applicant": "p4", "pin": "g2"}])
    change(client, kept, "publish", 2)
    listed = small_list(10)
    listed["applicants"] = [each for each in listed["applicants"] if each["id"] != "p2"]
    client.put(f"/v1/intakes/{kept['intake']}", json={"name": "a", "intake": listed}, headers={"If-Match": '"1"'})

    with working(service_settings):
        done = ended(client, change(client, kept, "revisions", 2, max_moves=1, work=3).get_json())

    assert (done["state"], done["plan_revision"]) == ("succeeded", 3)
    assert len([move for move in done["revision"]["moves"] if move["origin"] and move["target"]]) <= 1
    now = read(client, kept)
    seated = {who: group for group, members in seats(now).items() for who in members}
    assert set(seated) <= {each["id"] for each in listed["applicants"]}
    assert seated["p4"] == "g2"
    plan = Plan.of(seats(now))
    told = {who: group for group, members in SEATED.items() for who in members if who != "p2"}
    applicants = [
        {**each, **({"published_group": told[each["id"]]} if each["id"] in told else {})}
        | ({"pinned_group": "g2"} if each["id"] == "p4" else {})
        for each in listed["applicants"]
    ]
    assert evaluate(validate_intake({**listed, "applicants": applicants}), plan).value == pytest.approx(
        now["figures"]["value"], abs=1e-9
    )
