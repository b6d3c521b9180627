import pytest

from api.openapi import Service
from tests.service.access.conftest import MakeApp, make_app, quick_hashes

__all__ = ["make_app", "quick_hashes"]


@pytest.fixture
def closed(make_app: MakeApp) -> Service:
    """A service that asks who somebody is."""
    return make_app(access="keys", requests_per_minute=0, sign_ins_per_minute=0)
