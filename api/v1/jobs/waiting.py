"""``Prefer: wait=N``: an answer that waits for the job that it has made."""

import time
from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec

from flask import Flask, Response, current_app
from sqlalchemy import select

from api.db.models import JobRow
from api.jobs.tenure import ENDED
from api.preferences import APPLIED, HEADER, async_preferred, wait_preferred
from api.request_headers import reads
from api.settings import Settings
from api.transactions import reading
from api.v1.jobs.answers import answered, job_answer

P = ParamSpec("P")

_EXTENSION = "group_matcher_waiters"

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.25
"""Seconds between two looks at a job."""


def limit_waiters(app: Flask, settings: Settings) -> None:
    """Let no more than half of the threads wait: the others answer meanwhile."""
    app.extensions[_EXTENSION] = BoundedSemaphore(settings.threads // 2)


def waits_for_job(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let a view that hands in a job, and answers 202, wait for its end where the caller would: then it answers 201.

    It stands outside of ``@idempotent``: no transaction is open while it waits, and whoever sends the request again
    waits for the same job. Where too many wait already, the answer is the 202, as if the caller had not asked.
    """

    @wraps(view)
    def waited(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = view(*args, **kwargs)
        if response.status_code != 202:
            return response
        settings: Settings = current_app.config["SETTINGS"]
        seconds = min(wait_preferred() or 0, settings.max_wait_seconds)
        places: BoundedSemaphore = current_app.extensions[_EXTENSION]
        if seconds > 0 and places.acquire(blocking=False):
            try:
                done = _ended(response.headers["Location"].rpartition("/")[2], seconds)
            finally:
                places.release()
            return _applied(done or response, f"wait={seconds:g}")
        return _applied(response, "respond-async") if async_preferred() else response

    return reads(HEADER)(waited)


def _applied(response: Response, preference: str) -> Response:
    response.headers[APPLIED] = preference
    return response


def _ended(job_id: str, seconds: float) -> Response | None:
    end = time.monotonic() + seconds
    pause = FIRST_PAUSE
    while True:
        with reading() as session:
            state = session.scalar(select(JobRow.state).where(JobRow.id == job_id))
            if state in ENDED:
                return answered(job_answer(session, session.get_one(JobRow, job_id)), 201)
        left = end - time.monotonic()
        if left <= 0 or state is None:
            return None
        time.sleep(min(pause, left))
        pause = min(2 * pause, LONGEST_PAUSE)
