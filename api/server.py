"""Serving the app: gunicorn, or waitress where there is no gunicorn (Windows)."""

import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from api.db.database import Database
from api.db.migrate import make_current
from api.logs import log_to_stderr, service_log
from api.settings import Settings, load_settings
from api.solving import try_out
from matcher.listener import Listener


class PublicAddressError(ValueError):
    """The address can be reached from other machines, and nobody has said that this is meant."""


class _CompilingNotice(Listener):
    def compiling(self) -> None:
        service_log.warning("compiling the search once for this machine: about a minute")


def serve(host: str, port: int, settings: Settings | None = None, *, allow_public: bool = False) -> None:
    """Serve until the process is told to end (SIGTERM or Ctrl-C).

    Without settings they are read from the environment and the file. The tiny list is solved before the first request
    is taken, so that everything is compiled and loaded by then.

    Raises:
        PublicAddressError: If ``host`` is reachable from other machines and ``allow_public`` is not set.
        OSError: If ``host`` is no address, or something listens there already.
        UnusableSettingsError: If no settings are given and those of the environment or the file cannot be used.
        UnusableDatabaseError: If the database's address cannot be used.
        NewerDatabaseError: If a later version has changed the database.
        OutdatedDatabaseError: If the database is PostgreSQL, and has not been upgraded to this version.
    """
    settings = settings or load_settings()
    if not allow_public:
        _refuse_public(host)
    _require_free(host, port)
    log_to_stderr(settings.log_level)
    database = Database(settings.url())
    make_current(database)
    database.close()
    try_out(_CompilingNotice())
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    service_log.info("serving", extra={"record": {"address": f"http://{address}"}})
    if sys.platform == "win32":
        from waitress import serve as serve_with_waitress

        from api.app import create_app

        serve_with_waitress(
            create_app(settings),
            listen=address,
            threads=settings.threads,
            max_request_body_size=settings.max_request_bytes,
        )
    else:
        with _shared_figures(settings.workers):
            from api.gunicorn_server import Server

            Server(address, settings).run()


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


def _refuse_public(host: str) -> None:
    found = {entry[4][0] for entry in socket.getaddrinfo(host or None, 0, flags=socket.AI_PASSIVE)}
    if not all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found):
        raise PublicAddressError(
            "this address can be reached from other machines, and the service asks nobody for a key: whoever reaches "
            "it can use it, and lists travel unencrypted. Serve on 127.0.0.1 behind a proxy that does both, or say "
            "that the network is trusted by allowing a public address"
        )
