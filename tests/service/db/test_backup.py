"""A backup made while others write, and brought back: by SQLite's own copying, by pg_dump and pg_restore."""

import sqlite3
import stat
import subprocess
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text

from api.cli import commands
from api.db.database import Database
from api.db.migrate import OutdatedDatabaseError, is_current, make_current
from api.db.models import AuditRow, IntakeRow
from tests.service.asking import keep
from tests.service.databases import ON_POSTGRESQL, ON_SQLITE
from tests.service.postgres import program


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["db", *arguments])


@pytest.fixture(autouse=True)
def settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", database_url)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(IntakeRow.name)))


def test_a_file_comes_back_as_it_was(client: FlaskClient, database: Database, tmp_path: Path) -> None:
    if not database.is_sqlite:
        assert "pg_dump" in run("backup", str(tmp_path / "a")).output
        assert "pg_restore" in run("restore", __file__).output
        return
    keep(client, "before")
    file = tmp_path / "backup.sqlite3"

    assert run("backup", str(file)).exit_code == 0
    keep(client, "after")
    assert run("backup", str(file)).exit_code == 2
    assert run("restore", str(file)).exit_code == 2
    assert names(database) == ["after", "before"]
    assert run("restore", str(file), "--replace").exit_code == 0

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # The service has the file open all the while.
    assert names(database) == ["before"]
    keep(client, "again")
    assert names(database) == ["again", "before"]


@ON_SQLITE
def test_a_backup_is_made_while_others_write(client: FlaskClient, tmp_path: Path) -> None:
    begun, ending = Event(), Event()

    def write() -> None:
        while not ending.is_set():
            keep(client)
            begun.set()

    writer = Thread(target=write)
    writer.start()
    begun.wait()
    result = run("backup", str(tmp_path / "backup.sqlite3"))
    ending.set()
    writer.join()

    assert result.exit_code == 0
    copy = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM intakes").fetchone()[0] >= 1
    copy.close()


@ON_SQLITE
@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be looked at " * 100])
def test_what_is_no_backup_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.sqlite3"
    file.write_bytes(content)

    assert "no database of Group Matcher" in run("restore", str(file), "--replace").output
    assert is_current(database)


@ON_SQLITE
@pytest.mark.usefixtures("database")
def test_a_later_versions_backup_is_refused(tmp_path: Path) -> None:
    run("backup", str(tmp_path / "later.sqlite3"))
    copy = sqlite3.connect(tmp_path / "later.sqlite3")
    copy.execute("UPDATE alembic_version SET version_num = '9999'")
    copy.commit()
    copy.close()

    assert "later version" in run("restore", str(tmp_path / "later.sqlite3"), "--replace").output


@ON_POSTGRESQL
def test_postgresql_comes_back_by_its_own_programs(client: FlaskClient, database: Database, tmp_path: Path) -> None:
    """As docs/operations.md says; the audit comes with its triggers."""
    dump, restore = program("pg_dump"), program("pg_restore")
    if dump is None or restore is None:
        pytest.skip("pg_dump and pg_restore are not on this machine: install postgresql-client")
    keep(client, "before")
    client.patch("/v1/clinic", json={"retention_days": 30})
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    subprocess.run([dump, "--format=custom", f"--file={tmp_path / 'dump'}", url], check=True)
    keep(client, "after")
    options = ["--clean", "--if-exists", "--single-transaction"]
    subprocess.run([restore, *options, f"--dbname={url}", str(tmp_path / "dump")], check=True)

    assert names(database) == ["before"]
    assert is_current(database)
    assert CliRunner().invoke(commands, ["audit", "verify"]).exit_code == 0
    with pytest.raises(Exception, match="append-only"), database.writing() as session:
        session.execute(delete(AuditRow))


def test_the_tables_of_an_earlier_version(database: Database) -> None:
    """A file is brought up to date by whoever serves it; on PostgreSQL somebody has to say so."""
    assert run("status").exit_code == 0
    with database.writing() as session:
        on = "" if database.is_sqlite else " ON audit"
        for deed in ("update", "delete") if database.is_sqlite else ("update", "delete", "truncate"):
            session.execute(text(f"DROP TRIGGER audit_refuses_{deed}{on}"))
        if not database.is_sqlite:
            session.execute(text("DROP FUNCTION audit_is_append_only"))
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert run("status").exit_code == 1
    assert CliRunner().invoke(commands, ["audit", "verify"]).exit_code == 2
    if not database.is_sqlite:
        with pytest.raises(OutdatedDatabaseError, match="group-matcher db upgrade"):
            make_current(database)
        assert run("upgrade").exit_code == 0
    make_current(database)
    assert is_current(database)
    assert run("status").exit_code == 0
