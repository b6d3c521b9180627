"""Words for those who ask: keys, users, and browsers in which somebody has signed in."""

from collections.abc import Collection

from flask.testing import FlaskClient

from api.access import clinics, keys, users
from api.access.scopes import Scope
from api.db.database import Database
from api.db.models import HOME_CLINIC
from api.openapi import Service
from tests.api.asking import Json

PASSWORD = "correct horse battery"

OTHER_CLINIC = "north"


def bearer(secret: str) -> dict[str, str]:
    """The header of a key."""
    return {"Authorization": f"Bearer {secret}"}


def make_key(
    database: Database, scopes: Collection[Scope] = frozenset(Scope), clinic: str = HOME_CLINIC, days: int = 1
) -> str:
    """The secret of a new key."""
    with database.writing() as session:
        return keys.create(session, clinic, "tests", "a key", scopes, days)[1]


def make_user(database: Database, login: str, role: str = "coordinator", clinic: str = HOME_CLINIC) -> str:
    """The id of a new user with the password of the tests."""
    with database.writing() as session:
        return users.create(session, clinic, "tests", login, role, PASSWORD).id


def make_other_clinic(database: Database) -> str:
    """The id of one more clinic."""
    with database.writing() as session:
        return clinics.create(session, "tests", OTHER_CLINIC, "North").id


def sign_in(app: Service, login: str, **more: str) -> tuple[FlaskClient, Json]:
    """A browser in which somebody has signed in, and what the service said to that."""
    browser = app.test_client()
    response = browser.post("/v1/session", json={"login": login, "password": PASSWORD, **more})
    assert response.status_code == 201, response.text
    found: Json = response.get_json()
    return browser, found
