"""``group-matcher users``: people who sign in."""

import sys

import click

from api.access.scopes import ROLES
from api.commands.place import ACTOR, tell_without_administrator, working

_CLINIC = click.option("--clinic", default="home", show_default=True, help="The id of their clinic.")


@click.group(short_help="Add, disable and list people who sign in.")
def users() -> None:
    """Add, list, disable and enable people who sign in, and set their passwords.

    As soon as there is a user or a key, the service asks everybody for one.
    """


@users.command(short_help="Add somebody who signs in.")
@click.argument("login")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help="What they may do.")
@click.option("--no-password", is_flag=True, help="They sign in with the clinic's identity provider (OpenID Connect).")
@_CLINIC
def add(login: str, role: str, no_password: bool, clinic: str) -> None:
    """Add somebody who signs in as LOGIN; their password is asked for, or read from the standard input.

    \b
    Examples:
      group-matcher users add coordinator@example.org --role coordinator
      group-matcher users add front-desk --role clinician < password.txt
    """
    from api.access.users import create

    if not login.strip() or len(login) > 200:
        raise click.UsageError("a login has 1 to 200 characters (LOGIN)")
    password = None if no_password else _asked()
    with working(clinic) as session:
        row = create(session, clinic, ACTOR, login, role, password)
        tell_without_administrator(session, clinic)
    click.echo(f"{row.id} may sign in", err=True)


@users.command("list")
@_CLINIC
def list_users(clinic: str) -> None:
    """List the users, the newest first."""
    from sqlalchemy import select

    from api.db.models import UserRow

    with working(clinic) as session:
        rows = session.scalars(select(UserRow).where(UserRow.clinic_id == clinic).order_by(UserRow.id.desc())).all()
    for row in rows:
        click.echo(f"{row.id}  {row.role:11}  {'enabled' if row.disabled_at is None else 'disabled':8}  {row.login}")
    if not rows:
        click.echo("no users", err=True)


@users.command()
@click.argument("login")
@_CLINIC
def password(login: str, clinic: str) -> None:
    """Give LOGIN another password; they are signed out everywhere, and a lock is gone."""
    from api.access.users import find_login, set_password

    given = _asked()
    with working(clinic) as session:
        set_password(session, find_login(session, clinic, login), ACTOR, given)
    click.echo("the password is set", err=True)


@users.command()
@click.argument("login")
@_CLINIC
def disable(login: str, clinic: str) -> None:
    """Keep LOGIN out, and sign them out everywhere."""
    from api.access.users import disable as keep_out
    from api.access.users import find_login

    with working(clinic) as session:
        keep_out(session, find_login(session, clinic, login), ACTOR)
    click.echo("disabled", err=True)


@users.command()
@click.argument("login")
@_CLINIC
def enable(login: str, clinic: str) -> None:
    """Let LOGIN in again."""
    from api.access.users import enable as let_in
    from api.access.users import find_login

    with working(clinic) as session:
        let_in(session, find_login(session, clinic, login), ACTOR)
    click.echo("enabled", err=True)


def _asked() -> str:
    from api.access.passwords import LEAST_LENGTH

    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < LEAST_LENGTH:
        raise click.UsageError(f"a password has at least {LEAST_LENGTH} characters: take a few words")
    return given
