"""The queue: DBOS, whose tables stand beside ours in the same database.

On PostgreSQL they are in a schema of their own. A job is one workflow without steps: DBOS hands it to a worker, and
what the worker does is fenced by the job's row (``api.jobs.tenure``).
"""

import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dbos import DBOSClient, EnqueueOptions, WorkflowSerializationFormat, run_dbos_database_migrations
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session
from ulid import ULID

from api.db.database import SQLITE_BUSY_MILLISECONDS, Database, connect

APPLICATION = "group-matcher"
"""The name under which this service's workflows stand in DBOS's tables."""

APPLICATION_VERSION = "jobs-2"
"""Workers take jobs of this version: it changes when a worker could not run what an earlier service handed in."""

SCHEMA = "dbos"
"""Where DBOS's tables are on PostgreSQL."""

QUEUE = "jobs"
WORKFLOW = "run_job"
HELP = "help_with_job"
"""The workflow that computes blocks for a job which another worker has; its id is the job's, a stop, and its own."""

HIGHEST_PRIORITY, USUAL_PRIORITY = 100, 50
"""The priority that is taken first."""

WORKER_CONNECTIONS = 5
"""Connections that DBOS holds in a worker."""

_ENQUEUED, _PENDING = "ENQUEUED", "PENDING"
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_SWEPT_AT_ONCE = 500


def bring_up(database: Database) -> None:
    """Make or change DBOS's tables until they are those of the installed version."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
    run_dbos_database_migrations(database.url.render_as_string(hide_password=False), schema=SCHEMA)


def system_engine(database: Database) -> Engine:
    """Connections for DBOS to the service's database.

    On SQLite, DBOS expects the driver to begin transactions, and writers to say so; ours are begun by SQLAlchemy.
    """
    if not database.is_sqlite:
        return connect(database.url, pool_size=WORKER_CONNECTIONS)
    engine = create_engine(database.url, pool_size=WORKER_CONNECTIONS, max_overflow=WORKER_CONNECTIONS)
    event.listen(engine, "connect", _set_sqlite_up)
    return engine


def client_of(engine: Engine) -> DBOSClient:
    """A client on an engine made by :func:`system_engine`."""
    return DBOSClient(system_database_engine=engine, dbos_system_schema=SCHEMA, application_name=APPLICATION, lazy=True)


def enqueue(session: Session, job_id: str, clinic: str, priority: int) -> None:
    """Put a job into the queue in the session's transaction.

    Clinics take turns; within one, a higher priority goes first, then what came first.
    """
    _enqueue(session, WORKFLOW, job_id, job_id, clinic, 1 + HIGHEST_PRIORITY - priority)


def call_for_help(session: Session, job_id: str, clinic: str) -> None:
    """Put a call for help with a job's blocks into the queue, behind all jobs of its clinic."""
    _enqueue(session, HELP, f"{job_id}.{str(ULID()).lower()}", job_id, clinic, 2 + HIGHEST_PRIORITY)


def calls_for_help(client: DBOSClient, job_id: str) -> int:
    """How many calls for help with a job are in the queue or answered by somebody who still helps."""
    found = client.list_workflows(
        status=[_ENQUEUED, _PENDING], workflow_id_prefix=f"{job_id}.", load_input=False, load_output=False
    )
    return len(found)


def held_by_workers(client: DBOSClient) -> Mapping[str, str]:
    """The worker of every job, and of all help, that DBOS counts as running, by the workflow's id."""
    found = client.list_workflows(status=_PENDING, queue_name=QUEUE, load_input=False, load_output=False)
    return {each.workflow_id: each.executor_id or "" for each in found}


def enqueue_again(client: DBOSClient, job_id: str, worker_id: str) -> bool:
    """Put a job back into the queue if it is still this worker's; whether it was.

    ``DBOSClient.resume_workflow`` would do so whoever has the job by now, and take it from a living worker. This is
    what DBOS's own recovery uses: of several who call it for one dead worker, one changes something.
    """
    return client._sys_db.reenqueue_for_recovery(job_id, [worker_id], QUEUE)


def forget_ended(client: DBOSClient, before: str) -> int:
    """Delete what DBOS keeps of workflows that ended before a moment (ISO 8601); how many."""
    found = client.list_workflows(
        status=_ENDED, completed_before=before, limit=_SWEPT_AT_ONCE, load_input=False, load_output=False
    )
    ids = [each.workflow_id for each in found]
    if ids:
        client.delete_workflows(ids)
    return len(ids)


def workflow_ids(client: DBOSClient) -> Iterable[str]:
    """Every job that DBOS knows."""
    return [each.workflow_id for each in client.list_workflows(load_input=False, load_output=False)]


def _set_sqlite_up(connection: object, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # type: ignore[attr-defined]
    for pragma in (f"busy_timeout = {SQLITE_BUSY_MILLISECONDS}", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _enqueue(session: Session, workflow: str, workflow_id: str, job_id: str, clinic: str, priority: int) -> None:
    options: EnqueueOptions = {
        "workflow_name": workflow,
        "queue_name": QUEUE,
        "workflow_id": workflow_id,
        "priority": priority,
        "queue_partition_key": clinic,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,
    }
    _enqueuer(session.get_bind().dialect.name).enqueue_in_transaction(session, options, job_id)


@lru_cache
def _enqueuer(dialect: str) -> DBOSClient:
    # It writes on the connection that it is given, and never opens one of its own.
    return client_of(create_engine({"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}[dialect]))
