"""The chain shows what was done to it, on both databases, which themselves refuse to change an entry."""

import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api.audit.chain import hash_of, record
from api.audit.verify import Head, UnreadableHeadError, Verdict, verify
from api.cli import commands
from api.db.database import Database
from api.db.models import HOME_CLINIC, AuditRow, ClinicRow
from tests.api.asking import told
from tests.service.databases import ON_POSTGRESQL


@pytest.fixture(autouse=True)
def five_deeds(database: Database) -> None:
    with database.writing() as session:
        session.add(ClinicRow(id="cln_b", name="B"))
        session.flush()
        for number in range(1, 6):
            action = "plan.published" if number == 3 else "intake.created"
            record(session, HOME_CLINIC, "local", action, f"int_{number}", applicants=number)
        record(session, "cln_b", "usr_b", "key.revoked")


def walked(database: Database, *kept: Head) -> Verdict:
    with database.walking() as session:
        return verify(session, HOME_CLINIC, kept)


def tamper(database: Database, *statements: str) -> None:
    """As somebody who owns the database could: the triggers put aside."""
    with database.writing() as session:
        if database.is_sqlite:
            for deed in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER audit_refuses_{deed}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        for statement in statements:
            session.execute(text(statement))


def test_a_whole_chain_has_a_head(database: Database) -> None:
    verdict = walked(database)

    assert (verdict.entries, verdict.what) == (5, None)
    assert verdict.head is not None
    assert walked(database, Head.read(str(verdict.head))) == verdict


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x' WHERE number = 1", "DELETE FROM audit"])
def test_the_database_refuses_to_change_an_entry(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text(statement))


@ON_POSTGRESQL
def test_postgresql_refuses_to_empty_it(database: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text("TRUNCATE audit"))


@pytest.mark.parametrize(
    ("statements", "broken", "what"),
    [
        (["UPDATE audit SET actor = 'x' WHERE number = 2 AND clinic_id = 'home'"], 2, "changed"),
        (["UPDATE audit SET details = '{\"applicants\": 7}' WHERE number = 4 AND clinic_id = 'home'"], 4, "changed"),
        (["DELETE FROM audit WHERE number = 3 AND clinic_id = 'home'"], 3, "missing"),
        (["DELETE FROM audit WHERE number = 1 AND clinic_id = 'home'"], 1, "missing"),
        (
            [
                "DELETE FROM audit WHERE number = 3 AND clinic_id = 'home'",
                "UPDATE audit SET number = 3 WHERE number = 4 AND clinic_id = 'home'",
            ],
            3,
            "changed",
        ),
    ],
)
def test_the_first_broken_entry_is_named(database: Database, statements: list[str], broken: int, what: str) -> None:
    tamper(database, *statements)

    verdict = walked(database)

    assert (verdict.broken, verdict.what, verdict.entries) == (broken, what, broken - 1)


def test_an_entry_put_in_with_a_hash_of_its_own_does_not_follow(database: Database) -> None:
    """Another clinic's entry, whose fields and hash agree, in the place of one of ours."""
    with database.writing() as session:
        record(session, "cln_b", "usr_b", "key.revoked")

    with database.reading() as session:
        third = session.scalars(select(AuditRow).where(AuditRow.number == 3)).one()
        third.previous = "1" * 64
        forged = hash_of(third)
        session.expunge(third)
    tamper(
        database,
        f"UPDATE audit SET previous = '{'1' * 64}', hash = '{forged}' WHERE number = 3 AND clinic_id = 'home'",
    )

    assert (walked(database).broken, walked(database).what) == (3, "put_in")


def test_a_head_kept_elsewhere_shows_an_end_cut_off(database: Database) -> None:
    head = walked(database).head
    assert head is not None
    tamper(database, "DELETE FROM audit WHERE number > 3 AND clinic_id = 'home'")

    assert walked(database).what is None
    assert (walked(database, head).broken, walked(database, head).what) == (5, "cut_off")


def test_a_head_kept_elsewhere_shows_a_chain_written_anew(database: Database) -> None:
    other = Head(HOME_CLINIC, 4, "ab" * 32)

    assert (walked(database, other).broken, walked(database, other).what) == (4, "another")


@pytest.mark.parametrize("text", ["", "home:0:" + "a" * 64, "home:1:abc", "home:1"])
def test_a_head_that_is_none(text: str) -> None:
    with pytest.raises(UnreadableHeadError):
        Head.read(text)


def test_the_command(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", database_url)
    run = CliRunner().invoke

    whole = run(commands, ["audit", "verify"])
    assert whole.exit_code == 0
    assert whole.output.startswith("cln_b: whole, 1 entries, head cln_b:1:")
    head = whole.output.split()[-1]
    assert run(commands, ["audit", "verify", "--clinic", "home", "--head", head]).exit_code == 0
    assert run(commands, ["audit", "verify", "--clinic", "elsewhere"]).exit_code == 2
    assert run(commands, ["audit", "verify", "--head", "x"]).exit_code == 2

    written = run(commands, ["audit", "export", "--action", "intake"]).output
    assert [json.loads(line)["number"] for line in written.splitlines()] == [1, 2, 4, 5]

    tamper(database, "UPDATE audit SET actor = 'x' WHERE number = 2 AND clinic_id = 'home'")
    broken = run(commands, ["audit", "verify"])
    assert broken.exit_code == 1
    assert "home: BROKEN at entry 2: it is not as it was written" in broken.output
    assert "cln_b: whole" in broken.output


def test_it_is_read_in_pages(client: FlaskClient) -> None:
    first = client.get("/v1/audit?limit=2").get_json()
    second = client.get("/v1/audit", query_string={"limit": 9, "cursor": first["next"]}).get_json()

    assert [each["number"] for each in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None
    assert first["items"][0]["details"] == {"applicants": 5}


def test_it_is_read_by_action_and_time(client: FlaskClient) -> None:
    def numbers(**query: str) -> list[int]:
        return [each["number"] for each in client.get("/v1/audit", query_string=query).get_json()["items"]]

    third = client.get("/v1/audit?action=plan.published").get_json()["items"][0]
    assert third["number"] == 3
    assert numbers(action="plan") == [3]
    assert numbers(action="pla") == []
    assert numbers(since=third["at"]) == [5, 4, 3]
    assert told(client.get("/v1/audit?cursor=x"), 400) == [("", "bad_cursor")]
    assert told(client.get("/v1/audit?since=2026-01-01T00:00:00"), 400) == [("", "timezone_aware")]


def test_all_of_it_comes_as_lines(client: FlaskClient) -> None:
    response = client.get("/v1/audit", headers={"Accept": "application/jsonl"})

    assert response.content_type == "application/jsonl"
    assert [json.loads(line)["number"] for line in response.text.splitlines()] == [1, 2, 3, 4, 5]
