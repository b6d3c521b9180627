"""Which of the two databases a test runs on, where it is not both."""

import pytest

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what has nothing to do with the database, or is SQLite's own."""

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For what is PostgreSQL's own."""
