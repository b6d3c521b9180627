"""Doing something on the database again when the connection was lost: a server that starts anew is waited for."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from api.logs import service_log

Value = TypeVar("Value")

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds between two tries; each pause is twice the one before."""


def is_transient(error: Exception) -> bool:
    """Whether the same may succeed on another connection, or a moment later.

    PostgreSQL that shuts down, starts or refuses connections; a deadlock; a file of SQLite that others are writing to.
    """
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeoutError)):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def patiently(
    work: Callable[[], Value], *, seconds: float | None = None, given_up: threading.Event | None = None
) -> Value:
    """What the work gives, done again as long as only the connection fails.

    The work has to bear being done twice: a connection may be lost after a transaction was committed.

    Args:
        work: One transaction.
        seconds: How long to try; without it, until ``given_up``.
        given_up: Set where trying has lost its sense.
    """
    end = None if seconds is None else time.monotonic() + seconds
    pause = FIRST_PAUSE
    while True:
        try:
            return work()
        except Exception as error:
            over = (end is not None and time.monotonic() > end) or (given_up is not None and given_up.is_set())
            if over or not is_transient(error):
                raise
            service_log.warning("waiting for the database", extra={"record": {"error": type(error).__name__}})
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
