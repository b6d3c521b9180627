"""The service on both of its databases; PostgreSQL is started where its programs are found."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.db.database import Database
from api.db.migrate import upgrade
from api.openapi import Service
from api.settings import Settings
from tests.service.postgres import Cluster, missing_programs


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables, to be copied: faster than migrating for each test."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test session's own."""
    if missing := missing_programs():
        pytest.skip(f"PostgreSQL's {missing} is not on this machine: install postgresql")
    with Cluster.started() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[str]:
    """The address of a fresh database with the tables."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "service.sqlite3")
        yield f"sqlite:///{tmp_path / 'service.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.database() as url:
        yield url


@pytest.fixture
def service_settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, default_seconds=0.1, max_seconds=600, threads=4)


@pytest.fixture
def app(service_settings: Settings) -> Iterator[Service]:
    app = create_app(service_settings)
    yield app
    database: Database = app.extensions["group_matcher_database"]
    database.close()


@pytest.fixture
def database(app: Service) -> Database:
    found: Database = app.extensions["group_matcher_database"]
    return found


@pytest.fixture
def client(app: Service) -> FlaskClient:
    return app.test_client()
