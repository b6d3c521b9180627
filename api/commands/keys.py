"""``group-matcher keys``: keys of programs."""

from typing import TYPE_CHECKING

import click

from api.access.scopes import KEY_DAYS, MOST_KEY_DAYS, Scope
from api.commands.place import ACTOR, tell_without_administrator, working

if TYPE_CHECKING:
    from api.db.models import KeyRow


@click.group(short_help="Make, list and revoke keys of programs.")
def keys() -> None:
    """Make, list and revoke keys of programs.

    As soon as there is a key or a user, the service asks everybody for one.
    """


@keys.command(short_help="Make a key.")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it allows; give it several times for several.",
)
@click.option(
    "--days", type=click.IntRange(1, MOST_KEY_DAYS), default=KEY_DAYS, show_default=True, help="How long it lasts."
)
@click.option("--clinic", default="home", show_default=True, help="The id of the clinic it belongs to.")
def create(name: str, scopes: tuple[str, ...], days: int, clinic: str) -> None:
    """Make a key, say what it is for by NAME, and print its secret, this once.

    \b
    Examples:
      group-matcher keys create "scheduling system" --scope submit --scope plan
      group-matcher keys create "first key" --scope admin --days 1
    """
    from api.access.keys import create as make

    with working(clinic) as session:
        row, secret = make(session, clinic, ACTOR, name, frozenset(map(Scope, scopes)), days)
        tell_without_administrator(session, clinic)
    click.echo(secret)
    click.echo(
        f"{row.id} lasts {days} day{'' if days == 1 else 's'}. This is the only time that the secret is shown: keep it "
        "safe. Requests carry it as Authorization: Bearer …",
        err=True,
    )


@keys.command("list")
@click.option("--clinic", default="home", show_default=True, help="The id of the clinic.")
def list_keys(clinic: str) -> None:
    """List the keys, the newest first."""
    from sqlalchemy import select

    from api.db.models import KeyRow

    with working(clinic) as session:
        rows = session.scalars(select(KeyRow).where(KeyRow.clinic_id == clinic).order_by(KeyRow.id.desc())).all()
        for row in rows:
            used = "never used" if row.used_at is None else f"used {row.used_at:%Y-%m-%d}"
            click.echo(f"{row.id}  {_state(row):18}  {used:15}  {', '.join(row.scopes)}  {row.name}")
    if not rows:
        click.echo("no keys", err=True)


@keys.command()
@click.argument("key_id")
@click.option("--clinic", default="home", show_default=True, help="The id of the clinic.")
def revoke(key_id: str, clinic: str) -> None:
    """End the key KEY_ID now."""
    from api.access.keys import find
    from api.access.keys import revoke as end

    with working(clinic) as session:
        end(session, find(session, clinic, key_id), ACTOR)
    click.echo("revoked", err=True)


def _state(row: "KeyRow") -> str:
    from api.access.keys import is_live
    from api.db.models import now

    if row.revoked_at is not None:
        return f"revoked {row.revoked_at:%Y-%m-%d}"
    if row.expires_at is None:
        return "lasts"
    return f"{'until' if is_live(row, now()) else 'ended'} {row.expires_at:%Y-%m-%d}"
