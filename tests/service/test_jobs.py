"""Jobs with a worker in this process."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from api.access.principal import LOCAL
from api.db.database import Database
from api.db.models import HOME_CLINIC, ClinicRow, JobEventRow, JobRow, PlanRevisionRow, PlanRow, now
from api.jobs import durable, tasks
from api.jobs.submit import submit
from api.jobs.tenure import Tenure
from api.jobs.worker import GRACE_PAUSE, Worker
from api.process import FURTHEST
from api.settings import Settings
from api.store import intakes, plans
from matcher.engine.solve import solve
from matcher.result import Result
from matcher.stop import Work
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, told
from tests.service.asking import keep
from tests.service.jobs import compose, ended, long_intake, read, until, working


@pytest.fixture
def worker(service_settings: Settings) -> Iterator[Worker]:
    with working(service_settings) as worker:
        yield worker


def revisions(database: Database, plan: str) -> list[PlanRevisionRow]:
    with database.reading() as session:
        whole = select(PlanRevisionRow).options(undefer(PlanRevisionRow.result))
        return list(session.scalars(whole.where(PlanRevisionRow.plan_id == plan)))


def hand_in(session: Session, clinic: str = HOME_CLINIC, sent: Json | None = None, **fields: Any) -> JobRow:
    """A job for a new plan of a new list, without a request."""
    kept = intakes.create(session, clinic, "List", validate_intake(sent or intake()), "local")
    plan = plans.create(session, kept, "Plan")
    return submit(session, LOCAL, "solve", intake=kept, plan=plan, **{"options": {"seconds": 600}, **fields})


@pytest.mark.usefixtures("worker")
def test_a_plan_is_composed(client: FlaskClient, database: Database) -> None:
    handed_in = client.post(f"/v1/intakes/{keep(client)['id']}/plans", json={"name": "Draft", "seconds": 5})

    assert handed_in.status_code == 202
    job = handed_in.get_json()
    assert handed_in.headers["Location"] == f"/v1/jobs/{job['id']}"
    done = ended(client, job)
    assert (done["state"], done["plan_revision"], done["figures"]["placed"]) == ("succeeded", 1, 6)
    [revision] = revisions(database, job["plan"])
    assert (revision.job_id, revision.origin, revision.intake_revision) == (job["id"], "job", 1)
    assert len(revision.seating["groups"]) == 2


@pytest.mark.usefixtures("worker")
def test_a_reproducible_plan_is_the_librarys(client: FlaskClient, database: Database) -> None:
    sent = long_intake(12)
    job = compose(client, keep(client, intake=sent), work=2, seed=3, reproducible=True)

    ended(client, job)

    [revision] = revisions(database, job["plan"])
    wanted = solve(validate_intake(sent), Work(2), seed=3, reproducible=True)
    assert Result.model_validate(revision.result).model_dump_json() == wanted.model_dump_json()


@pytest.mark.usefixtures("worker")
def test_an_infeasible_list_is_an_answer(client: FlaskClient, database: Database) -> None:
    sent = intake(applicants=[{**each, "avoid": ["p1"]} if each["id"] == "p2" else each for each in people(3)])
    sent["applicants"] = [{**each, "pinned_group": "g1"} for each in sent["applicants"]]
    sent["groups"] = [{"id": "g1", "min_size": 3, "max_size": 3, "target_size": 3}]
    job = compose(client, keep(client, intake=sent))

    done = ended(client, job)

    assert (done["state"], done["figures"]["status"], done["plan_revision"]) == ("succeeded", "infeasible", 1)
    [revision] = revisions(database, job["plan"])
    assert revision.seating == {"groups": []}
    assert revision.result["conflicts"]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(("keeps", "state", "made"), [(True, "stopped", 1), (False, "discarded", 0)])
def test_a_running_job_is_stopped(client: FlaskClient, database: Database, keeps: bool, state: str, made: int) -> None:
    job = compose(client, keep(client, intake=long_intake()), seconds=600)
    until(lambda: read(client, job), lambda found: found["progress"]["value"] is not None)

    asked = client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": keeps})

    assert asked.get_json()["stop"] == ("keep" if keeps else "discard")
    assert ended(client, job)["state"] == state
    assert len(revisions(database, job["plan"])) == made
    with database.reading() as session:
        assert session.get_one(PlanRow, job["plan"]).revision == made
        kinds = session.scalars(
            select(JobEventRow.kind).where(JobEventRow.job_id == job["id"]).order_by(JobEventRow.number)
        ).all()
    assert kinds[0] == "started"
    assert kinds.count("done") == 1
    assert kinds[-1] == "done"


@pytest.mark.usefixtures("worker")
def test_a_deadline_ends_it_with_what_it_has(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        job = hand_in(session, sent=long_intake(), deadline_at=now() + timedelta(hours=1))
    until(lambda: read(client, {"id": job.id}), lambda found: found["progress"]["value"] is not None)

    monkeypatch.setattr("api.jobs.watch.time", SimpleNamespace(monotonic=lambda: time.monotonic() + 3_600))
    done = ended(client, {"id": job.id})

    assert (done["state"], done["plan_revision"]) == ("stopped", 1)
    assert done["figures"]["placed"] > 0


@pytest.mark.usefixtures("worker")
def test_a_fault_is_told_by_its_kind(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_named: Any) -> None:
        raise ArithmeticError("p1 has anxiety")

    monkeypatch.setattr("api.jobs.tasks.solve", fail)
    job = compose(client, keep(client))

    done = ended(client, job)

    assert (done["state"], done["error"], done["plan_revision"]) == ("failed", "ArithmeticError", None)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system has no classes of threads")
def test_who_shows_that_a_worker_lives_does_not_stand_aside_as_its_search_does(
    client: FlaskClient, service_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out, classes = tasks.carry_out, dict[str, int]()

    def looked_at(*given: Any) -> tasks.Outcome:
        for thread in threading.enumerate():
            assert thread.native_id is not None
            classes[thread.name.split("-")[0]] = os.sched_getscheduler(thread.native_id)
        classes["search"] = os.sched_getscheduler(0)
        return carry_out(*given)

    monkeypatch.setattr(tasks, "carry_out", looked_at)
    with working(service_settings.model_copy(update={"worker_niceness": FURTHEST})):
        assert ended(client, compose(client, keep(client), work=1))["state"] == "succeeded"

    assert classes["search"] == os.SCHED_IDLE
    assert classes["keeper"] == classes["watch"] == os.SCHED_OTHER


@pytest.mark.usefixtures("worker")
def test_waiting_for_it(client: FlaskClient) -> None:
    kept = keep(client)
    headers = {"Prefer": "wait=20", "Idempotency-Key": "one"}

    first = client.post(f"/v1/intakes/{kept['id']}/plans", json={}, headers=headers)
    again = client.post(f"/v1/intakes/{kept['id']}/plans", json={}, headers=headers)

    assert first.status_code == 201
    assert first.headers["Preference-Applied"] == "wait=20"
    assert first.headers["Location"] == f"/v1/plans/{first.get_json()['plan']}"
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert len(client.get("/v1/jobs").get_json()["items"]) == 1


def test_priorities_within_a_clinic(client: FlaskClient, service_settings: Settings) -> None:
    kept = keep(client)
    jobs = [compose(client, kept, priority=priority) for priority in (10, 90, 50, 90)]
    assert [read(client, job)["position"] for job in jobs] == [4, 1, 3, 2]

    with working(service_settings):
        done = [ended(client, job) for job in jobs]

    begun = sorted(range(4), key=lambda number: done[number]["started_at"])
    assert begun == [1, 3, 2, 0]


def test_a_clinic_gets_no_more_than_its_share(database: Database, service_settings: Settings) -> None:
    """Two jobs at once, one for each clinic, though the first came with more."""
    settings = service_settings.model_copy(update={"jobs_at_once": 3, "jobs_per_clinic": 1})
    with database.writing() as session:
        session.add(ClinicRow(id="cln_other", name="Other"))
        session.flush()
        ids = [hand_in(session, clinic, long_intake()).id for clinic in (HOME_CLINIC, HOME_CLINIC, "cln_other")]

    def states() -> list[str]:
        with database.reading() as session:
            return [session.get_one(JobRow, job_id).state for job_id in ids]

    with working(settings):
        found = until(states, lambda found: found.count("running") == 2)

    assert sorted(found[:2]) == ["queued", "running"]
    assert found[2] == "running"
    assert states() == ["queued"] * 3


def test_a_job_begun_while_its_worker_leaves_is_handed_back(
    database: Database, service_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row says that it runs before the worker has noted so."""
    begin = Worker._begin

    def begin_late(worker: Worker, job_id: str) -> Tenure | None:
        held = begin(worker, job_id)
        worker.leaving.wait()
        time.sleep(2 * GRACE_PAUSE)
        return held

    monkeypatch.setattr(Worker, "_begin", begin_late)
    with database.writing() as session:
        job_id = hand_in(session, sent=long_intake()).id

    def state() -> tuple[str, int]:
        with database.reading() as session:
            row = session.get_one(JobRow, job_id)
            return row.state, row.handed_back

    with working(service_settings):
        until(state, lambda found: found == ("running", 0))

    assert state() == ("queued", 1)


