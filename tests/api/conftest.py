"""The service as a caller meets it, with little time for a solve."""

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.openapi import Service
from api.settings import Settings
from tests.api.asking import NO_DATABASE


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(
        database_url=NO_DATABASE,
        default_seconds=0.1,
        max_seconds=600,
        max_request_bytes=100_000,
        max_applicants=60,
        max_groups=20,
    )


@pytest.fixture
def app(settings: Settings) -> Service:
    return create_app(settings)


@pytest.fixture
def client(app: Service) -> FlaskClient:
    return app.test_client()
