"""Helping another worker with the blocks of its very long list, for as long as nobody waits for a worker."""

import threading
import time
from functools import partial

from api.db.database import Database
from api.jobs import blocks
from api.logs import service_log
from api.process import aside
from matcher.engine.parcels import packed_found, unpacked_task

IDLE_SECONDS = 10.0
"""After which help that nobody takes ends: the other worker may be at a step that it cannot share."""

PAUSE_SECONDS = 0.1
"""Between two looks for a block."""


def help_with(database: Database, job_id: str, worker_id: str, leaving: threading.Event, niceness: int) -> int:
    """Compute blocks of a job; how many.

    Args:
        database: The service's.
        job_id: The job, which another worker has.
        worker_id: Who helps.
        leaving: Set when this worker is to end.
        niceness: How far it stands back while it computes.
    """
    computed = 0
    idle_since = time.monotonic()
    while not leaving.is_set() and time.monotonic() < idle_since + IDLE_SECONDS:
        with database.reading() as session:
            wanted, free = blocks.is_wanted(session, job_id), blocks.has_free(session, job_id)
        if not wanted:
            break
        if free and _compute_one(database, job_id, worker_id, niceness):
            computed += 1
            idle_since = time.monotonic()
        else:
            leaving.wait(PAUSE_SECONDS)
    service_log.info("helped", extra={"record": {"job": job_id, "worker": worker_id, "blocks": computed}})
    return computed


def _compute_one(database: Database, job_id: str, worker_id: str, niceness: int) -> bool:
    with database.writing() as session:
        row = blocks.claim_any(session, job_id, worker_id)
    if row is None:
        return False
    # Nobody waits for the database behind what stands aside: only the computing does.
    found = packed_found(aside(partial(blocks.WORKS[row.work], unpacked_task(row.task)), niceness))
    with database.writing() as session:
        blocks.give(session, row.id, found)
    return True
