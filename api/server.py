"""Serving the app: gunicorn, or waitress where there is no gunicorn (Windows)."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from api.access.binding import guarded, is_loopback
from api.db.database import Database
from api.db.migrate import make_current
from api.jobs.processes import Workers
from api.logs import log_to_stderr, service_log
from api.settings import Settings, load_settings
from api.solving import try_out
from matcher.engine.kernels import compile_side_by_side
from matcher.listener import Listener


class _CompilingNotice(Listener):
    def compiling(self) -> None:
        service_log.warning("compiling the search once for this machine: a minute or two")


def serve(host: str, port: int, settings: Settings | None = None, *, allow_public: bool = False) -> None:
    """Serve until the process is told to end (SIGTERM or Ctrl-C), and run jobs in worker processes beside it.

    Without settings they are read from the environment and the file. The tiny list is solved before the first request
    is taken, so that everything is compiled and loaded by then.

    Raises:
        PublicAddressError: If ``host`` is reachable from other machines and ``allow_public`` is not set, or there is
            neither a key nor a user.
        OSError: If ``host`` is no address, or something listens there already.
        UnusableSettingsError: If no settings are given and those of the environment or the file cannot be used.
        UnusableDatabaseError: If the database's address cannot be used.
        NewerDatabaseError: If a later version has changed the database.
        OutdatedDatabaseError: If the database is PostgreSQL, and has not been upgraded to this version.
    """
    settings = guarded(host, settings or load_settings(), allow_public=allow_public)
    if "demo" not in settings.model_fields_set and not is_loopback(host):
        settings = settings.model_copy(update={"demo": False})
    _require_free(host, port)
    log_to_stderr(settings.log_level)
    bring_up(settings)
    _make_ready()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    workers = Workers(settings, settings.job_workers)
    workers.start()
    try:
        _serve(address, settings)
    finally:
        workers.stop()


def work(settings: Settings, processes: int) -> None:
    """Run jobs until the process is told to end (SIGTERM or Ctrl-C): as many worker processes as said.

    Raises:
        UnusableDatabaseError: If the address of the database is none.
        NewerDatabaseError: If a later version has changed the database.
    """
    log_to_stderr(settings.log_level)
    bring_up(settings)
    _make_ready()
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: ending.set())
    workers = Workers(settings, processes)
    workers.start()
    ending.wait()
    workers.stop()


def _make_ready() -> None:
    """Have everything compiled and loaded."""
    compile_side_by_side(listen=_CompilingNotice())
    try_out()


def bring_up(settings: Settings) -> None:
    """Bring a file of SQLite up to this version; on PostgreSQL, see that somebody has (``group-matcher db upgrade``).

    Raises:
        UnusableDatabaseError: If the address of the database is none.
        NewerDatabaseError: If a later version has changed them.
        OutdatedDatabaseError: If the database is PostgreSQL, and has not been upgraded to this version.
    """
    database = Database(settings.url())
    try:
        make_current(database)
    finally:
        database.close()


def _serve(address: str, settings: Settings) -> None:
    def say() -> None:
        service_log.info("serving", extra={"record": {"address": f"http://{address}"}})
        if sys.stdout.isatty():
            click.echo(f"\nThe pages are on http://{address}  (Ctrl+C ends the service)\n")

    if sys.platform == "win32":
        from waitress.server import create_server

        from api.app import create_app

        server = create_server(
            create_app(settings, solves_apart=True),
            listen=address,
            threads=settings.threads,
            max_request_body_size=max(settings.max_request_bytes, settings.max_upload_bytes),
            # The app has to see that a request came through a proxy, and believes it or not by its own setting.
            clear_untrusted_proxy_headers=False,
        )
        say()
        server.run()
    else:
        with _shared_figures(settings.workers):
            from api.gunicorn_server import Server

            Server(address, settings, when_listening=say).run()


@contextmanager
def _shared_figures(processes: int) -> Iterator[None]:
    """Let several processes add up their figures in files, which prometheus-client decides when it is imported."""
    if processes == 1:
        yield
        return
    folder, own = tempfile.mkdtemp(prefix="group-matcher-figures-"), os.getpid()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        # Processes that are forked within the block end in it, too.
        if os.getpid() == own:
            shutil.rmtree(folder)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.create_server((host, port), family=family).close()