def test_a_job_and_its_plan_are_kept_together_or_not_at_all(database: Database) -> None:
    engine = durable.system_engine(database)
    client = durable.client_of(engine)

    with database.writing() as session:
        hand_in(session)
        session.rollback()
    with database.writing() as session:
        job = hand_in(session)

    assert list(durable.workflow_ids(client)) == [job.id]
    with database.reading() as session:
        assert session.scalars(select(JobRow.id)).all() == [job.id]
        assert len(session.scalars(select(PlanRow)).all()) == 1
    engine.dispose()


def test_a_worker_that_is_told_to_end_hands_its_job_back(
    client: FlaskClient, database: Database, service_settings: Settings
) -> None:
    job = compose(client, keep(client, intake=long_intake()), seconds=600)
    with working(service_settings):
        until(lambda: read(client, job), lambda found: found["state"] == "running")
    assert read(client, job)["state"] == "queued"

    with working(service_settings):
        running = until(lambda: read(client, job), lambda found: found["state"] == "running")
        client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": False})
        ended(client, job)

    assert running["attempts"] == 2
    with database.reading() as session:
        assert session.get_one(JobRow, job["id"]).handed_back == 1


def test_what_waits_is_stopped_at_once(client: FlaskClient) -> None:
    job = compose(client, keep(client))

    stopped = client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": False})

    assert stopped.get_json()["state"] == "discarded"
    again = client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": True})
    assert told(again, 409) == [("", "ended")]


def test_a_start_has_to_be_there(client: FlaskClient) -> None:
    kept = keep(client)
    address = f"/v1/intakes/{kept['id']}/plans"
    job = compose(client, kept)

    assert told(client.post(address, json={"start": {"plan": "pln_none"}}), 422) == [("/start/plan", "unknown_plan")]
    assert told(client.post(address, json={"start": {"plan": job["plan"]}}), 422) == [
        ("/start/revision", "unknown_revision")
    ]
    assert told(client.post(address, json={"reproducible": True}), 422) == [("", "invalid")]
    assert told(client.post(address, json={"deadline_at": "2020-01-01T00:00:00Z"}), 422) == [("/deadline_at", "passed")]


def test_another_clinics_jobs_are_not_there(client: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        session.add(ClinicRow(id="cln_other", name="Other"))
        session.flush()
        job = hand_in(session, "cln_other")

    assert told(client.get(f"/v1/jobs/{job.id}"), 404) == [("", "not_found")]
    assert told(client.post(f"/v1/jobs/{job.id}/stop", json={"keep": True}), 404) == [("", "not_found")]
    assert client.get("/v1/jobs").get_json()["items"] == []
