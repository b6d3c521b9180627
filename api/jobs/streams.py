"""Events of jobs on their way to everybody who follows one: a single thread reads them for all, four times a second.

It holds the connections itself, so a stream takes a socket and no thread (see ``api.gunicorn_server``); where a server
does not give its sockets away, the stream is an iterator that the thread fills.
"""

import json
import queue
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from sqlalchemy import select

from api.db.database import Database
from api.db.models import JobEventRow, JobRow
from api.logs import service_log

POLLING_SECONDS = 0.25
"""Between two looks at the database while anybody listens."""

HEARTBEAT_SECONDS = 15.0
"""After so long without an event a comment is sent: proxies close what is silent, and it shows who is gone."""

MOST_UNSENT = 256 * 1024
"""Bytes that wait for somebody who does not read; with more the stream is closed, and they may come back."""

RETRY_MILLISECONDS = 2000
"""When a browser comes back after a stream has broken off."""

OPENING = f"retry: {RETRY_MILLISECONDS}\n\n".encode()
HEARTBEAT = b": still here\n\n"
LAST_KIND = "done"


class Outlet(Protocol):
    """Where a stream's bytes go."""

    def send(self, data: bytes) -> bool:
        """Pass these on, or nothing if there are none; whether anybody is still there."""

    def close(self) -> None:
        """There is no more."""


class SocketOutlet:
    """A socket of our own, written to whenever it takes something."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._unsent = bytearray()
        connection.setblocking(False)

    def send(self, data: bytes) -> bool:
        """Write what goes without waiting, and keep the rest."""
        self._unsent += data
        try:
            if self._unsent:
                del self._unsent[: self._connection.send(self._unsent)]
            elif self._connection.recv(1, socket.MSG_PEEK) == b"":
                return False
        except (BlockingIOError, InterruptedError):
            return len(self._unsent) <= MOST_UNSENT
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Send what is left as far as it goes at once, and close."""
        self.send(b"")
        self._connection.close()


class QueueOutlet:
    """Bytes for a thread that waits for them."""

    def __init__(self) -> None:
        self._parts: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._left = False

    def send(self, data: bytes) -> bool:
        """Put them in line."""
        if data:
            self._parts.put(data)
        return not self._left

    def close(self) -> None:
        """End the line."""
        self._parts.put(None)

    def parts(self) -> Iterator[bytes]:
        """What comes, until the end."""
        while (part := self._parts.get()) is not None:
            yield part

    def leave(self) -> None:
        """Nobody waits any more."""
        self._left = True


class _Stream:
    """One who follows a job: where to, and the number of the last event that went there."""

    def __init__(self, job_id: str, after: int, outlet: Outlet) -> None:
        self.job_id, self.after, self.outlet = job_id, after, outlet
        self.sent_at = time.monotonic()
        self.is_over = False

    def pass_on(self, events: Sequence[JobEventRow]) -> None:
        """Send those that are new, or a sign of life where that is due."""
        new = [event for event in events if event.number > self.after]
        data = b"".join(written(event) for event in new)
        if new:
            self.after = new[-1].number
            self.is_over = new[-1].kind == LAST_KIND
        elif time.monotonic() > self.sent_at + HEARTBEAT_SECONDS:
            data = HEARTBEAT
        if data:
            self.sent_at = time.monotonic()
        if not self.outlet.send(data):
            self.is_over = True


class Streams:
    """The streams of this process."""

    def __init__(self, database: Database, most: int) -> None:
        self._database, self._most = database, most
        self._streams: list[_Stream] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_full(self) -> bool:
        """Whether no more are taken."""
        return len(self._streams) >= self._most

    def add(self, job_id: str, after: int, outlet: Outlet) -> None:
        """Follow a job from the event after this one on, until its last."""
        with self._lock:
            self._streams.append(_Stream(job_id, after, outlet))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="streams", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            began = time.monotonic()
            with self._lock:
                streams = list(self._streams)
                if not streams:
                    self._thread = None
                    return
            self._go_round(streams)
            over = [stream for stream in streams if stream.is_over]
            for stream in over:
                stream.outlet.close()
            if over:
                with self._lock:
                    self._streams = [stream for stream in self._streams if not stream.is_over]
            time.sleep(max(0.0, began + POLLING_SECONDS - time.monotonic()))

    def _go_round(self, streams: Sequence[_Stream]) -> None:
        try:
            found = self._news(streams)
        except Exception as error:
            # They stay open: when the database is back they go on where they were.
            service_log.warning("streams wait for the database", extra={"record": {"error": type(error).__name__}})
            found = {}
        for stream in streams:
            stream.pass_on(found.get(stream.job_id, ()))

    def _news(self, streams: Sequence[_Stream]) -> dict[str, list[JobEventRow]]:
        """The events of every job that has told something since one of its streams was last served."""
        seen: dict[str, int] = {}
        for stream in streams:
            seen[stream.job_id] = min(stream.after, seen.get(stream.job_id, stream.after))
        found: dict[str, list[JobEventRow]] = {}
        with self._database.reading() as session:
            jobs = session.execute(select(JobRow.id, JobRow.last_event).where(JobRow.id.in_(seen))).all()
            told = {job_id for job_id, last in jobs if last > seen[job_id]}
            if told:
                statement = (
                    select(JobEventRow)
                    .where(JobEventRow.job_id.in_(told), JobEventRow.number > min(seen[job_id] for job_id in told))
                    .order_by(JobEventRow.number)
                )
                for event in session.scalars(statement):
                    found.setdefault(event.job_id, []).append(event)
        gone = seen.keys() - {job_id for job_id, _ in jobs}
        for stream in streams:
            # The list was deleted, and its jobs with it.
            stream.is_over = stream.is_over or stream.job_id in gone
        return found


def written(event: JobEventRow) -> bytes:
    """An event as text/event-stream has it."""
    data = json.dumps({**event.data, "at": event.at.isoformat()}, separators=(",", ":"))
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n".encode()
