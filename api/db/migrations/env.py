"""How alembic reaches the database: always through the connection that it is handed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from api.db.models import Base
from api.db.models.base import Moment, PackedJson


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own types as those underneath: a migration must not change with our code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return "sa.LargeBinary()" if kind == "type" and isinstance(item, PackedJson) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
