from flask.testing import FlaskClient

from api.db.database import Database
from api.db.models import JobRow
from tests.api.asking import told
from tests.service.plans.planning import change, keep_plan, small_list


def test_a_replanning_is_handed_in_for_the_lists_last_revision(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)
    body = {"name": "Autumn", "intake": small_list(9)}
    client.put(f"/v1/intakes/{kept['intake']}", json=body, headers={"If-Match": '"1"'})

    response = change(
        client, kept, "revisions", max_moves=1, seconds=2.5, priority=3, deadline_at="2030-01-01T12:00:00Z"
    )

    found = response.get_json()
    assert response.status_code == 202
    assert response.headers["Location"] == f"/v1/jobs/{found['job']}"
    assert (found["plan_revision"], found["intake_revision"]) == (1, 2)
    with database.reading() as session:
        job = session.get_one(JobRow, found["job"])
    assert (job.kind, job.plan_id, job.plan_revision, job.intake_revision) == ("revise", kept["id"], 1, 2)
    assert (job.priority, job.options["max_moves"], job.options["seconds"]) == (3, 1, 2.5)


def test_moves_are_limited_once(client: FlaskClient) -> None:
    kept = keep_plan(client)

    assert told(change(client, kept, "revisions", max_moves=1, stay=0.2), 422) == [("", "invalid")]
    assert told(change(client, kept, "revisions", 4, max_moves=1), 412) == [("", "changed_meanwhile")]
