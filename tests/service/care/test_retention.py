"""What has been kept for long enough goes, once, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api.care.retention import Removed, run, run_if_due
from api.cli import commands
from api.db.database import Database
from api.db.models import (
    HOME_CLINIC,
    AuditRow,
    ClinicRow,
    DeliveryRow,
    DraftRow,
    IdempotencyRow,
    IntakeRow,
    JobEventRow,
    JobRow,
    PlanRow,
    SessionRow,
    UserRow,
    WorkerRow,
)
from api.settings import Settings
from tests.api.asking import told
from tests.service.asking import keep
from tests.service.care.story import live
from tests.service.care.test_erase import SEATS, ZEBRA, crowd

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def aged(database: Database, days: float, *, state: str = "succeeded") -> None:
    """Make everything there is so many days old at noon."""
    then = NOON - timedelta(days=days)
    with database.writing() as session:
        for intake in session.query(IntakeRow):
            intake.created_at = intake.updated_at = then
        for plan in session.query(PlanRow):
            plan.created_at = plan.updated_at = then
        for job in session.query(JobRow):
            job.state, job.created_at, job.ended_at = state, then, then
        for answer in session.query(IdempotencyRow):
            answer.created_at = then
        for delivery in session.query(DeliveryRow):
            delivery.created_at, delivery.state = then, "delivered"
        session.add(UserRow(id="usr_a", clinic_id=HOME_CLINIC, login="a", role="auditor"))
        session.flush()
        session.add(SessionRow(digest="d", user_id="usr_a", expires_at=then))
        draft = {"name": "n", "list_name": "n.csv", "list_bytes": b"", "mapping": {}, "cells": {}, "left_out": []}
        session.add(DraftRow(id="drf_a", clinic_id=HOME_CLINIC, created_by="local", updated_at=then, **draft))
        session.add(WorkerRow(id="wrk_a", host="h", process=1, heartbeat_at=then))


def test_nothing_goes_unless_somebody_says_so(database: Database, service_settings: Settings) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    aged(database, 10_000)

    assert run(database, service_settings, NOON).intakes == 0


def test_a_list_goes_with_its_plans_and_jobs(database: Database, service_settings: Settings) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    aged(database, 91)

    removed = run(database, service_settings.model_copy(update={"retention_days": 90}), NOON)

    assert removed == Removed(intakes=1, answers=3, sessions=1, deliveries=1, drafts=1, workers=1)
    with database.reading() as session:
        for row in (IntakeRow, PlanRow, JobRow, JobEventRow):
            assert session.query(row).count() == 0
        entry = session.query(AuditRow).one()
    assert (entry.actor, entry.action, entry.details) == ("retention", "retention.ran", {"intakes": 1, "days": 90})
    assert run(database, service_settings, NOON) == Removed()


@pytest.mark.parametrize("touched", ["intake", "plan", "job", "running"])
def test_whatever_was_touched_keeps_the_list(database: Database, service_settings: Settings, touched: str) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    aged(database, 91, state="running" if touched == "running" else "succeeded")
    lately = NOON - timedelta(days=89)
    with database.writing() as session:
        if touched == "intake":
            session.query(IntakeRow).one().updated_at = lately
        elif touched == "plan":
            session.query(PlanRow).one().updated_at = lately
        elif touched == "job":
            session.query(JobRow).one().ended_at = lately

    assert run(database, service_settings.model_copy(update={"retention_days": 90}), NOON).intakes == 0


def test_a_clinic_has_its_own(client: FlaskClient, database: Database, service_settings: Settings) -> None:
    keep(client)
    with database.writing() as session:
        session.add(ClinicRow(id="cln_b", name="B", retention_days=30))
        session.flush()
        session.query(IntakeRow).one().clinic_id = "cln_b"
    keep(client)
    aged(database, 60)

    assert run(database, service_settings.model_copy(update={"retention_days": 90}), NOON).intakes == 1
    with database.reading() as session:
        assert session.query(IntakeRow).one().clinic_id == HOME_CLINIC


def test_what_is_needed_for_a_while_stays_so_long(database: Database, service_settings: Settings) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    aged(database, 0.9)

    removed = run(database, service_settings, NOON)

    assert removed == Removed(sessions=1)


def test_progress_of_an_ended_job_goes_and_the_job_stays(database: Database, service_settings: Settings) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    aged(database, 8)

    assert run(database, service_settings, NOON).job_events == 1
    with database.reading() as session:
        assert session.query(JobRow).count() == 1


def test_many_lists_go_in_pieces(client: FlaskClient, database: Database, service_settings: Settings) -> None:
    for _ in range(11):
        keep(client)
    aged(database, 91)

    assert run(database, service_settings.model_copy(update={"retention_days": 90}), NOON).intakes == 11


def test_of_many_at_once_one_does_it(database: Database, service_settings: Settings) -> None:
    def ask(_number: int) -> bool:
        return run_if_due(database, service_settings, NOON) is not None

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(ask, range(8))) == 1
    assert run_if_due(database, service_settings, NOON + timedelta(hours=23)) is None
    with ThreadPoolExecutor(4) as threads:
        due = [NOON + timedelta(hours=25)] * 8
        assert (
            sum(found is not None for found in threads.map(lambda at: run_if_due(database, service_settings, at), due))
            == 1
        )


def test_a_clinic_says_how_long(client: FlaskClient) -> None:
    assert client.get("/v1/clinic").get_json() == {
        "id": "home",
        "name": "Home",
        "retention_days": None,
        "retention_days_in_force": None,
    }
    changed = client.patch("/v1/clinic", json={"retention_days": 365})
    assert changed.get_json()["retention_days_in_force"] == 365
    assert client.patch("/v1/clinic", json={"name": "South"}).get_json()["retention_days"] == 365
    assert client.patch("/v1/clinic", json={"retention_days": None}).get_json()["retention_days"] is None
    assert told(client.patch("/v1/clinic", json={"retention_days": 0}), 422) == [
        ("/retention_days", "greater_than_equal")
    ]
    actions = [each["action"] for each in client.get("/v1/audit").get_json()["items"]]
    assert actions == ["clinic.changed"] * 3


@pytest.mark.usefixtures("database")
def test_the_command(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", database_url)

    assert "Removed 0 list(s)" in CliRunner().invoke(commands, ["retention", "run"]).stdout
