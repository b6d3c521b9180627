"""The console script: the library's commands, and those of the service."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from api.commands.audit import audit
from api.commands.clinics import clinics
from api.commands.database import db
from api.commands.keys import keys
from api.commands.person import person
from api.commands.retention import retention
from api.commands.settings import settings as show_settings
from api.commands.users import users
from matcher.cli import cli

if TYPE_CHECKING:
    from api.settings import Settings

HOST = "127.0.0.1"
PORT = 8000
"""Where the service listens unless told otherwise: this machine only."""


@click.command()
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that answer requests.  [default: 1]")
@click.option(
    "--job-workers", type=click.IntRange(0, 256), help="Processes that run jobs; 0 for none here.  [default: 1]"
)
@click.option("--allow-public", is_flag=True, help="Listen where other machines reach it; needs keys or users.")
def serve(host: str, port: int, workers: int | None, job_workers: int | None, allow_public: bool) -> None:
    """Serve the HTTP interface on this machine, and run its jobs.

    \b
    Example:
      group-matcher serve --port 8000
    """
    from api.access.binding import PublicAddressError
    from api.server import serve as run

    settings = _settings(workers=workers, job_workers=job_workers)
    try:
        with _database_told():
            run(host, port, settings, allow_public=allow_public)
    except PublicAddressError as error:
        raise click.UsageError(f"{error} (--allow-public)") from error
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error


@click.command()
@click.option("--processes", type=click.IntRange(1, 256), default=1, show_default=True, help="Jobs that run at once.")
def worker(processes: int) -> None:
    """Run jobs of a service, from any machine that reaches its database.

    \b
    Example:
      GROUP_MATCHER_DATABASE_URL=postgresql://matcher@db/matcher group-matcher worker
    """
    from api.server import work

    with _database_told():
        work(_settings(), processes)


@contextmanager
def _database_told() -> Iterator[None]:
    """Say what is wrong with the database without a traceback."""
    from sqlalchemy.exc import OperationalError

    from api.db.database import UnusableDatabaseError
    from api.db.migrate import NewerDatabaseError, OutdatedDatabaseError

    try:
        yield
    except (UnusableDatabaseError, NewerDatabaseError, OutdatedDatabaseError) as error:
        raise click.UsageError(str(error)) from error
    except OperationalError as error:
        raise click.ClickException(f"the database cannot be reached: {error.orig}") from error


def _settings(**given: int | None) -> "Settings":
    """The settings of the environment and the file, and before them what was said on the command line."""
    from api.settings import UnusableSettingsError, load_settings

    try:
        return load_settings(**{name: value for name, value in given.items() if value is not None})
    except UnusableSettingsError as error:
        raise click.UsageError(str(error)) from error


OPERATING: tuple[click.Command, ...] = (
    serve,
    worker,
    keys,
    users,
    clinics,
    audit,
    db,
    person,
    retention,
    show_settings,
)
"""Commands for whoever runs the service."""

commands = click.Group(
    cli.name,
    commands={**cli.commands, **{str(each.name): each for each in OPERATING}},
    params=cli.params,
    help=cli.help,
    context_settings=cli.context_settings,
)
"""All commands."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot draw a sign shows another instead of failing.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    commands(prog_name="group-matcher")


if __name__ == "__main__":
    main()
