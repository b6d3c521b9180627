"""``group-matcher db``: upgrade, look at, back up and restore the database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands.opened import opened

if TYPE_CHECKING:
    from api.db.database import Database

File = click.Path(dir_okay=False, path_type=Path)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Make the tables, or bring them up to this version. What is kept stays.

    Serving a file of SQLite does this by itself. On PostgreSQL, stop the web and worker processes of the earlier
    version first, and make a backup.
    """
    from api.db.migrate import head
    from api.db.migrate import upgrade as bring_up

    with opened(current=False) as database:
        bring_up(database)
    click.echo(f"The tables are those of this version ({head()}).")


@db.command()
def status() -> None:
    """Say which database it is, and whether its tables are those of this version.

    Exit codes: 0 they are, 1 they are not, 2 the command has to be corrected.
    """
    from api.db.migrate import head, revision_of

    with opened(current=False) as database:
        click.echo(f"database  {database.url.render_as_string(hide_password=True)}")
        found = None if database.is_sqlite and not Path(str(database.url.database)).exists() else revision_of(database)
    click.echo(f"tables    {found or 'none'}")
    click.echo(f"version   {head()}")
    if found != head():
        click.echo("Run group-matcher db upgrade.")
        raise click.exceptions.Exit(1)


@db.command()
@click.argument("file", type=File)
def backup(file: Path) -> None:
    """Copy a SQLite database into FILE while the service goes on; PostgreSQL has pg_dump for this.

    \b
    Example:
      group-matcher db backup /backups/group-matcher-$(date +%F).sqlite3
    """
    from api.db.backup import FileExistsAlreadyError, copy_to

    with opened() as database:
        _only_sqlite(database, "pg_dump --format=custom --file=FILE DATABASE")
        try:
            copy_to(database, file)
        except FileExistsAlreadyError as error:
            raise click.UsageError(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}") from None
    click.echo(f"{file}: {file.stat().st_size:,} bytes, readable by you alone.")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what the database holds now.")
def restore(file: Path, replace: bool) -> None:
    """Bring back what a backup in FILE holds; PostgreSQL has pg_restore for this.

    People who were erased after the backup was made come back with it: erase them again.

    \b
    Example:
      group-matcher db restore /backups/group-matcher-2026-11-24.sqlite3 --replace
    """
    from api.db.backup import NoBackupError, holds_something, restore_from
    from api.db.migrate import NewerDatabaseError
    from api.db.migrate import upgrade as bring_up

    with opened(current=False) as database:
        _only_sqlite(database, "pg_restore --clean --if-exists --single-transaction --dbname=DATABASE FILE")
        if holds_something(database) and not replace:
            raise click.UsageError(
                "the database holds something already: say --replace to lose it, or back it up first"
            )
        try:
            restore_from(database, file)
        except (NoBackupError, NewerDatabaseError) as error:
            raise click.UsageError(f"{file}: {error}") from None
        bring_up(database)
    click.echo("Restored. People who were erased after this backup was made are back: erase them again.")


def _only_sqlite(database: "Database", command: str) -> None:
    if not database.is_sqlite:
        raise click.UsageError(f"this database is PostgreSQL, use its own program: {command}")
