"""Signing in with a clinic's identity provider, which runs in the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from pydantic import ValidationError
from sqlalchemy import update

from api.db.database import Database
from api.db.models import UserRow, now
from api.openapi import Service
from api.settings import Settings
from tests.api.asking import told
from tests.service.access.conftest import MakeApp
from tests.service.access.issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.service.access.people import OTHER_CLINIC, make_other_clinic, make_user
from tests.service.databases import ON_SQLITE


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def app(make_app: MakeApp, issuer: Issuer) -> Service:
    return make_app(oidc_issuer=issuer.address, oidc_client_id=CLIENT, oidc_client_secret=SECRET, sign_ins_per_minute=0)


def come_back(client: FlaskClient, issuer: Issuer, query: str = "") -> Any:
    """Go to the provider and come back."""
    sent = client.get(f"/v1/session/oidc{query}")
    assert sent.status_code == 302, sent.text
    assert sent.headers["Location"].startswith(f"{issuer.address}/authorize?")
    return client.get(issuer.authorize(sent.headers["Location"]))


def test_somebody_signs_in_by_a_login_made_for_them(client: FlaskClient, issuer: Issuer, database: Database) -> None:
    user = make_user(database, "ada@example.org", "clinician")

    answer = come_back(client, issuer)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    found = client.get("/v1/session").get_json()
    assert (found["actor"], found["role"], found["by"]) == (user, "clinician", "session")


def test_the_subject_is_what_they_are_known_by_from_then_on(
    client: FlaskClient, issuer: Issuer, database: Database
) -> None:
    make_user(database, "ada@example.org")
    come_back(client, issuer)

    issuer.claims["email"] = "ada.married@example.org"
    assert come_back(client, issuer).status_code == 303
    issuer.claims |= {"sub": "s-2", "email": "ada@example.org"}
    assert told(come_back(client, issuer), 401) == [("", "not_signed_in")]


def test_each_clinic_has_users_of_its_own(client: FlaskClient, issuer: Issuer, database: Database) -> None:
    make_user(database, "ada@example.org", clinic=make_other_clinic(database))

    assert come_back(client, issuer).status_code == 401
    assert come_back(client, issuer, f"?clinic={OTHER_CLINIC}").status_code == 303
    assert client.get("/v1/session").get_json()["clinic"] == OTHER_CLINIC


@ON_SQLITE
@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "somebody@example.org"},
        {"aud": "another-service"},
        {"azp": "another-service"},
        {"iss": "https://elsewhere.example.org"},
        {"nonce": "another"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
    ids=str,
)
def test_claims_that_let_nobody_in(
    client: FlaskClient, issuer: Issuer, database: Database, claims: dict[str, object]
) -> None:
    make_user(database, "ada@example.org")
    issuer.claims |= claims

    assert told(come_back(client, issuer), 401) == [("", "not_signed_in")]
    assert client.get("/v1/session").status_code == 401


@ON_SQLITE
def test_a_token_of_somebody_elses_lets_nobody_in(client: FlaskClient, issuer: Issuer, database: Database) -> None:
    make_user(database, "ada@example.org")
    issuer.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert told(come_back(client, issuer), 401) == [("", "not_signed_in")]


@ON_SQLITE
def test_who_is_kept_out_is_kept_out(client: FlaskClient, issuer: Issuer, database: Database) -> None:
    make_user(database, "ada@example.org")
    come_back(client, issuer)
    with database.writing() as session:
        session.execute(update(UserRow).values(disabled_at=now()))

    assert come_back(client, issuer).status_code == 401


@ON_SQLITE
def test_a_code_is_of_use_to_the_browser_that_began(app: Service, issuer: Issuer, database: Database) -> None:
    make_user(database, "ada@example.org")
    one, other = app.test_client(), app.test_client()
    address = issuer.authorize(one.get("/v1/session/oidc").headers["Location"])
    other.get("/v1/session/oidc")

    assert told(other.get(address), 401) == [("", "not_signed_in")]
    assert told(app.test_client().get(address), 401) == [("", "not_signed_in")]
    assert one.get(address).status_code == 303
    assert told(one.get(address), 401) == [("", "not_signed_in")]


@ON_SQLITE
@pytest.mark.parametrize(("marks", "kept"), [(1_000, True), (1_900, False)])
def test_a_page_whose_address_no_cookie_can_hold_is_forgotten(
    client: FlaskClient, issuer: Issuer, database: Database, marks: int, kept: bool
) -> None:
    make_user(database, "ada@example.org")
    wanted = f"/?note={'&' * marks}"

    sent = client.get("/v1/session/oidc", query_string={"next": wanted})

    assert len(sent.headers["Set-Cookie"].partition(";")[0]) <= 4_096
    answer = client.get(issuer.authorize(sent.headers["Location"]))
    assert (answer.status_code, answer.headers["Location"]) == (303, wanted if kept else "/")


@ON_SQLITE
def test_a_provider_that_does_not_answer(make_app: MakeApp) -> None:
    away = make_app(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT).test_client()

    assert told(away.get("/v1/session/oidc"), 503) == [("", "identity_provider_unreachable")]


@ON_SQLITE
def test_a_provider_that_says_it_is_another(make_app: MakeApp, issuer: Issuer) -> None:
    another = make_app(oidc_issuer=f"{issuer.address}/", oidc_client_id=CLIENT).test_client()

    assert told(another.get("/v1/session/oidc"), 503) == [("", "identity_provider_unreachable")]


@ON_SQLITE
def test_without_a_provider_there_is_nothing_to_go_to(make_app: MakeApp) -> None:
    client = make_app().test_client()

    assert told(client.get("/v1/session/oidc"), 404) == [("", "no_identity_provider")]
    assert told(client.get("/v1/session/oidc/callback?code=x&state=y"), 401) == [("", "not_signed_in")]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"oidc_issuer": "https://id.example.org"}, "needs oidc_client_id"),
        ({"oidc_issuer": "http://id.example.org", "oidc_client_id": CLIENT}, "https://"),
    ],
)
def test_settings_that_cannot_be_meant(settings: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Settings(**settings)  # type: ignore[arg-type]
