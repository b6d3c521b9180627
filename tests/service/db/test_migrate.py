from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from api.db.database import Database
from api.db.migrate import is_current, upgrade
from api.db.models import Base


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    """If not: ``python -m api.db.migrate "What changes"`` drafts the one that is missing."""
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_second_time_changes_nothing(database: Database) -> None:
    upgrade(database)

    assert is_current(database)
