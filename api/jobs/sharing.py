"""Blocks of a very long list, computed by this worker's threads and by other workers that have nothing to do."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from dbos import DBOSClient
from sqlalchemy.exc import SQLAlchemyError

from api.db.database import Database
from api.db.patience import is_transient
from api.jobs import blocks, durable, tenure
from api.jobs.tenure import LostJob, Tenure
from api.logs import service_log
from matcher.engine.blocks import Task
from matcher.engine.parcels import packed_task, unpacked_found

THREADS = 2
"""Blocks that this worker computes at once, as the engine does where nobody helps."""

LOOKING_SECONDS = 5.0
"""Between two looks for workers that could help."""

PAUSE_SECONDS = 0.05
"""Between two looks for what others have found, once there is nothing left to do here."""

Found = TypeVar("Found")


class SharedBlocks(Executor):
    """An executor for the blocks of one attempt at a job.

    Args:
        database: The service's.
        client: Puts calls for help into the queue.
        tenure: The attempt.
        clinic: The clinic whose turn the help is.
        patience_seconds: How long a block that another worker has taken is waited for; then it is computed here.
    """

    def __init__(
        self, database: Database, client: DBOSClient, tenure: Tenure, clinic: str, patience_seconds: float
    ) -> None:
        self.database, self.tenure, self.patience_seconds = database, tenure, patience_seconds
        self._client, self._clinic = client, clinic
        self.pool = ThreadPoolExecutor(THREADS)
        self._looked_at = float("-inf")
        self._helped = False

    def submit(self, fn: Callable[..., Found], /, *args: Any, **kwargs: Any) -> Future[Found]:
        """Compute something here."""
        return self.pool.submit(fn, *args, **kwargs)

    def map(
        self, fn: Callable[..., Found], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[Found]:
        """A round of blocks, here and wherever somebody helps; anything else is computed here."""
        if blocks.WORKS.get(fn.__name__) is not fn or not self._is_helped():
            return self.pool.map(fn, *iterables, timeout=timeout, chunksize=chunksize)
        [tasks] = iterables
        return iter(_Round(self, fn, list(tasks)).done())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads; what was handed out is forgotten with the tenure."""
        self.pool.shutdown(wait, cancel_futures=cancel_futures)

    def _is_helped(self) -> bool:
        """Whether to hand blocks out; calls for help where there is less of it than there could be."""
        if time.monotonic() < self._looked_at + LOOKING_SECONDS:
            return self._helped
        self._looked_at = time.monotonic()
        self._helped = False
        with _needing_nobody(), self.database.writing() as session:
            waiting = blocks.is_anybody_waiting(session)
            able = 0 if waiting else blocks.others(session, self.tenure.worker_id)
            called = durable.calls_for_help(self._client, self.tenure.job_id) if able else 0
            for _ in range(able - called):
                durable.call_for_help(session, self.tenure.job_id, self._clinic)
            self._helped = able > 0
        return self._helped


class _Round:
    """The blocks of one turn. The first are computed here; the others by whoever claims them first."""

    def __init__(self, sharing: SharedBlocks, work: Callable[[Task], Any], tasks: list[Task]) -> None:
        self._sharing, self._work, self._tasks = sharing, work, tasks
        self._left = deque(range(len(tasks)))
        self._ids: dict[int, str] = {}
        self._elsewhere: set[int] = set()
        self._found: dict[int, Any] = {}
        self._lock = threading.Lock()

    def done(self) -> list[Any]:
        """What was found for each."""
        self._hand_out()
        for step in [self._sharing.pool.submit(self._compute) for _ in range(THREADS)]:
            step.result()
        self._collect()
        if self._ids:
            with _needing_nobody(), self._sharing.database.writing() as session:
                blocks.forget(session, self._sharing.tenure.job_id)
        return [self._found[number] for number in range(len(self._tasks))]

    def _hand_out(self) -> None:
        numbers = range(THREADS, len(self._tasks))
        # Packing takes long: no transaction waits for it.
        parcels = [packed_task(self._tasks[number]) for number in numbers]
        with _needing_nobody(), self._sharing.database.writing() as session:
            # Whoever ends this tenure forgets what it has handed out: nothing may come after.
            job = tenure.held(session, self._sharing.tenure)
            self._ids = dict(zip(numbers, blocks.hand_out(session, job.id, self._work, parcels), strict=True))

    def _compute(self) -> None:
        while (number := self._next()) is not None:
            found = self._work(self._tasks[number])
            with self._lock:
                self._found[number] = found

    def _next(self) -> int | None:
        while True:
            with self._lock:
                if not self._left:
                    return None
                number = self._left.popleft()
            if self._is_ours(number):
                return number
            with self._lock:
                self._elsewhere.add(number)

    def _is_ours(self, number: int) -> bool:
        ours = True
        if number in self._ids:
            with _needing_nobody(), self._sharing.database.writing() as session:
                ours = blocks.claim(session, self._ids[number], self._sharing.tenure.worker_id)
        return ours

    def _collect(self) -> None:
        """Take what others have found; what they do not bring in time is computed here."""
        end = time.monotonic() + self._sharing.patience_seconds
        while self._elsewhere:
            lost = self._take()
            if time.monotonic() > end:
                lost = set(self._elsewhere)
            for number in lost:
                self._found[number] = self._work(self._tasks[number])
            self._elsewhere -= lost
            if self._elsewhere:
                time.sleep(PAUSE_SECONDS)

    def _take(self) -> set[int]:
        """Look once; those that nobody will bring any more."""
        ids = [self._ids[number] for number in self._elsewhere]
        # Where nobody can be asked, all may still come.
        given: dict[str, blocks.Given] = dict.fromkeys(ids, (None, False))
        with _needing_nobody(), self._sharing.database.reading() as session:
            given = blocks.given(session, ids)
        lost = set()
        for number in list(self._elsewhere):
            parcel, ended = given.get(self._ids[number], (None, True))
            if parcel is not None:
                self._found[number] = unpacked_found(parcel)
                self._elsewhere.remove(number)
            elif ended:
                lost.add(number)
        return lost


@contextmanager
def _needing_nobody() -> Iterator[None]:
    """Sharing only saves time: where the database fails, or the job is not this worker's any more, all goes on here."""
    try:
        yield
    except LostJob:
        service_log.debug("nothing is shared any more")
    except SQLAlchemyError as error:
        if not is_transient(error):
            service_log.error("sharing failed", extra={"record": {"error": type(error).__name__}})
