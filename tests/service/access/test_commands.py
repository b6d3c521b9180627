"""The commands for the first key, users and clinics."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import select

from api.cli import commands
from api.db.database import Database
from api.db.models import AuditRow
from tests.service.access.people import PASSWORD, bearer
from tests.service.databases import ON_SQLITE

Run = Callable[..., Result]

pytestmark = ON_SQLITE


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", database_url)
    return lambda *words, **more: CliRunner().invoke(commands, words, **more)


def test_the_first_key_comes_from_the_command_line(run: Run, client: FlaskClient, database: Database) -> None:
    made = run("keys", "create", "first", "--scope", "admin", "--scope", "plan", "--days", "2")

    secret = made.stdout.strip()
    assert re.fullmatch(r"gm_[0-9a-f]{64}", secret)
    assert "only time" in made.stderr
    [key] = client.get("/v1/keys", headers=bearer(secret)).get_json()["items"]
    assert (key["name"], key["scopes"], key["created_by"]) == ("first", ["plan", "admin"], "command-line")
    listed = run("keys", "list").stdout
    assert key["id"] in listed
    assert secret not in listed
    assert run("keys", "revoke", key["id"]).exit_code == 0
    assert client.get("/v1/keys", headers=bearer(secret)).status_code == 401
    assert "revoked" in run("keys", "list").stdout
    with database.reading() as session:
        actions = [entry.action for entry in session.scalars(select(AuditRow).order_by(AuditRow.number))]
    assert actions == ["key.created", "key.revoked"]


def test_it_says_so_when_nobody_administers(run: Run) -> None:
    assert "Nobody administers" in run("keys", "create", "scheduler", "--scope", "submit").stderr
    assert "Nobody administers" not in run("users", "add", "ada", "--role", "coordinator", input=PASSWORD).stderr


def test_a_user_is_added_kept_out_and_let_in(run: Run, client: FlaskClient) -> None:
    def signs_in(password: str = PASSWORD) -> int:
        return client.post("/v1/session", json={"login": "ada", "password": password}).status_code

    assert run("users", "add", "Ada", "--role", "coordinator", input=f"{PASSWORD}\n").exit_code == 0
    assert signs_in() == 201
    assert run("users", "disable", "ada").exit_code == 0
    assert signs_in() == 401
    assert "disabled" in run("users", "list").stdout
    assert run("users", "enable", "ada").exit_code == 0
    assert run("users", "password", "ADA", input="a longer password\n").exit_code == 0
    assert (signs_in(), signs_in("a longer password")) == (401, 201)


def test_clinics_are_added_and_listed(run: Run) -> None:
    assert run("clinics", "add", "north", "North Clinic").exit_code == 0
    assert run("keys", "create", "first", "--scope", "admin", "--clinic", "north").exit_code == 0
    assert [line.split()[0] for line in run("clinics", "list").stdout.splitlines()] == ["home", "north"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("keys", "create", "x", "--scope", "admin", "--clinic", "south"), "no clinic with this id"),
        (("keys", "revoke", "key_01"), "no such key"),
        (("users", "disable", "bob"), "no user with this login"),
        (("users", "add", "ada", "--role", "auditor"), "at least 12 characters"),
        (("users", "add", " ", "--role", "auditor", "--no-password"), "1 to 200 characters"),
        (("clinics", "add", "North Clinic", "North"), "small letters"),
        (("clinics", "add", "home", "Home"), "take another"),
    ],
)
def test_what_is_wrong_is_said(run: Run, words: tuple[str, ...], told: str) -> None:
    refused = run(*words)

    assert refused.exit_code == 2
    assert told in refused.stderr
