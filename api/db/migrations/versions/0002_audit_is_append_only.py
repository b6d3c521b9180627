"""The audit is append-only: the database itself refuses to change or delete an entry.

A later migration that alters this table on SQLite copies it and loses its triggers: it has to make them again.
"""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

_REFUSAL = "the audit is append-only"


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{deed.lower()} BEFORE {deed} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for deed, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{deed.lower()} BEFORE {deed} ON audit "
            f"FOR EACH {each} EXECUTE FUNCTION audit_is_append_only()"
        )


def downgrade() -> None:
    """Remove the triggers."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for deed in ("update", "delete") if on_sqlite else ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER audit_refuses_{deed}" + ("" if on_sqlite else " ON audit"))
    if not on_sqlite:
        op.execute("DROP FUNCTION audit_is_append_only()")
