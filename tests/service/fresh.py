"""What a database with the tables is like before a test uses it, and making it so again."""

from dataclasses import dataclass
from typing import Any, Self

import psycopg

_TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'dbos')"

_FIRST_NUMBERS = "SELECT setval(format('%I.%I', schemaname, sequencename), 1, false) FROM pg_sequences"

_SHAPE = """
SELECT string_agg(line, ';' ORDER BY line) FROM (
    SELECT table_schema || table_name || column_name || data_type AS line FROM information_schema.columns
    WHERE table_schema IN ('public', 'dbos')
    UNION ALL SELECT tgrelid::regclass::text || tgname || tgenabled::text FROM pg_trigger
    UNION ALL SELECT indexrelid::regclass::text FROM pg_index
    UNION ALL SELECT proname || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS lines
"""
"""All that a test may have changed about the tables, as one text."""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Fresh:
    """The tables' shape, and what stands in each, as PostgreSQL copies it."""

    shape: str
    rows: dict[str, bytes]

    @classmethod
    def read(cls, connection: Connection) -> Self:
        """Look at a database that nobody has used."""
        tables = [table for (table,) in connection.execute(_TABLES)]
        return cls(_shape(connection), {table: _copied_out(connection, table) for table in tables})

    def restore(self, connection: Connection) -> bool:
        """Make a database that was used like this one; whether that can be done: not where tables were changed."""
        if _shape(connection) != self.shape:
            return False
        # Neither the audit's triggers nor foreign keys mind.
        connection.execute("SET session_replication_role = replica")
        connection.execute(";".join(f"DELETE FROM {table}" for table in self.rows).encode())
        connection.execute(_FIRST_NUMBERS)
        for table, rows in self.rows.items():
            if rows:
                with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    copy.write(rows)
        return True


def _shape(connection: Connection) -> str:
    [(found,)] = connection.execute(_SHAPE)
    return str(found)


def _copied_out(connection: Connection, table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
        return b"".join(bytes(part) for part in copy)
