"""``group-matcher person``: hand out and erase what is kept about one person."""

import click

from api.commands.opened import opened

_CLINIC = click.option("--clinic", default="home", show_default=True, help="Whose lists.")
_INTAKE = click.option("--intake", help="Only this list.  [default: every list of the clinic]")


@click.group()
def person() -> None:
    """Hand out or erase what is kept about one person.

    The pseudonym is asked for, or read from standard input, so that it stands in no list of commands.
    """


@person.command()
@_CLINIC
@_INTAKE
def export(clinic: str, intake: str | None) -> None:
    """Write all that is kept about a person to standard output, as JSON.

    \b
    Example:
      group-matcher person export > person.json
    """
    from api.care.export import account_of
    from api.problems import ProblemError

    who = _asked()
    with opened() as database, database.walking() as session:
        try:
            account = account_of(session, clinic, who, intake)
        except ProblemError as error:
            raise click.UsageError(error.errors[0].detail) from None
    click.echo(account.model_dump_json(indent=2))


@person.command()
@_CLINIC
@_INTAKE
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
def erase(clinic: str, intake: str | None, yes: bool) -> None:
    """Erase a person from lists, plans, jobs and stored answers, in every revision. It cannot be undone.

    Backups still hold the person until they are deleted.
    """
    from api.care.erase import erase as erase_person
    from api.problems import ProblemError

    who = _asked()
    if not yes:
        click.confirm("Erase this person for good?", abort=True, err=True)
    with opened() as database:
        try:
            erasure = erase_person(database, clinic, who, "terminal", intake)
        except ProblemError as error:
            raise click.UsageError(error.errors[0].detail) from None
    if not erasure.intakes and not erasure.mentions:
        click.echo("Nothing that is kept speaks of this person.")
        return
    click.echo(
        f"Erased from {erasure.intakes} list(s): {erasure.entries} entries, and {erasure.mentions} other places. "
        f"{erasure.stopped_jobs} running job(s) discarded. Backups still hold the person."
    )


def _asked() -> str:
    who: str = click.prompt("Pseudonym", err=True)
    return who.strip()
