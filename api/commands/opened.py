"""The database for a command: the one of the settings, with tables of this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from api.db.database import Database


@contextmanager
def opened(*, current: bool = True) -> Iterator["Database"]:
    """The database of the settings; whatever is wrong with them or with it becomes an error for the terminal.

    Args:
        current: Whether its tables have to be those of this version.
    """
    from sqlalchemy.exc import OperationalError

    from api.db.database import Database, UnusableDatabaseError
    from api.db.migrate import NewerDatabaseError, OutdatedDatabaseError, require_current
    from api.settings import UnusableSettingsError, load_settings

    try:
        settings = load_settings()
        database = Database(settings.url())
    except (UnusableSettingsError, UnusableDatabaseError) as error:
        raise click.UsageError(str(error)) from None
    try:
        if current:
            require_current(database)
        yield database
    except (NewerDatabaseError, OutdatedDatabaseError) as error:
        raise click.UsageError(str(error)) from None
    except OperationalError:
        raise click.ClickException("the database cannot be reached: check the database URL, and that it runs") from None
    finally:
        database.close()
