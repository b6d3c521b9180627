"""The database within a request: one transaction, committed when the answer is known."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from api.db.database import Database
from api.settings import Settings

_EXTENSION = "group_matcher_database"


def use_database(app: Flask, settings: Settings) -> None:
    """Give the app its database; nothing is connected before it is needed."""
    app.extensions[_EXTENSION] = Database(settings.url(), pool_size=settings.threads)


def database() -> Database:
    """The current app's database."""
    return database_of(current_app)


def database_of(app: Flask) -> Database:
    """This app's database."""
    found = app.extensions[_EXTENSION]
    assert isinstance(found, Database)
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that writes nothing, or the request's own where it has one."""
    held: Session | None = g.get("session")
    if held is not None:
        yield held
        return
    with database().reading() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that is committed at the end; within another it is a part of that.

    A request with an Idempotency-Key commits when its answer is stored with what it did (``api.idempotency``).
    """
    held: Session | None = g.get("session")
    if held is not None:
        yield held
        return
    if (keyed := g.get("held")) is not None and not keyed.opening:
        yield keyed.session()
        return
    with database().writing() as session:
        g.session = session
        try:
            yield session
        finally:
            g.session = None
