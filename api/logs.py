"""Logs: one JSON object a line with counts, times and status; no bodies, no ids of people, no reasons for joining.

The service says what it says through ``service_log`` in fixed words, with figures and ids of its own beside them. What
libraries say goes through the same form, and is not trusted: a library may put a value into its words.
"""

import logging
import re
import sys
import threading
import time
import traceback
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

from api.pattern import pattern

service_log = logging.getLogger("group_matcher.api")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request id that is taken over from the caller."""

MOST_FRAMES = 8
"""Places of an exception that are logged, the innermost ones."""

_OWN = "group_matcher."
_FIXED_WORDS = ("gunicorn.", "alembic.")
"""Libraries whose messages are fixed words with parameters; those of others may be made of anything."""

_LIBRARIES = ("alembic", "dbos", "sqlalchemy", "waitress", "werkzeug")
_PLACEHOLDER = re.compile(r"%(\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z]")


class JsonLines(ProcessorFormatter):
    """Formats a record as one line of JSON with the fields given as ``extra={"record": ...}``."""

    def __init__(self) -> None:
        super().__init__(processors=[_told, JSONRenderer()], use_get_message=False)


def log_to_stderr(level: str) -> None:
    """Write everything that is logged in this process to standard error as JSON lines.

    The service's own lines from ``level`` on, those of libraries from WARNING on, or from ``level`` if that is higher.
    Exceptions that nobody handles are logged likewise, by their kind.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    service_log.setLevel(level)
    for name in _LIBRARIES:
        # One that has no handler would add its own, which writes whatever it is told.
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = True
    logging.captureWarnings(True)
    sys.excepthook = _log_end
    threading.excepthook = _log_thread


def log_requests(app: Flask) -> None:
    """Give every request an id and log it when it is answered.

    The path is logged as the route's pattern, because an unknown path may hold anything.
    """

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        g.counts = {}
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        record = {
            "request_id": g.request_id,
            "method": request.method if request.url_rule is not None else None,
            "path": pattern(),
            "status": response.status_code,
            "milliseconds": round(1000 * (time.perf_counter() - g.began), 1),
            **g.counts,
        }
        service_log.info("answered", extra={"record": record})
        return response


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, file and line; its own words may hold a submitted value."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-MOST_FRAMES:]]


def _told(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """What of a record is written."""
    record: logging.LogRecord = event["_record"]
    own = record.name.startswith(_OWN)
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": event["event"] if own else _without_values(record),
    }
    if not own:
        line |= {"logger": record.name, "place": f"{record.filename}:{record.lineno}"}
    kind = event.get("exc_info")
    if kind and kind[0] is not None:
        line |= {"error": kind[0].__name__, "at": places(kind[2])}
    return line | getattr(record, "record", {})


def _without_values(record: logging.LogRecord) -> str:
    """A library's message without what it was filled with, or only that there was one."""
    if record.name.startswith(_FIXED_WORDS) and isinstance(record.msg, str):
        return _PLACEHOLDER.sub("…", record.msg)
    return "a library's message"


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    service_log.critical("ended by an error", exc_info=(kind, error, trace))


def _log_thread(end: threading.ExceptHookArgs) -> None:
    if end.exc_value is not None and end.exc_type is not SystemExit:
        service_log.error("a thread ended by an error", exc_info=(end.exc_type, end.exc_value, end.exc_traceback))
