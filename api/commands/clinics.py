"""``group-matcher clinics``: the clinics that share a service."""

import click

from api.commands.place import ACTOR, working


@click.group(short_help="Add and list the clinics that share a service.")
def clinics() -> None:
    """Add and list clinics; nothing of one is ever seen by another."""


@clinics.command(short_help="Add a clinic.")
@click.argument("clinic")
@click.argument("name")
def add(clinic: str, name: str) -> None:
    """Add a clinic with the id CLINIC, which its people say when they sign in, and its NAME.

    \b
    Example:
      group-matcher clinics add north "North Clinic"
    """
    from api.access.clinics import create

    with working() as session:
        try:
            create(session, ACTOR, clinic, name)
        except ValueError as error:
            raise click.UsageError(f"{error} (CLINIC)") from error
    click.echo("added", err=True)


@clinics.command("list")
def list_clinics() -> None:
    """List the clinics."""
    from api.access.clinics import every

    with working() as session:
        for row in every(session):
            click.echo(f"{row.id:20}  {row.name}")
