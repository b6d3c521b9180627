"""Backups of a SQLite database by its own online copying: the service goes on meanwhile."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from api.db.database import Database
from api.db.migrate import refuse_newer_revision, revision_of
from api.db.models import IntakeRow

PAGES_AT_ONCE = 1024
"""Pages copied before others may write again."""


class FileExistsAlreadyError(ValueError):
    """The backup's file is there already."""


class NoBackupError(ValueError):
    """The file is no database of this service, or a damaged one."""


def copy_to(database: Database, file: Path) -> None:
    """Copy the database into a new file that only its owner can read; it is there whole, or not at all.

    Raises:
        FileExistsAlreadyError: If the file exists: a backup is never written over another.
        OSError: If it cannot be written.
    """
    if file.exists():
        raise FileExistsAlreadyError(f"{file} exists already: name a new file")
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(str(database.url.database))) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target, pages=PAGES_AT_ONCE)
        # One file to carry about: no log of writes beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.rename(file)


def holds_something(database: Database) -> bool:
    """Whether the database has tables and a list in them."""
    if not Path(str(database.url.database)).exists() or revision_of(database) is None:
        return False
    with database.reading() as session:
        return session.scalar(select(IntakeRow.id).limit(1)) is not None


def restore_from(database: Database, file: Path) -> None:
    """Make the database what the backup holds, in one step; processes that have it open see it from then on.

    Raises:
        NoBackupError: If the file is no database of this service, or damaged.
        NewerDatabaseError: If a later version than this wrote it.
    """
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
        try:
            whole = source.execute("PRAGMA integrity_check").fetchone()
            found = source.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError:
            raise NoBackupError("this is no database of Group Matcher") from None
        if whole != ("ok",) or found is None:
            raise NoBackupError("this database is damaged: take another backup")
        refuse_newer_revision(found[0])
        path = Path(str(database.url.database))
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = WAL")
