"""Who gets in without a key, and where the service may listen."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update

from api.access.binding import PublicAddressError, guarded
from api.access.gate import OPEN_SECONDS, has_access
from api.app import create_app
from api.db.database import Database
from api.db.models import KeyRow, now
from api.openapi import Service
from api.settings import Settings
from tests.api.asking import NO_DATABASE, intake, told
from tests.service.access.conftest import MakeApp
from tests.service.access.people import bearer, make_key, make_user
from tests.service.databases import ON_SQLITE

FROM_ELSEWHERE: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}


@ON_SQLITE
def test_whoever_sits_at_the_machine_needs_no_key(client: FlaskClient) -> None:
    assert client.get("/v1/intakes").status_code == 200
    assert client.post("/v1/validate", json=intake()).status_code == 200
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"):
        assert client.get("/v1/intakes", headers={"Host": host}).status_code == 200


def test_a_service_without_a_database_is_open() -> None:
    client = create_app(Settings(database_url=NO_DATABASE)).test_client()

    assert client.post("/v1/validate", json=intake()).status_code == 200


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the gate takes it to be, as the only element."""
    seconds = [1000.0]
    monkeypatch.setattr("api.access.gate.time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


@pytest.mark.parametrize("first", ["key", "user"])
def test_the_first_key_or_user_closes_it(
    client: FlaskClient, database: Database, clock: list[float], first: str
) -> None:
    """Made by another process: this one asks the database twice a second."""
    assert client.get("/v1/intakes").status_code == 200

    make_key(database) if first == "key" else make_user(database, "ada")
    clock[0] += 1.01 * OPEN_SECONDS

    for address in ("/v1/intakes", "/v1/keys", "/v1/session"):
        refused = client.get(address)
        assert told(refused, 401) == [("", "unauthorized")]
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert told(client.post("/v1/validate", json=intake()), 401) == [("", "unauthorized")]


@ON_SQLITE
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/keys", {"name": "first", "scopes": ["admin"]}),
        ("/v1/users", {"login": "ada", "role": "coordinator", "password": "four plain words here"}),
    ],
)
def test_what_it_made_itself_closes_it_at_once(client: FlaskClient, address: str, body: dict[str, Any]) -> None:
    assert client.post(address, json=body).status_code == 201
    assert client.get("/v1/intakes").status_code == 401


def test_a_revoked_key_does_not_open_it_again(make_app: MakeApp, database: Database) -> None:
    make_key(database)
    with database.writing() as session:
        session.execute(update(KeyRow).values(revoked_at=now()))

    assert make_app().test_client().get("/v1/intakes").status_code == 401


@ON_SQLITE
def test_the_setting_closes_it(make_app: MakeApp) -> None:
    client = make_app(access="keys").test_client()

    assert client.get("/v1/intakes").status_code == 401
    for address in ("/healthz", "/docs", "/v1/openapi.json"):
        assert client.get(address).status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto"])
def test_nobody_is_local_through_a_proxy(client: FlaskClient, header: str) -> None:
    assert told(client.get("/v1/intakes", headers={header: "127.0.0.1"}), 401) == [("", "unauthorized")]


@ON_SQLITE
def test_nobody_is_local_from_elsewhere(client: FlaskClient) -> None:
    assert told(client.get("/v1/intakes", **FROM_ELSEWHERE), 401) == [("", "unauthorized")]


@ON_SQLITE
@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1.attacker.example", "localhost.attacker.example"])
def test_nobody_is_local_by_a_name_made_to_lead_here(client: FlaskClient, host: str) -> None:
    assert told(client.get("/v1/intakes", headers={"Host": host}), 401) == [("", "unauthorized")]


@ON_SQLITE
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://attacker.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_page_of_another_site_changes_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    refused = client.delete("/v1/intakes/int_01kb1q5s2v8e6m3c9w4t7r0xyz", headers=headers)

    assert told(refused, 403) == [("", "foreign_page")]


@ON_SQLITE
def test_a_page_of_the_service_does(client: FlaskClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert client.post("/v1/validate", json=intake(), headers=headers).status_code == 200


@ON_SQLITE
def test_behind_a_proxy_everybody_needs_a_key(make_app: MakeApp, database: Database) -> None:
    proxied = make_app(trusted_proxies=1)
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost"}

    assert proxied.test_client().get("/v1/intakes").status_code == 401
    assert proxied.test_client().get("/v1/intakes", headers=headers).status_code == 401
    secret = make_key(database)
    assert proxied.test_client().get("/v1/intakes", headers=headers | bearer(secret)).status_code == 200


def test_a_broken_database_does_not_open_it(app: Service, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("ALTER TABLE api_keys RENAME COLUMN id TO other"))

    assert app.test_client().get("/v1/intakes").status_code == 500


def test_a_database_without_tables_has_no_keys(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("DROP TABLE sessions"))
        session.execute(text("DROP TABLE users"))
        session.execute(text("DROP TABLE api_keys"))

    assert not has_access(database)


@ON_SQLITE
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_may_always_be_listened_on(service_settings: Settings, host: str) -> None:
    assert guarded(host, service_settings) is service_settings


@ON_SQLITE
def test_a_public_address_needs_to_be_meant(service_settings: Settings, database: Database) -> None:
    make_key(database)

    with pytest.raises(PublicAddressError, match="unencrypted"):
        guarded("0.0.0.0", service_settings)


def test_a_public_address_needs_a_key_or_a_user(service_settings: Settings, database: Database) -> None:
    with pytest.raises(PublicAddressError, match="neither a key nor a user"):
        guarded("0.0.0.0", service_settings, allow_public=True)

    make_user(database, "ada")

    assert guarded("0.0.0.0", service_settings, allow_public=True).access == "keys"


@ON_SQLITE
def test_a_public_address_may_be_closed_from_the_start(service_settings: Settings) -> None:
    """A container listens before anybody could have made a key in it."""
    closed = service_settings.model_copy(update={"access": "keys"})

    assert guarded("0.0.0.0", closed, allow_public=True).access == "keys"
