"""What all tests share: hypothesis draws the same examples on every machine, and looks at no clock."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

import matcher  # noqa: F401 - it keeps numpy to one thread, which has to be said before numpy is imported
from api.process import settle
from matcher.engine.kernels import compile_side_by_side
from tests.routing import compile_routes_once

settings.register_profile("group-matcher", deadline=None, derandomize=True, database=None)
settings.load_profile("group-matcher")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile every kernel once before the workers start, instead of once in each of them while the other waits.

    A run without workers compiles what its tests call, which may be nothing.
    """
    if session.config.getoption("numprocesses", None):
        compile_side_by_side()


def pytest_collection_finish() -> None:
    """Let the collector pass by the libraries and the tests: going through all of them takes a quarter of a second."""
    settle()


@pytest.fixture(scope="session", autouse=True)
def _routes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compile_routes_once(patch)
        yield
