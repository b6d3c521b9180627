"""Bringing a database's tables up to this version. ``python -m api.db.migrate "What changes"`` drafts a migration."""

import sys
import tempfile
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
        _refuse_newer(connection)
        command.upgrade(_configuration(connection), "head")
        if session.get(ClinicRow, HOME_CLINIC) is None:
            session.add(ClinicRow(id=HOME_CLINIC, name="Home"))
    bring_up(database)


def is_current(database: Database) -> bool:
    """Whether the tables are those of this version."""
    with database.reading() as session:
        return _revision(session.connection()) == _scripts().get_current_head()


def _refuse_newer(connection: Connection) -> None:
    found = _revision(connection)
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
