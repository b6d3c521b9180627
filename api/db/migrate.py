"""Bringing a database's tables up to this version. ``python -m api.db.migrate "What changes"`` drafts a migration."""

import sys
import tempfile
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from api.db.database import Database
from api.db.models import HOME_CLINIC, ClinicRow
from api.jobs.durable import bring_up

_LOCK = 0x67726D61
"""The advisory lock under which a PostgreSQL database is migrated: one process at a time."""


class NewerDatabaseError(RuntimeError):
    """The database was made by a later version than this."""


class OutdatedDatabaseError(RuntimeError):
    """The database's tables are not yet those of this version."""


def upgrade(database: Database) -> None:
    """Make or change the tables until they are those of this version; safe to call from many processes at once.

    Raises:
        NewerDatabaseError: If a later version has changed the tables already.
    """
    if database.is_sqlite:
        Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
    with database.writing() as session:
        connection = session.connection()
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        refuse_newer_revision(_revision(connection))
        command.upgrade(_configuration(connection), "head")
        if session.get(ClinicRow, HOME_CLINIC) is None:
            session.add(ClinicRow(id=HOME_CLINIC, name="Home"))
    bring_up(database)


def make_current(database: Database) -> None:
    """Before serving or working: bring a file of SQLite up to date; on PostgreSQL, see that somebody has.

    A file belongs to one machine, and nobody else can be using it with an earlier version. On PostgreSQL other
    machines may be, so that an upgrade is somebody's decision.

    Raises:
        NewerDatabaseError: If a later version has changed the tables already.
        OutdatedDatabaseError: If it is PostgreSQL, and its tables are an earlier version's or none.
    """
    if database.is_sqlite:
        upgrade(database)
    else:
        require_current(database)


def require_current(database: Database) -> None:
    """See that the tables are those of this version.

    Raises:
        NewerDatabaseError: If a later version has changed the tables already.
        OutdatedDatabaseError: If they are an earlier version's or none.
    """
    with database.reading() as session:
        refuse_newer_revision(_revision(session.connection()))
        if _revision(session.connection()) != head():
            raise OutdatedDatabaseError("the database's tables are not of this version: run group-matcher db upgrade")


def is_current(database: Database) -> bool:
    """Whether the tables are those of this version; cheap."""
    return revision_of(database) == head()


def revision_of(database: Database) -> str | None:
    """The migration that the database's tables have reached; None where there are none."""
    with database.reading() as session:
        return _revision(session.connection())


@cache
def head() -> str | None:
    """The last migration of this version."""
    return _scripts().get_current_head()


def refuse_newer_revision(found: str | None) -> None:
    """Refuse tables of a migration that this version does not know.

    Raises:
        NewerDatabaseError: If it does not.
    """
    if found is not None and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerDatabaseError("a later version of Group Matcher has changed this database: run that version")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _configuration(connection: Connection | None = None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if connection is not None:
        configuration.attributes["connection"] = connection
    return configuration


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration())


def _draft(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.sqlite3")
        with database.writing() as session:
            connection = session.connection()
            command.upgrade(_configuration(connection), "head")
            number = f"{len(list(_scripts().walk_revisions())) + 1:04d}"
            command.revision(_configuration(connection), message, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    _draft(sys.argv[1])
