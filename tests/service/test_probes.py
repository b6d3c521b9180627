"""Ready where the database is; figures for those who may see them."""

from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from api.access.principal import LOCAL
from api.app import create_app
from api.db.database import Database
from api.db.models import HOME_CLINIC, JobRow, WorkerRow, now
from api.openapi import Service
from api.settings import Settings
from tests.api.asking import intake, told
from tests.service.asking import keep

Labels = tuple[tuple[str, str], ...]


def figures(client: FlaskClient) -> dict[tuple[str, Labels], float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_ready(client: FlaskClient, database: Database) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready", "workers": 0}

    with database.writing() as session:
        session.add(WorkerRow(id="wrk_a", host="h", process=1))
        session.add(WorkerRow(id="wrk_b", host="h", process=2, heartbeat_at=now() - timedelta(hours=1)))
        session.add(WorkerRow(id="wrk_c", host="h", process=3, ended_at=now()))

    assert client.get("/readyz").get_json()["workers"] == 1


def test_not_ready_with_other_tables(client: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert told(client.get("/readyz"), 503) == [("", "not_ready")]
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://nobody@127.0.0.1:1/none"])
def test_not_ready_without_a_database(url: str) -> None:
    client = create_app(Settings(database_url=url)).test_client()

    assert told(client.get("/readyz"), 503) == [("", "not_ready")]
    assert figures(client)["group_matcher_database_up", ()] == 0


def test_requests_are_counted_by_pattern(client: FlaskClient) -> None:
    kept = keep(client)
    client.get(f"/v1/intakes/{kept['id']}")
    client.get("/v1/intakes/int_none")
    client.open("/secret/anna", method="ANNA")
    client.post("/v1/solve", json={"intake": intake(6), "work": 1})

    found = figures(client)
    count = "group_matcher_requests_total"
    one = (("method", "GET"), ("path", "/v1/intakes/<intake_id>"))
    assert found[count, (*one, ("status", "200"))] == 1
    assert found[count, (*one, ("status", "404"))] == 1
    assert found[count, (("method", "unknown"), ("path", "unknown"), ("status", "404"))] == 1
    assert found["group_matcher_request_seconds_count", one] == 2
    assert sum(value for (name, _), value in found.items() if name == "group_matcher_solves_total") == 1


def test_jobs_are_counted_by_state(client: FlaskClient, database: Database) -> None:
    waiting = now() - timedelta(seconds=90)
    with database.writing() as session:
        for number, state in enumerate(["queued", "queued", "running", "failed"]):
            session.add(
                JobRow(
                    id=f"job_{number}",
                    clinic_id=HOME_CLINIC,
                    kind="solve",
                    options={},
                    state=state,
                    created_at=waiting + timedelta(seconds=number),
                    created_by="local",
                )
            )

    found = figures(client)
    states = {dict(labels)["state"]: value for (name, labels), value in found.items() if name == "group_matcher_jobs"}
    assert states == {"queued": 2, "running": 1, "succeeded": 0, "stopped": 0, "discarded": 0, "failed": 1}
    assert 90 <= found["group_matcher_oldest_queued_seconds", ()] < 600
    assert found["group_matcher_database_up", ()] == 1


def as_nobody(app: Flask) -> None:
    """Ask as somebody whom the service does not know."""

    @app.before_request
    def forget() -> None:
        g.principal = None


def test_figures_are_for_this_machine(app: Service) -> None:
    as_nobody(app)
    client = app.test_client()

    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200
    assert told(client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}), 401) == [("", "unauthorized")]
    through = client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"})
    assert told(through, 401) == [("", "unauthorized")]


def test_figures_for_those_who_may(app: Service) -> None:
    @app.before_request
    def know() -> None:
        g.principal = LOCAL

    assert app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 200


def test_figures_for_all_where_it_is_set(service_settings: Settings) -> None:
    app = create_app(service_settings.model_copy(update={"open_metrics": True}))
    as_nobody(app)

    assert app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 200
    app.extensions["group_matcher_database"].close()
