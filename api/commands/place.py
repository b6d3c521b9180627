"""Where commands do their work: the database of the settings, with its tables up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ACTOR = "command-line"
"""Who does in the audit what is done by a command."""


@contextmanager
def working(clinic: str | None = None) -> Iterator["Session"]:
    """A transaction on the service's database; with a clinic, one that has to be there.

    Raises:
        click.UsageError: If the settings or the address cannot be used, there is no such clinic, or what the command
            asks for is refused.
    """
    from pydantic import ValidationError

    from api.access.admins import hold
    from api.db.database import Database, UnusableDatabaseError
    from api.db.migrate import NewerDatabaseError, upgrade
    from api.db.models import ClinicRow
    from api.problems import ProblemError
    from api.settings import ENVIRONMENT_PREFIX, Settings
    from matcher.validation import problems_in

    try:
        database = Database(Settings().url())
        upgrade(database)
    except ValidationError as error:
        lines = [f"{ENVIRONMENT_PREFIX}{'_'.join(map(str, p.path)).upper()}: {p.message}" for p in problems_in(error)]
        raise click.UsageError("\n".join(lines)) from error
    except (UnusableDatabaseError, NewerDatabaseError) as error:
        raise click.UsageError(str(error)) from error
    try:
        with database.writing() as session:
            if clinic is not None and session.get(ClinicRow, clinic) is None:
                raise click.UsageError("there is no clinic with this id: see `group-matcher clinics list` (--clinic)")
            if clinic is not None:
                hold(session, clinic)
            yield session
    except ProblemError as error:
        raise click.UsageError(error.errors[0].detail) from error
    finally:
        database.close()


def tell_without_administrator(session: "Session", clinic: str) -> None:
    """Say so where nobody can make keys or users of the clinic over HTTP."""
    from api.access.admins import has_one

    if not has_one(session, clinic):
        click.echo(
            "Nobody administers this clinic over HTTP yet: that takes a coordinator, or a key for admin.", err=True
        )
