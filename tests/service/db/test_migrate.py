from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from api.db.database import Database
from api.db.migrate import is_current, upgrade
from api.db.models import Base


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """On SQLite the tables of the queue stand beside ours."""
    return kind != "table" or name in Base.metadata.tables


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    """If not: ``python -m api.db.migrate "What changes"`` drafts the one that is missing."""
    with database.reading() as session:
        options = {"compare_type": True, "include_name": ours}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_second_time_changes_nothing(database: Database) -> None:
    upgrade(database)

    assert is_current(database)
