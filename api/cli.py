"""The console script: the library's commands, and ``serve``."""

import sys

import click

from api.commands.clinics import clinics
from api.commands.keys import keys
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
    from pydantic import ValidationError

    from api.access.binding import PublicAddressError
    from api.server import serve as run
    from api.settings import ENVIRONMENT_PREFIX, Settings
    from matcher.validation import problems_in

    try:
        settings = Settings() if workers is None else Settings(workers=workers)
    except ValidationError as error:
        lines = [f"{ENVIRONMENT_PREFIX}{'_'.join(map(str, p.path)).upper()}: {p.message}" for p in problems_in(error)]
        raise click.UsageError("\n".join(lines)) from error
    try:
        run(host, port, settings, allow_public=allow_public)
    except PublicAddressError as error:
        raise click.UsageError(f"{error} (--allow-public)") from error
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error


commands = click.Group(
    cli.name,
    commands={**cli.commands, "serve": serve, "keys": keys, "users": users, "clinics": clinics},
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
