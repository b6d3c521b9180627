"""Connecting to the database, and transactions on it."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_BUSY_MILLISECONDS = 30_000
"""How long a transaction waits for another that writes."""

CONNECT_SECONDS = 10
"""How long a server of PostgreSQL is waited for."""

KEEPALIVE: Mapping[str, int] = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""A connection over which nothing has come for five seconds is asked for an answer, thrice, two seconds apart."""

UNHEARD_MILLISECONDS = 15_000
"""How long what was sent may stay unacknowledged."""

TRUSTED_SECONDS = 1.0
"""How long a connection may lie idle before it is tried out."""

_WRITES = {"group_matcher_writes": True}


class UnusableDatabaseError(ValueError):
    """The database's address cannot be used."""


def address(text: str) -> URL:
    """The address with the driver that this service comes with.

    Raises:
        UnusableDatabaseError: If it is no address, or of a database other than SQLite and PostgreSQL.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise UnusableDatabaseError("the database URL cannot be read: write sqlite:///file or postgresql://…") from None
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise UnusableDatabaseError("a database in memory is lost and cannot be shared: name a file")
        return url
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    raise UnusableDatabaseError("this database is neither SQLite nor PostgreSQL: write sqlite:///… or postgresql://…")


def connect(url: URL, *, pool_size: int = 10) -> Engine:
    """An engine that connects when it is first used.

    On SQLite, transactions begin when SQLAlchemy says so, readers never wait for writers (WAL), and what is committed
    survives a loss of power (``synchronous`` stays at FULL). What is deleted is overwritten with zeros
    (``secure_delete``). Errors never hold what was to be stored.

    On PostgreSQL, both ends notice within some fifteen seconds when the network between them is gone: until the server
    does, whatever the other end had locked stays locked.
    """
    if url.drivername != "sqlite":
        heard = {"connect_timeout": CONNECT_SECONDS, **KEEPALIVE, "tcp_user_timeout": UNHEARD_MILLISECONDS}
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            hide_parameters=True,
            connect_args={name: value for name, value in heard.items() if name not in url.query},
        )
        event.listen(engine, "connect", _set_postgresql_up)
        event.listen(engine, "checkin", _note_return)
        event.listen(engine, "checkout", _try_out)
        return engine
    engine = create_engine(url, pool_size=pool_size, max_overflow=pool_size, hide_parameters=True)
    event.listen(engine, "connect", _set_sqlite_up)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_postgresql_up(connection: Any, _record: object) -> None:
    settings = {f"tcp_{name}": value for name, value in KEEPALIVE.items()} | {"tcp_user_timeout": UNHEARD_MILLISECONDS}
    chosen = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in settings.items())
    # A server on a system without one of these refuses it, and keeps its own.
    with contextlib.suppress(psycopg.Error):
        connection.execute(f"SELECT {chosen}")
    connection.commit()


def _note_return(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["returned_at"] = time.monotonic()


def _try_out(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """See that a connection still stands which has lain idle; asking before every use would double the questions.

    Raises:
        DisconnectionError: If it does not; the pool then connects anew.
    """
    returned_at = record.info.get("returned_at")
    if returned_at is None or time.monotonic() < returned_at + TRUSTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _set_sqlite_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        f"busy_timeout = {SQLITE_BUSY_MILLISECONDS}",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then is refused when another has written in between: writers say so.
    writes = connection.get_execution_options().get("group_matcher_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """The service's database; sessions are opened for one transaction each."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = address(url)
        self.engine = connect(self.url, pool_size=pool_size)
        # PostgreSQL shows each statement what has been committed by then, in a transaction or not: reading in none
        # saves two of its answers. SQLite shows a whole transaction one state.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite."""
        return self.url.drivername == "sqlite"

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection for one question about no object, for a third of what a session costs."""
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Questions; on SQLite a transaction that writes nothing."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def walking(self) -> Iterator[Session]:
        """A transaction that writes nothing, for answers that are fetched piece by piece."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed at the end, or rolled back on an error."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options=_WRITES)
            yield session

    def forget_deleted(self) -> None:
        """Let nothing deleted linger where this service can reach it: SQLite's log of writes is emptied.

        PostgreSQL keeps deleted rows until its own VACUUM has passed; see docs/operations.md.
        """
        if self.is_sqlite:
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()
