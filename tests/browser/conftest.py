"""The pages in a real browser: Debian's Chromium, on a service that answers from this process."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback
from werkzeug.serving import make_server

from api.app import create_app
from api.db.database import Database
from api.db.migrate import upgrade
from api.openapi import Service
from api.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No look outside: the pages ask nobody but their own host, and the browser is not to either."""


PATIENCE_MILLISECONDS = 120_000
"""After which a test gives up; nothing is measured by it."""


@pytest.fixture(scope="session", autouse=True)
def patient() -> None:
    """Wait on a slow machine as long as it takes."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium instead of one that playwright fetches."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine: install chromium")
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the tables and nothing in them, to be copied."""
    return make_tables(tmp_path_factory.mktemp("browser") / "template.sqlite3")


def make_tables(file: Path) -> Path:
    """A file with the tables."""
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@contextmanager
def served(tables: Path, folder: Path) -> Iterator[tuple[Service, str]]:
    """A service without workers, and where it answers: plans are put there, or solved with ``tests.service.jobs``."""
    shutil.copy(tables, folder / "service.sqlite3")
    app = create_app(Settings(database_url=f"sqlite:///{folder / 'service.sqlite3'}", threads=4))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    database: Database = app.extensions["group_matcher_database"]
    database.close()


@pytest.fixture
def service(tables: Path, tmp_path: Path) -> Iterator[tuple[Service, str]]:
    """The service of the test, and where it answers."""
    with served(tables, tmp_path) as found:
        yield found


@pytest.fixture
def app(service: tuple[Service, str]) -> Service:
    return service[0]


@pytest.fixture
def here(service: tuple[Service, str]) -> str:
    """Where the service answers while the test runs."""
    return service[1]


@pytest.fixture
def database(app: Service) -> Database:
    found: Database = app.extensions["group_matcher_database"]
    return found


@pytest.fixture
def page(new_context: CreateContextCallback, here: str) -> Iterator[Page]:
    """A page on which nothing may go wrong unnoticed: an error in a script or a refused resource fails the test."""
    page = new_context(base_url=here).new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    assert wrong == []
