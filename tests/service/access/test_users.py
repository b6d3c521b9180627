import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from api.access.scopes import ROLES, Scope
from api.db.database import Database
from api.db.models import AuditRow, UserRow
from api.openapi import Service
from tests.api.asking import told
from tests.service.access.conftest import QUICK
from tests.service.access.people import (
    OTHER_CLINIC,
    PASSWORD,
    bearer,
    make_key,
    make_other_clinic,
    make_user,
    sign_in,
)
from tests.service.databases import ON_SQLITE


def test_a_user_is_added(client: FlaskClient, database: Database) -> None:
    made = client.post("/v1/users", json={"login": "Ada@Example.org", "role": "coordinator", "password": PASSWORD})

    assert made.status_code == 201
    assert made.get_json()["login"] == "ada@example.org"
    assert PASSWORD not in made.text
    assert set(made.get_json()["scopes"]) == ROLES["coordinator"]
    with database.reading() as session:
        row = session.scalars(select(UserRow)).one()
        assert row.password is not None
        assert row.password.startswith(f"{QUICK}$")
        [entry] = session.scalars(select(AuditRow))
        assert (entry.action, entry.object_id, "ada" in str(entry.details)) == ("user.created", row.id, False)


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"login": "ada", "role": "coordinator", "password": "elevenchars"}, "/password"),
        ({"login": "ada", "role": "emperor", "password": PASSWORD}, "/role"),
        ({"login": " ada", "role": "auditor", "password": PASSWORD}, "/login"),
        ({"login": "ada", "role": "auditor", "password": PASSWORD, "scopes": []}, ""),
    ],
)
@ON_SQLITE
def test_what_is_wrong_with_a_user_is_said_where(client: FlaskClient, sent: dict[str, str], pointer: str) -> None:
    refused = client.post("/v1/users", json=sent)

    assert [found for found, _ in told(refused, 422)] == [pointer]
    assert "elevenchars" not in refused.text


def test_a_guess_costs_as_much_as_owasp_asks(quick_hashes: str) -> None:
    assert quick_hashes == "scrypt:32768:8:3"


def test_a_login_is_taken_once_in_a_clinic(client: FlaskClient, database: Database) -> None:
    """In another clinic it may stand too: whether it does must not be found out."""
    clinic = make_other_clinic(database)
    make_user(database, "ada")
    admin, others = make_key(database), make_key(database, clinic=clinic)
    body = {"login": "ADA", "role": "clinician", "password": PASSWORD}

    assert told(client.post("/v1/users", json=body, headers=bearer(admin)), 409) == [("", "login_taken")]
    assert client.post("/v1/users", json=body, headers=bearer(others)).status_code == 201


def test_a_change_holds_from_the_next_request(app: Service, client: FlaskClient, database: Database) -> None:
    admin = bearer(make_key(database))
    user = make_user(database, "ada", "clinician")
    browser, _ = sign_in(app, "ada")

    assert told(browser.get("/v1/keys"), 403) == [("", "forbidden")]
    assert client.patch(f"/v1/users/{user}", json={"role": "coordinator"}, headers=admin).status_code == 200
    assert browser.get("/v1/keys").status_code == 200

    assert client.patch(f"/v1/users/{user}", json={"disabled": True}, headers=admin).status_code == 200
    assert told(browser.get("/v1/keys"), 401) == [("", "unauthorized")]
    assert client.patch(f"/v1/users/{user}", json={"disabled": False}, headers=admin).get_json()["disabled_at"] is None
    sign_in(app, "ada")


def test_another_password_signs_out(app: Service, client: FlaskClient, database: Database) -> None:
    admin = bearer(make_key(database))
    user = make_user(database, "ada")
    browser, _ = sign_in(app, "ada")

    client.patch(f"/v1/users/{user}", json={"password": "another horse battery"}, headers=admin)

    assert browser.get("/v1/intakes").status_code == 401
    assert browser.post("/v1/session", json={"login": "ada", "password": PASSWORD}).status_code == 401


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "clinician"}])
def test_the_last_administrator_stays(app: Service, database: Database, change: dict[str, object]) -> None:
    user = make_user(database, "ada")
    browser, told_her = sign_in(app, "ada")
    token = {"X-CSRF-Token": told_her["csrf_token"]}

    assert told(browser.patch(f"/v1/users/{user}", json=change, headers=token), 409) == [("", "last_administrator")]
    assert browser.get("/v1/users").status_code == 200
    make_user(database, "bob")
    assert browser.patch(f"/v1/users/{user}", json=change, headers=token).status_code == 200


@ON_SQLITE
def test_an_administrator_does_not_decide_over_the_auditor(app: Service, database: Database) -> None:
    """Or they could read the audit under another name, or end it."""
    make_user(database, "ada")
    auditor = make_user(database, "eve", "auditor")
    browser, told_her = sign_in(app, "ada")
    token = {"X-CSRF-Token": told_her["csrf_token"]}

    for change in ({"password": "a password of ada's"}, {"disabled": True}, {"role": "clinician"}):
        refused = browser.patch(f"/v1/users/{auditor}", json=change, headers=token)
        assert told(refused, 403) == [("", "beyond_own_scopes")]
    made = browser.post("/v1/users", json={"login": "x", "role": "auditor", "password": PASSWORD}, headers=token)
    assert told(made, 403) == [("", "beyond_own_scopes")]


@ON_SQLITE
def test_the_roles_are_those_of_the_interface(client: FlaskClient, database: Database) -> None:
    admin = bearer(make_key(database, frozenset(Scope)))

    for role in ROLES:
        made = client.post("/v1/users", json={"login": role, "role": role, "password": None}, headers=admin)
        assert made.status_code == 201
    assert {user["role"] for user in client.get("/v1/users", headers=admin).get_json()["items"]} == set(ROLES)


def test_a_user_of_another_clinic_signs_in_there(app: Service, database: Database) -> None:
    clinic = make_other_clinic(database)
    make_user(database, "ada", clinic=clinic)

    browser, found = sign_in(app, "ada", clinic=OTHER_CLINIC)

    assert found["clinic"] == OTHER_CLINIC
    assert app.test_client().post("/v1/session", json={"login": "ada", "password": PASSWORD}).status_code == 401
    assert browser.get("/v1/session").get_json()["clinic"] == OTHER_CLINIC
