"""Worker processes: started, started anew when they die, ended with the process that started them."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from sqlalchemy.exc import SQLAlchemyError

from api.jobs.worker import Worker
from api.logs import log_to_stderr, service_log
from api.process import give_way, settle
from api.settings import Settings

SHORTEST_LIFE_SECONDS = 1.0
"""A worker that has not lived that long has died of something that the next one may die of, too."""

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
"""Seconds before another one is started in the place of such a one; each pause is twice the one before."""

ENDING_SECONDS = 20.0
"""How long workers may take to hand back what they have."""


class Workers:
    """So many worker processes, and a thread that looks after them."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        # Forked from a server that has everything loaded, where there is one; never from a process with threads.
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            self._context.set_forkserver_preload(["api.jobs.warm"])
        self._processes: list[BaseProcess | None] = [None] * count
        self._begun_at = [0.0] * count
        self._pauses = [FIRST_PAUSE] * count
        self._due_at = [0.0] * count
        self._ending = threading.Event()
        self._nurse = threading.Thread(target=self._look_after, name="workers", daemon=True)

    def start(self) -> None:
        """Start them."""
        for number in range(len(self._processes)):
            self._start(number)
        self._nurse.start()

    def stop(self) -> None:
        """End them; what they had is handed back."""
        self._ending.set()
        self._nurse.join()
        living = [process for process in self._processes if process is not None]
        for process in living:
            process.terminate()
        end = time.monotonic() + ENDING_SECONDS
        for process in living:
            process.join(max(0.0, end - time.monotonic()))
            if process.is_alive():
                process.kill()

    def _start(self, number: int) -> None:
        process = self._context.Process(target=work, args=(self._settings,), name=f"worker-{number}")  # type: ignore[attr-defined]
        process.start()
        self._processes[number] = process
        self._begun_at[number] = time.monotonic()

    def _look_after(self) -> None:
        while not self._ending.is_set():
            living = [process.sentinel for process in self._processes if process is not None]
            if living:
                wait(living, timeout=FIRST_PAUSE)
            else:
                self._ending.wait(FIRST_PAUSE)
            for number, process in enumerate(self._processes):
                if process is not None and not process.is_alive():
                    self._bury(number, process)
                elif process is None and time.monotonic() >= self._due_at[number]:
                    self._start(number)

    def _bury(self, number: int, process: BaseProcess) -> None:
        pause = 0.0
        if time.monotonic() < self._begun_at[number] + SHORTEST_LIFE_SECONDS:
            pause = self._pauses[number]
            self._pauses[number] = min(2 * pause, LONGEST_PAUSE)
        else:
            self._pauses[number] = FIRST_PAUSE
        self._processes[number] = None
        self._due_at[number] = time.monotonic() + pause
        service_log.warning("worker died", extra={"record": {"exit": process.exitcode, "pause": pause}})


def work(settings: Settings) -> None:
    """Be a worker until told to end, or until the process that started this one is gone."""
    log_to_stderr(settings.log_level)
    give_way(settings.worker_niceness)
    worker = Worker(settings)
    # The worker's own, so that one which still waits for the database stops waiting.
    ending = worker.leaving
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: ending.set())
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_set_after, args=(parent, ending), name="parent", daemon=True).start()
    try:
        worker.start()
    except SQLAlchemyError:
        if not ending.is_set():
            raise
    else:
        settle()
        ending.wait()
        worker.stop()
    sys.stderr.flush()
    # A search may be deep in a step that nobody waits for.
    os._exit(0)


def _set_after(parent: BaseProcess, ending: threading.Event) -> None:
    parent.join()
    ending.set()
