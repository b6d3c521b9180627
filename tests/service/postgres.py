"""A PostgreSQL server for tests: in a folder of its own, on a socket there, gone at the end."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from propcache.api import cached_property

from api.db.database import Database
from api.db.migrate import upgrade
from tests.service.fresh import Connection, Fresh

PATIENCE_SECONDS = 60
"""How long the server may take to start."""

TEMPLATE = "group_matcher_template"
"""A database with the tables, to be copied for each test."""

_END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"

_NUMBERS = count(1)
_PROGRAMS = ("initdb", "postgres")
_SERVICE_USER = "postgres"
"""The server refuses to run as root: then it runs as the user whom the package made for it."""


def missing_programs() -> str | None:
    """The first of PostgreSQL's programs that is not here; None if all are."""
    return next((name for name in _PROGRAMS if program(name) is None), None)


@dataclass(frozen=True)
class Cluster:
    """A running server, by the folder of its socket; other hosts reach it at an address, if it is given one."""

    folder: Path
    address: str = ""
    _process: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    _free: list[str] = field(default_factory=list)
    """Databases that are fresh again."""

    @classmethod
    @contextlib.contextmanager
    def started(cls, address: str = "") -> Iterator["Cluster"]:
        """A server that runs until the end of the block, and listens on an address for whoever is in its network.

        Its folder lies right under the system's for temporary files: the path of a socket must be short.
        """
        with tempfile.TemporaryDirectory(prefix="group-matcher-") as folder:
            cluster = cls(Path(folder), address)
            cluster.start()
            try:
                cluster.sql("postgres", f"CREATE DATABASE {TEMPLATE}")
                template = Database(cluster.url(TEMPLATE))
                upgrade(template)
                template.close()
                yield cluster
            finally:
                cluster.stop()

    def restart(self) -> None:
        """End it, whoever is connected, and start it again on what it kept."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """End it without waiting for those who are connected."""
        process = self._process.pop()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)

    def start(self) -> None:
        """Start the server, on what it kept if it ran before, and wait until it answers."""
        data, socket = self.folder / "data", self.folder / "socket"
        as_user: Any = {"user": _SERVICE_USER, "extra_groups": []} if os.geteuid() == 0 else {}
        if not data.exists():
            for each in (data, socket):
                each.mkdir()
            if as_user:
                self.folder.chmod(0o711)
                for each in (data, socket):
                    shutil.chown(each, _SERVICE_USER)
            subprocess.run(
                [str(program("initdb")), "-D", str(data), "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-sync"],
                check=True,
                capture_output=True,
                cwd="/",
                **as_user,
            )
            with (data / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet trust\n")
        options = {
            "listen_addresses": self.address,
            "unix_socket_directories": str(socket),
            "fsync": "off",
            "max_connections": 300,
        }
        command = [str(program("postgres")), "-D", str(data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_user)
        log.close()
        self._wait(process)
        self._process.append(process)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://tests@/{name}?host={quote(str(self.folder / 'socket'))}"

    def url_elsewhere(self, url: str) -> str:
        """The address of one of its databases as other hosts know it."""
        name = url.removeprefix("postgresql://tests@/").partition("?")[0]
        return f"postgresql://tests@{self.address}/{name}"

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The address of a fresh database with the tables.

        One that an earlier test has used is emptied, which takes a tenth of the time that a new one does; it is dropped
        where a test has changed the tables themselves.
        """
        name = self._free.pop() if self._free else self._made()
        try:
            yield self.url(name)
        finally:
            if self._is_restored(name):
                self._free.append(name)
            else:
                self.sql("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self) -> str:
        name = f"test_{next(_NUMBERS)}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return name

    @cached_property
    def _fresh(self) -> Fresh:
        with self._connected(TEMPLATE) as connection:
            return Fresh.read(connection)

    def _is_restored(self, name: str) -> bool:
        self.sql("postgres", _END_OTHERS, name)
        with self._connected(name) as connection:
            return self._fresh.restore(connection)

    def _connected(self, name: str) -> Connection:
        return psycopg.connect(self.url(name), autocommit=True)

    def sql(self, name: str, statement: str, *values: str) -> None:
        """Carry out one statement."""
        with self._connected(name) as connection:
            connection.execute(statement.encode(), values or None)

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.sql("postgres", "SELECT 1")
                return
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"PostgreSQL did not start: see {self.folder / 'log'}") from None
                time.sleep(0.05)


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs, of the newest version here; None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: -int(found.parent.name))
    return next((found for folder in folders if (found := shutil.which(name, path=str(folder)))), shutil.which(name))
