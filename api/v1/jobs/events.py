"""``GET /v1/jobs/{job_id}/events``: a job as it goes on, as server-sent events."""

import socket
from collections.abc import Iterator

from flask import Flask, Response, current_app, request
from flask_openapi import APIBlueprint

from api.access.principal import requires
from api.access.scopes import Scope
from api.jobs.streams import OPENING, QueueOutlet, SocketOutlet, Streams
from api.jobs.tenure import ENDED
from api.openapi import problems
from api.problems import problem
from api.request_headers import reads
from api.settings import Settings
from api.transactions import database, reading
from api.v1.jobs.jobs import JobPath, find

events_resource = APIBlueprint("events", __name__, url_prefix="/v1/jobs", abp_tags=[{"name": "Jobs"}])

LAST_EVENT_ID = "Last-Event-ID"

MOST_DIGITS = 18

_EXTENSION = "group_matcher_streams"

_EXAMPLE = """\
retry: 2000

id: 41
event: started
data: {"applicants":48,"groups":6,"at":"2026-09-01T08:31:00.412000+00:00"}

id: 42
event: improved
data: {"value":36.2,"placed":48,"seconds":0.31,"at":"2026-09-01T08:31:00.731000+00:00"}

id: 57
event: done
data: {"value":36.9,"placed":48,"state":"succeeded","plan":"pln_01kb1q7h1c4s8v2m6e9t3w5rxz","plan_revision":1}

"""


class EventStream:
    """The body of a stream; a server that can gives its socket away and has the thread back."""

    def __init__(self, streams: Streams, job_id: str, after: int) -> None:
        self._streams, self._job_id, self._after = streams, job_id, after

    def move_to(self, connection: socket.socket) -> None:
        """Go on by this socket, on which the headers have been sent; it is ours from now on."""
        outlet = SocketOutlet(connection)
        outlet.send(OPENING)
        self._streams.add(self._job_id, self._after, outlet)

    def __iter__(self) -> Iterator[bytes]:
        outlet = QueueOutlet()
        self._streams.add(self._job_id, self._after, outlet)
        try:
            yield OPENING
            yield from outlet.parts()
        finally:
            outlet.leave()


def keep_streams(app: Flask, settings: Settings) -> None:
    """Give the app its streams. The database has to be known already."""
    with app.app_context():
        app.extensions[_EXTENSION] = Streams(database(), settings.max_streams)


@events_resource.get(
    "/<job_id>/events",
    summary="Follow a job",
    description=(
        "Server-sent events: `started`, `improved` (a better plan), `bound` (a better proof), `handed_over` (its "
        "worker is gone, another one begins anew) and at last `done` with the state it ended in. At most four a "
        "second; what changes faster is told as it is when its turn comes. A comment every 15 seconds shows that the "
        "connection lives. Every event has an id: a client that comes back with it as `Last-Event-ID` misses nothing. "
        "The stream ends after `done`; after that there is nothing more, which is 204."
    ),
    operation_id="follow_job",
    responses={
        "200": {
            "description": "The events, as they come.",
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
            "content": {
                "text/event-stream": {"schema": {"type": "string"}, "examples": {"a job": {"value": _EXAMPLE}}}
            },
        },
        "204": {
            "description": "The job has ended, and the caller has its last event.",
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
        },
        **problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "Busy"),
    },
)
@requires(Scope.PLAN)
@reads(LAST_EVENT_ID)
def follow_job(path: JobPath) -> Response:
    """Follow one."""
    after = _last_event_id()
    with reading() as session:
        row = find(session, path.job_id)
        if row.state in ENDED and row.last_event <= after:
            return Response(status=204)
    streams: Streams = current_app.extensions[_EXTENSION]
    if streams.is_full:
        raise problem(503, "busy", "as many streams are open as this service keeps: read the job instead", _LATER)
    response = Response(EventStream(streams, path.job_id, after), content_type="text/event-stream")
    response.direct_passthrough = True
    response.headers["X-Accel-Buffering"] = "no"
    return response


_LATER = {"Retry-After": "5"}


def _last_event_id() -> int:
    text = request.headers.get(LAST_EVENT_ID, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        detail = "this is no id of an event of ours: leave it out to begin with the first"
        raise problem(400, "bad_event_id", detail, parameter=LAST_EVENT_ID)
    return int(text)
