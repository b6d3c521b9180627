"""The console script: the library's commands, and those of the service."""

import sys

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

HOST = "127.0.0.1"
PORT = 8000
"""Where the service listens unless told otherwise: this machine only."""


@click.command()
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that answer requests.  [default: 1]")
@click.option("--allow-public", is_flag=True, help="Listen where other machines reach it; needs keys or users.")
def serve(host: str, port: int, workers: int | None, allow_public: bool) -> None:
    """Serve the HTTP interface on this machine.

    \b
    Example:
      group-matcher serve --port 8000
    """
    from api.access.binding import PublicAddressError
    from api.db.database import UnusableDatabaseError
    from api.db.migrate import NewerDatabaseError, OutdatedDatabaseError
    from api.server import serve as run
    from api.settings import UnusableSettingsError, load_settings

    try:
        settings = load_settings() if workers is None else load_settings(workers=workers)
    except UnusableSettingsError as error:
        raise click.UsageError(str(error)) from error
    try:
        run(host, port, settings, allow_public=allow_public)
    except (UnusableDatabaseError, NewerDatabaseError, OutdatedDatabaseError) as error:
        raise click.UsageError(str(error)) from error
    except PublicAddressError as error:
        raise click.UsageError(f"{error} (--allow-public)") from error
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error


OPERATING: tuple[click.Command, ...] = (keys, users, clinics, audit, db, person, retention, show_settings)
"""Commands for whoever runs the service."""

commands = click.Group(
    cli.name,
    commands={**cli.commands, "serve": serve, **{str(each.name): each for each in OPERATING}},
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
