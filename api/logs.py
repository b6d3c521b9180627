"""Logs: one JSON object a line with counts, times and status; no bodies, no ids, no reasons for joining."""

import json
import logging
import re
import sys
import time
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, g, request

service_log = logging.getLogger("group_matcher.api")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request id that is taken over from the caller."""


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON with the fields given as ``extra={"record": ...}``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        line.update(getattr(record, "record", {}))
        return json.dumps(line)


def log_to_stderr(level: str) -> None:
    """Write the service's log to standard error as JSON lines, from ``level`` on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    service_log.handlers = [handler]
    service_log.setLevel(level)
    service_log.propagate = False
    # What the queue says of itself: connections lost, jobs taken over. It knows a job's id and nothing of the people.
    queue_log = logging.getLogger("dbos")
    queue_log.handlers = [handler]
    queue_log.setLevel(logging.WARNING)
    queue_log.propagate = False


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
            "path": request.url_rule.rule if request.url_rule is not None else None,
            "status": response.status_code,
            "milliseconds": round(1000 * (time.perf_counter() - g.began), 1),
            **g.counts,
        }
        service_log.info("answered", extra={"record": record})
        return response
