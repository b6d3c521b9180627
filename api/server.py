"""Serving the app: gunicorn, or waitress where there is no gunicorn (Windows)."""

import ipaddress
import signal
import socket
import sys
import threading

from api.app import create_app
from api.db.database import Database
from api.db.migrate import upgrade
from api.jobs.processes import Workers
from api.logs import log_to_stderr, service_log
from api.settings import Settings
from api.solving import try_out
from matcher.listener import Listener


class PublicAddressError(ValueError):
    """The address can be reached from other machines, and nobody has said that this is meant."""


class _CompilingNotice(Listener):
    def compiling(self) -> None:
        service_log.warning("compiling the search once for this machine: about a minute")


def serve(host: str, port: int, settings: Settings | None = None, *, allow_public: bool = False) -> None:
    """Serve until the process is told to end (SIGTERM or Ctrl-C), and run jobs in worker processes beside it.

    Without settings they are read from the environment. The tiny list is solved before the first request is taken, so
    that everything is compiled and loaded by then.

    Raises:
        PublicAddressError: If ``host`` is reachable from other machines and ``allow_public`` is not set.
        OSError: If ``host`` is no address, or something listens there already.
        pydantic.ValidationError: If no settings are given and the environment's cannot be read.
        UnusableDatabaseError: If the address of the database is none.
        NewerDatabaseError: If a later version has changed the database.
    """
    settings = settings or Settings()
    if not allow_public:
        _refuse_public(host)
    _require_free(host, port)
    log_to_stderr(settings.log_level)
    bring_up(settings)
    try_out(_CompilingNotice())
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    service_log.info("serving", extra={"record": {"address": f"http://{address}"}})
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
    try_out(_CompilingNotice())
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: ending.set())
    workers = Workers(settings, processes)
    workers.start()
    ending.wait()
    workers.stop()


def bring_up(settings: Settings) -> None:
    """Make the database's tables, or change them to those of this version.

    Raises:
        UnusableDatabaseError: If the address of the database is none.
        NewerDatabaseError: If a later version has changed them.
    """
    database = Database(settings.url())
    try:
        upgrade(database)
    finally:
        database.close()


def _serve(address: str, settings: Settings) -> None:
    if sys.platform == "win32":
        from waitress import serve as serve_with_waitress

        serve_with_waitress(
            create_app(settings, solves_apart=True),
            listen=address,
            threads=settings.threads,
            max_request_body_size=settings.max_request_bytes,
        )
    else:
        from api.gunicorn_server import Server

        Server(address, settings).run()


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.create_server((host, port), family=family).close()


def _refuse_public(host: str) -> None:
    found = {entry[4][0] for entry in socket.getaddrinfo(host or None, 0, flags=socket.AI_PASSIVE)}
    if not all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found):
        raise PublicAddressError(
            "this address can be reached from other machines, and the service asks nobody for a key: whoever reaches "
            "it can use it, and lists travel unencrypted. Serve on 127.0.0.1 behind a proxy that does both, or say "
            "that the network is trusted by allowing a public address"
        )
