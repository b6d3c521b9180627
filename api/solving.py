"""Solving within what one process can bear: so many at once, each within a time."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from flask import Flask, current_app

from api.examples import INTAKE
from api.problems import problem
from api.settings import Settings
from matcher.engine.solve import solve
from matcher.listener import Listener
from matcher.result import Result
from matcher.stop import Work
from matcher.validation import validate_intake

_EXTENSION = "group_matcher_solves"

TRIAL_ROUNDS = 3
"""Rounds of search on the tiny list, enough to run every kernel."""


class Solves:
    """The places for solves in this process."""

    def __init__(self, settings: Settings) -> None:
        self._places = BoundedSemaphore(settings.concurrent_solves)
        self._retry_after = math.ceil(settings.default_seconds)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for one solve while it runs.

        Raises:
            ProblemError: 503 with Retry-After if all places are taken.
        """
        if not self._places.acquire(blocking=False):
            detail = f"the service is solving as much as it can: try again in {self._retry_after} seconds"
            raise problem(503, "busy", detail, {"Retry-After": str(self._retry_after)})
        try:
            yield
        finally:
            self._places.release()


def limit_solves(app: Flask, settings: Settings) -> None:
    """Give the app its places for solves."""
    app.extensions[_EXTENSION] = Solves(settings)


def places() -> Solves:
    """The current app's places for solves."""
    found = current_app.extensions[_EXTENSION]
    assert isinstance(found, Solves)
    return found


def try_out(listen: Listener | None = None) -> Result:
    """Solve the tiny list of the documentation, which loads every kernel; takes milliseconds once they are compiled."""
    return solve(validate_intake(INTAKE), Work(TRIAL_ROUNDS), seed=0, listen=listen, reproducible=True)
