"""``group-matcher retention``: remove what has been kept for long enough, now."""

import click

from api.commands.opened import opened


@click.group()
def retention() -> None:
    """Remove what has been kept for long enough."""


@retention.command()
def run() -> None:
    """Remove lists that nobody has touched for as long as the clinic keeps them, and what is only needed for a while.

    A worker does this by itself once a day.
    """
    from api.care.retention import run as remove
    from api.settings import load_settings

    with opened() as database:
        removed = remove(database, load_settings())
    click.echo(
        f"Removed {removed.intakes} list(s) with their plans and jobs, {removed.answers} stored answer(s), "
        f"{removed.sessions} session(s), {removed.deliveries} record(s) of webhooks, "
        f"{removed.drafts} list(s) never kept, "
        f"{removed.job_events} event(s) of jobs."
    )
