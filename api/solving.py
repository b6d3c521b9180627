"""Solving within what one process can bear: so many at once, each within a time, and beside the web process."""

import math
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

from flask import Flask, current_app

from api.examples import INTAKE
from api.problems import problem
from api.process import give_way, stand_aside
from api.settings import Settings
from matcher.engine.solve import solve
from matcher.result import Result
from matcher.stop import Work
from matcher.validation import validate_intake

P = ParamSpec("P")
R = TypeVar("R")

_EXTENSION = "group_matcher_solves"

TRIAL_ROUNDS = 3
"""Rounds of search on the tiny list, enough to run every kernel."""


class Solves:
    """The places for solves of this process, and the processes in which they are."""

    def __init__(self, settings: Settings, *, apart: bool) -> None:
        self._count = settings.concurrent_solves
        self._places = BoundedSemaphore(self._count)
        self._retry_after = math.ceil(settings.default_seconds)
        self._apart = apart
        self._niceness = settings.worker_niceness
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def run(self, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
        """What the work gives, once there is a place for it; nothing of it is stored.

        Where solves run apart, ``work`` is a function of a module, and what goes in and out can be pickled.

        Raises:
            ProblemError: 503 with Retry-After if all places are taken, or the process that solved it died.
        """
        if not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            if not self._apart:
                return work(*args, **named)
            pool = self._processes()
            try:
                return pool.submit(work, *args, **named).result()
            except BrokenProcessPool:
                self._replace(pool)
                raise self._busy() from None
        finally:
            self._places.release()

    def warm(self) -> None:
        """Load what solves need, wherever they run; takes seconds."""
        if not self._apart:
            try_out()
            return
        for each in [self._processes().submit(_load) for _ in range(self._count)]:
            each.result()

    def _processes(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._count, context, initializer=_begin, initargs=(self._niceness,))
            return self._pool

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False)

    def _busy(self) -> Exception:
        detail = f"the service is solving as much as it can: try again in {self._retry_after} seconds"
        return problem(503, "busy", detail, {"Retry-After": str(self._retry_after)})


def limit_solves(app: Flask, settings: Settings, *, apart: bool = False) -> None:
    """Give the app its places for solves; ``apart`` puts them into processes of their own."""
    app.extensions[_EXTENSION] = Solves(settings, apart=apart)


def places(app: Flask | None = None) -> Solves:
    """The app's places for solves, the current one's unless told otherwise."""
    found = (app or current_app).extensions[_EXTENSION]
    assert isinstance(found, Solves)
    return found


def try_out() -> Result:
    """Solve the tiny list of the documentation, which loads every kernel; takes milliseconds once they are compiled."""
    return solve(validate_intake(INTAKE), Work(TRIAL_ROUNDS), seed=0, reproducible=True)


def _load() -> None:
    try_out()


def _begin(niceness: int) -> None:
    """Stand back behind whoever answers requests, and end with the process that began this one."""
    give_way(niceness)
    stand_aside(niceness)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, name="parent", daemon=True).start()
