"""What the queue has given a worker, and never began there: the answer was lost on the way."""

from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from api.db.database import Database
from api.db.models import WorkerRow
from api.jobs import durable
from api.jobs.reaper import STRAY_SIGHTINGS, Reaper
from api.settings import Settings
from tests.service.asking import keep
from tests.service.databases import ON_SQLITE
from tests.service.jobs import compose

OWN = "wrk_own"


def give(engine: Engine, worker_id: str) -> None:
    """Let everything in the queue be this worker's, as DBOS notes it."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE workflow_status SET status = 'PENDING', executor_id = :worker"), {"worker": worker_id}
        )


@ON_SQLITE
def test_jobs_and_help_go_back_into_the_queue(
    client: FlaskClient, database: Database, service_settings: Settings
) -> None:
    """Each takes a place of its worker's for as long as it counts as running there."""
    at_work, lost = (compose(client, keep(client, name))["id"] for name in ("at work", "lost"))
    with database.writing() as session:
        session.add(WorkerRow(id=OWN, host="host", process=1))
        durable.call_for_help(session, lost, "home")
    engine = durable.system_engine(database)
    queue = durable.client_of(engine)
    [call] = [name for name in durable.workflow_ids(queue) if name not in (at_work, lost)]
    give(engine, OWN)
    reaper = Reaper(database, queue, OWN, {at_work}, service_settings)

    for _ in range(STRAY_SIGHTINGS):
        reaper.go_round()
    assert set(durable.held_by_workers(queue)) == {at_work, lost, call}
    reaper.go_round()

    assert set(durable.held_by_workers(queue)) == {at_work}
    engine.dispose()
