from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select, update

from api.access.scopes import Scope
from api.access.secrets import digest
from api.db.database import Database
from api.db.models import AuditRow, IdempotencyRow, KeyRow, now
from tests.api.asking import Json, told
from tests.service.access.people import bearer, make_key, make_user
from tests.service.databases import ON_SQLITE

ADMIN = [Scope.ADMIN]


def test_a_key_is_shown_once_and_kept_as_a_digest(client: FlaskClient, database: Database) -> None:
    made = client.post("/v1/keys", json={"name": "scheduler", "scopes": ["plan", "admin"], "days": 7})

    assert made.status_code == 201
    found: Json = made.get_json()
    secret = found.pop("secret")
    assert secret.startswith("gm_")
    assert found["scopes"] == ["plan", "admin"]
    read = client.get(made.headers["Location"], headers=bearer(secret))
    assert read.get_json() == found | {"used_at": read.get_json()["used_at"]}
    with database.reading() as session:
        row = session.scalars(select(KeyRow)).one()
        assert row.digest == digest(secret)
        assert row.expires_at is not None
        assert timedelta(days=6.9) < row.expires_at - now() < timedelta(days=7)
        [entry] = session.scalars(select(AuditRow))
    assert (entry.actor, entry.action, entry.object_id) == ("local", "key.created", found["id"])


def test_a_repeated_request_makes_no_second_key_and_keeps_no_secret(client: FlaskClient, database: Database) -> None:
    first_key = bearer(make_key(database))
    body = {"name": "scheduler", "scopes": ["plan"]}

    first, again = (
        client.post("/v1/keys", json=body, headers={"Idempotency-Key": "one"} | first_key) for _ in range(2)
    )

    secret = first.get_json()["secret"]
    assert again.status_code == 201
    assert again.get_json() == first.get_json() | {"secret": None}
    with database.reading() as session:
        assert len(session.scalars(select(KeyRow)).all()) == 2
        assert secret.encode() not in session.scalars(select(IdempotencyRow)).one().body


@ON_SQLITE
def test_a_key_that_is_none_is_refused(client: FlaskClient) -> None:
    """An open service does not let in whoever shows a wrong key: they mean to be somebody."""
    for sent in ("Bearer gm_Qx7", "Bearer", "Basic YTpi", "gm_Qx7", "Bearer ü"):
        refused = client.get("/v1/intakes", headers={"Authorization": sent})
        assert told(refused, 401) == [("", "unauthorized")]
        assert "Qx7" not in refused.text


def test_a_revoked_key_is_refused(client: FlaskClient, database: Database) -> None:
    admin, other = make_key(database), make_key(database)
    with database.reading() as session:
        other_id = session.scalars(select(KeyRow.id).where(KeyRow.digest == digest(other))).one()

    assert client.get("/v1/intakes", headers=bearer(other)).status_code == 200
    assert client.delete(f"/v1/keys/{other_id}", headers=bearer(admin)).status_code == 204

    assert told(client.get("/v1/intakes", headers=bearer(other)), 401) == [("", "unauthorized")]
    listed = client.get("/v1/keys", headers=bearer(admin)).get_json()["items"]
    assert [key["revoked_at"] is not None for key in listed] == [True, False]
    assert client.delete(f"/v1/keys/{other_id}", headers=bearer(admin)).status_code == 204


def test_a_key_that_has_run_out_is_refused(client: FlaskClient, database: Database) -> None:
    secret = make_key(database)
    with database.writing() as session:
        session.execute(update(KeyRow).values(expires_at=now() - timedelta(seconds=1)))

    assert told(client.get("/v1/intakes", headers=bearer(secret)), 401) == [("", "unauthorized")]


def test_the_last_use_is_written_down_once_a_minute(client: FlaskClient, database: Database) -> None:
    secret = make_key(database)

    def used_after(request: int) -> object:
        assert client.get("/v1/intakes", headers=bearer(secret)).status_code == 200, request
        with database.reading() as session:
            return session.scalars(select(KeyRow.used_at)).one()

    first = used_after(1)
    assert first is not None
    assert used_after(2) == first
    long_ago = now() - timedelta(seconds=61)
    with database.writing() as session:
        session.execute(update(KeyRow).values(used_at=long_ago))
    assert used_after(3) not in (long_ago, first)


@ON_SQLITE
def test_nobody_gives_more_than_they_may(client: FlaskClient, database: Database) -> None:
    coordinator = make_key(database, [Scope.ADMIN, Scope.PLAN])
    body = {"name": "eyes", "scopes": ["audit", "plan"]}

    assert told(client.post("/v1/keys", json=body, headers=bearer(coordinator)), 403) == [("", "beyond_own_scopes")]


def test_the_first_key_is_an_administrators(client: FlaskClient) -> None:
    """Or the service would be closed, and nobody could make another."""
    refused = client.post("/v1/keys", json={"name": "scheduler", "scopes": ["plan"]})

    assert told(refused, 409) == [("", "last_administrator")]
    assert client.get("/v1/keys").get_json()["items"] == []


def test_the_last_administrators_key_stays(client: FlaskClient, database: Database) -> None:
    admin = make_key(database, ADMIN)
    [key] = client.get("/v1/keys", headers=bearer(admin)).get_json()["items"]

    assert told(client.delete(f"/v1/keys/{key['id']}", headers=bearer(admin)), 409) == [("", "last_administrator")]
    make_user(database, "ada")
    assert client.delete(f"/v1/keys/{key['id']}", headers=bearer(admin)).status_code == 204


@ON_SQLITE
def test_what_is_wrong_with_a_key_is_said_where(client: FlaskClient) -> None:
    sent = {"name": "", "scopes": ["everything"], "days": 0}

    assert [pointer for pointer, _ in told(client.post("/v1/keys", json=sent), 422)] == [
        "/name",
        "/scopes/0",
        "/days",
    ]
