from collections.abc import Callable, Iterator

import pytest

from api.access import passwords
from api.app import create_app
from api.openapi import Service
from api.settings import Settings

QUICK = "scrypt:1024:8:1"
"""Passwords are hashed hundreds of times here, and nobody is to guess them."""

MakeApp = Callable[..., Service]


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[str]:
    """The method with which passwords are hashed outside these tests."""
    with pytest.MonkeyPatch.context() as patch:
        shipped = passwords.METHOD
        patch.setattr(passwords, "METHOD", QUICK)
        yield shipped


@pytest.fixture
def make_app(service_settings: Settings) -> Iterator[MakeApp]:
    """Makes apps with some settings of their own, and closes them."""
    apps = []

    def make(**changes: object) -> Service:
        apps.append(create_app(service_settings.model_copy(update=changes)))
        return apps[-1]

    yield make
    for app in apps:
        app.extensions["group_matcher_database"].close()
