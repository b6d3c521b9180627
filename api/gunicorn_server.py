"""gunicorn, set up in code: threads, quiet logs, and errors of its own as problems, too."""

import socket
import uuid
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from api.app import create_app
from api.crowd import Crowd
from api.headers import SECURITY_HEADERS
from api.logs import JsonLines, service_log
from api.problems import TITLES, ErrorItem, ProblemDetails
from api.process import settle
from api.settings import Settings
from api.solving import places
from api.stopping import end_streams
from api.v1.jobs.events import EventStream

GRACE_SECONDS = 30
"""How much longer than the longest solve a worker may be silent, or take to end, before it is killed."""


KEEP_ALIVE_SECONDS = 75
"""How long a connection stays open without a request: longer than proxies keep theirs, so that none asks on one that
is just being closed."""


class JsonLog(Logger):  # type: ignore[misc]
    """gunicorn's own messages as JSON lines, exceptions by their kind alone."""

    def setup(self, cfg: Any) -> None:
        """Set the form of the lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gives the sockets of event streams away, and answers what is no HTTP without repeating it.

    gunicorn keeps a thread for every response that goes on; a stream goes on for minutes, and hundreds may be open. So
    when the headers of one are sent, a copy of the socket goes to the thread that serves them all, and gunicorn closes
    its own.
    """

    def load_wsgi(self) -> None:
        """Load the app, and look at what it answers."""
        super().load_wsgi()
        self._given_away: set[int] = set()
        self._crowd = Crowd(self.cfg.workers, self.cfg.threads)
        self.wsgi: Any = self._giving_away(self.app.wsgi())

    def finish_request(self, conn: Any, fs: Any) -> None:
        """End a request; a socket that was given away is closed without shutting the connection down."""
        if conn.sock.fileno() in self._given_away:
            self._given_away.discard(conn.sock.fileno())
            self.nr_conns -= 1
            conn.close()
        else:
            super().finish_request(conn, fs)

    def _giving_away(self, app: Any) -> Any:
        def answer(environ: Any, start_response: Any) -> Any:
            response = start_response.__self__
            with self._crowd.joined() as crowded:
                if crowded:
                    response.force_close()
                body = app(environ, start_response)
            if not isinstance(body, EventStream):
                return body
            # A stream ends with the connection: neither a length nor chunks would say so earlier.
            response.force_close()
            response.chunked = False
            response.send_headers()
            connection = environ["gunicorn.socket"]
            self._given_away.add(connection.fileno())
            body.move_to(connection.dup())
            return ()

        return answer

    def handle_exit(self, sig: int, frame: object) -> None:
        """Take no more requests, and let streams know that they are to end."""
        end_streams()
        super().handle_exit(sig, frame)

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:
        """Answer what never reached the app."""
        status = _status(exc)
        service_log.warning("unreadable request", extra={"record": {"status": status, "error": type(exc).__name__}})
        detail = "the request is no HTTP that this service reads" if status < 500 else "the service failed"
        request_id = uuid.uuid4().hex
        body = ProblemDetails(
            title=TITLES[status],
            status=status,
            detail=detail,
            errors=(ErrorItem(pointer="", code="unreadable_request", detail=detail),),
            request_id=request_id,
        ).model_dump_json()
        headers = {
            "Connection": "close",
            "Content-Type": "application/problem+json",
            "Content-Length": str(len(body)),
            "X-Request-Id": request_id,
            **SECURITY_HEADERS,
        }
        lines = [f"HTTP/1.1 {status} {TITLES[status]}", *(f"{name}: {value}" for name, value in headers.items())]
        try:
            write_nonblock(client, "\r\n".join([*lines, "", body]).encode())
        except OSError:
            service_log.debug("caller gone")


class Server(BaseApplication):  # type: ignore[misc]
    """The app on gunicorn, at ``address`` (host:port); ``when_listening`` is called once connections are taken."""

    def __init__(self, address: str, settings: Settings, when_listening: Callable[[], None]) -> None:
        self._address = address
        self._settings = settings
        self._when_listening = when_listening
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn up from the settings alone; no configuration file is read."""
        patience = int(self._settings.max_seconds) + GRACE_SECONDS
        options = {
            "bind": self._address,
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": Worker,
            "logger_class": JsonLog,
            "loglevel": self._settings.log_level.lower(),
            "keepalive": KEEP_ALIVE_SECONDS,
            "timeout": patience,
            "graceful_timeout": patience,
            "when_ready": lambda _arbiter: self._when_listening(),
            "post_worker_init": _warm,
            "control_socket_disable": True,
            # Only the app believes proxies, by its own setting.
            "forwarded_allow_ips": "",
            "proc_name": "group-matcher",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the app, in each worker."""
        return create_app(self._settings, solves_apart=True)


def _warm(worker: Any) -> None:
    places(worker.app.wsgi()).warm()
    settle()


def _status(error: Exception) -> int:
    if isinstance(error, LimitRequestLine):
        return 414
    if isinstance(error, LimitRequestHeaders):
        return 431
    return 400 if isinstance(error, ParseException) else 500
