"""``group-matcher audit``: is the audit whole, and all of it as JSON lines."""

import click

from api.commands.opened import opened


@click.group()
def audit() -> None:
    """Check and write out what was done, and by whom."""


@audit.command()
@click.option("--clinic", help="Only this clinic's audit.  [default: every clinic's]")
@click.option("--head", "heads", multiple=True, help="A head printed earlier and kept elsewhere; may be repeated.")
def verify(clinic: str | None, heads: tuple[str, ...]) -> None:
    """Walk the chain of hashes, and name the first entry that is not as it was written.

    The chain shows entries that were changed, left out or put in. That its end was cut off it cannot show: print the
    head regularly, keep it where nobody can change it, and hand it in again as --head.

    \b
    Example:
      group-matcher audit verify
      group-matcher audit verify --head home:142:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

    Exit codes: 0 whole, 1 broken, 2 the command has to be corrected.
    """
    from api.audit.verify import TOLD, Head, UnreadableHeadError, clinics
    from api.audit.verify import verify as walk

    try:
        kept = [Head.read(text) for text in heads]
    except UnreadableHeadError as error:
        raise click.UsageError(f"--head: {error}") from None
    whole = True
    with opened() as database, database.walking() as session:
        known = clinics(session)
        for named in {each for each in (clinic, *(head.clinic for head in kept)) if each is not None}:
            if named not in known:
                raise click.UsageError(f"there is no clinic {named}: it is one of {', '.join(known)}")
        for each in known if clinic is None else [clinic]:
            verdict = walk(session, each, kept)
            if verdict.what is None:
                click.echo(
                    f"{each}: whole, {verdict.entries} entries" + (f", head {verdict.head}" if verdict.head else "")
                )
            else:
                whole = False
                click.echo(f"{each}: BROKEN at entry {verdict.broken}: {TOLD[verdict.what]}")
    if not whole:
        raise click.exceptions.Exit(1)


@audit.command()
@click.option("--clinic", default="home", show_default=True, help="Whose audit.")
@click.option("--action", help="One action (plan.published), or all of a kind (plan).")
@click.option("--since", type=click.DateTime(), help="Only what was done then (UTC) or later.")
def export(clinic: str, action: str | None, since: object) -> None:
    """Write the audit to standard output as JSON lines, the oldest entry first.

    \b
    Example:
      group-matcher audit export > audit-2026.jsonl
    """
    from datetime import UTC, datetime

    from api.audit.entries import chosen, lines
    from api.audit.verify import clinics

    moment = since.replace(tzinfo=UTC) if isinstance(since, datetime) else None
    with opened() as database, database.walking() as session:
        if clinic not in clinics(session):
            raise click.UsageError(f"there is no clinic {clinic}")
        for line in lines(session, chosen(clinic, action, moment)):
            click.echo(line, nl=False)
