from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from api.access.sessions import COOKIE
from api.db.database import Database
from api.db.models import AuditRow, SessionRow, UserRow, now
from api.openapi import Service
from tests.api.asking import intake, told
from tests.service.access.conftest import MakeApp
from tests.service.access.people import PASSWORD, bearer, make_key, make_user, sign_in
from tests.service.databases import ON_SQLITE


@pytest.fixture
def app(make_app: MakeApp) -> Service:
    return make_app(sign_ins_per_minute=0)


@pytest.fixture(autouse=True)
def ada(database: Database) -> str:
    return make_user(database, "ada")


def attempt(client: FlaskClient, login: str = "ada", password: str = "a wrong password") -> TestResponse:
    return client.post("/v1/session", json={"login": login, "password": password})


def test_a_cookie_is_set_that_no_script_reads(app: Service, database: Database) -> None:
    client = app.test_client()
    response = attempt(client, "ADA", PASSWORD)

    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    token = cookie.split(";")[0].removeprefix(f"{COOKIE}=")
    with database.reading() as session:
        assert session.scalars(select(SessionRow.digest)).one() != token
    assert token not in response.text
    assert client.get("/v1/intakes").status_code == 200


@ON_SQLITE
def test_the_cookie_is_secure_where_the_way_is(make_app: MakeApp) -> None:
    response = (
        make_app(trusted_proxies=1)
        .test_client()
        .post("/v1/session", json={"login": "ada", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https"})
    )

    assert "Secure" in response.headers["Set-Cookie"].split("; ")


def test_a_change_needs_the_token(app: Service) -> None:
    browser, found = sign_in(app, "ada")
    other, _ = sign_in(app, "ada")
    body = {"name": "Autumn", "intake": intake()}

    assert told(browser.post("/v1/intakes", json=body), 403) == [("", "csrf_token_missing")]
    wrong = {"X-CSRF-Token": other.get("/v1/session").get_json()["csrf_token"]}
    assert told(browser.post("/v1/intakes", json=body, headers=wrong), 403) == [("", "csrf_token_missing")]
    assert told(browser.delete("/v1/session"), 403) == [("", "csrf_token_missing")]
    right = {"X-CSRF-Token": browser.get("/v1/session").get_json()["csrf_token"]}
    assert right["X-CSRF-Token"] == found["csrf_token"]
    assert browser.post("/v1/intakes", json=body, headers=right).status_code == 201


@ON_SQLITE
def test_a_key_needs_no_token(client: FlaskClient, database: Database) -> None:
    secret = make_key(database)

    assert client.post("/v1/validate", json=intake(), headers=bearer(secret)).status_code == 200
    assert client.get("/v1/session", headers=bearer(secret)).get_json()["by"] == "key"
    assert client.delete("/v1/session", headers=bearer(secret)).status_code == 204
    assert client.get("/v1/session", headers=bearer(secret)).status_code == 200


def test_signing_out_ends_it(app: Service, database: Database) -> None:
    browser, found = sign_in(app, "ada")
    held = app.test_client()
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    held.set_cookie(COOKIE, cookie.value)

    gone = browser.delete("/v1/session", headers={"X-CSRF-Token": found["csrf_token"]})

    assert gone.status_code == 204
    assert browser.get_cookie(COOKIE) is None
    assert told(held.get("/v1/intakes"), 401) == [("", "unauthorized")]
    with database.reading() as session:
        assert [entry.action for entry in session.scalars(select(AuditRow).order_by(AuditRow.number))] == [
            "user.created",
            "session.opened",
            "session.closed",
        ]


@pytest.mark.parametrize(
    "column", [{"expires_at": timedelta(seconds=-1)}, {"seen_at": timedelta(minutes=-61)}], ids=["absolute", "idle"]
)
def test_a_session_runs_out(app: Service, database: Database, column: dict[str, timedelta]) -> None:
    browser, _ = sign_in(app, "ada")
    assert browser.get("/v1/intakes").status_code == 200
    with database.writing() as session:
        session.execute(update(SessionRow).values({name: now() + later for name, later in column.items()}))

    assert told(browser.get("/v1/intakes"), 401) == [("", "unauthorized")]


def test_using_a_session_keeps_it(app: Service, database: Database) -> None:
    browser, _ = sign_in(app, "ada")
    with database.writing() as session:
        session.execute(update(SessionRow).values(seen_at=now() - timedelta(minutes=59)))

    assert browser.get("/v1/intakes").status_code == 200
    with database.reading() as session:
        assert now() - session.scalars(select(SessionRow.seen_at)).one() < timedelta(minutes=1)


def test_nobody_learns_whether_a_login_exists(client: FlaskClient, database: Database) -> None:
    """Wrong, unknown, locked, disabled and without a password: one answer."""
    tries = [attempt(client, "nobody")] + [attempt(client) for _ in range(7)] + [attempt(client, password=PASSWORD)]
    with database.writing() as session:
        session.execute(update(UserRow).values(disabled_at=now(), locked_until=None, failures=0))
    tries.append(attempt(client, password=PASSWORD))
    with database.writing() as session:
        session.execute(update(UserRow).values(disabled_at=None, password=None))
    tries.append(attempt(client, password=PASSWORD))

    def public(response: TestResponse) -> object:
        changing = {"X-Request-Id", "Date"}
        headers = sorted(item for item in response.headers.items() if item[0] not in changing)
        return response.status_code, {**response.get_json(), "request_id": None}, headers

    assert all(public(each) == public(tries[0]) for each in tries)
    assert told(tries[0], 401) == [("", "not_signed_in")]


def test_too_many_wrong_passwords_lock_it_longer_each_time(client: FlaskClient, database: Database, ada: str) -> None:
    locks = []
    for _ in range(8):
        attempt(client)
        with database.writing() as session:
            row = session.get_one(UserRow, ada)
            if row.locked_until is not None:
                locks.append(round((row.locked_until - now()).total_seconds()))
                row.locked_until = now()
    assert locks == [30, 60, 120]

    with database.writing() as session:
        session.get_one(UserRow, ada).locked_until = now() + timedelta(seconds=60)
    assert attempt(client, password=PASSWORD).status_code == 401
    with database.writing() as session:
        row = session.get_one(UserRow, ada)
        assert row.failures == 8
        row.locked_until = now()
    assert attempt(client, password=PASSWORD).status_code == 201
    with database.reading() as session:
        assert session.get_one(UserRow, ada).failures == 0


@ON_SQLITE
def test_a_password_does_not_come_back(client: FlaskClient) -> None:
    for body in ({"login": "ada", "password": {"Qx7": "Qx7"}}, {"login": "ada", "password": "Qx7", "Qx7": 1}):
        assert "Qx7" not in client.post("/v1/session", json=body).text
