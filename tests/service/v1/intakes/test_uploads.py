"""Lists handed in as spreadsheets: kept whole or not at all, with every problem at its row and field."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.db.database import Database
from api.db.models import HOME_CLINIC
from api.settings import Settings
from api.store import intakes
from matcher.tables import applicants_xlsx, read_intake
from matcher.validation import validate_intake
from tests.api.asking import intake, told
from tests.fixtures.test_broken import BROKEN
from tests.service.lists import FIXTURES, check, deeds, form, match, places, upload, whole

CODES = "Code,Age at intake,Reasons\nA1,34,burnout; sleep\nA2,41,grief-loss\nA3,38,sleep\n"
MAPPED: dict[str, Any] = {"mapping": {"Code": "id"}, "sizes": {"min_size": 3, "max_size": 3, "target_size": 3}}


def test_a_spreadsheet_is_kept_as_it_is_read(client: FlaskClient, database: Database) -> None:
    people, groups = FIXTURES / "campus-64.csv", FIXTURES / "campus-64-groups.csv"

    response = upload(client, people, groups, policy={"balance": 0.4}, as_of="2026-09-01")

    assert response.status_code == 201, response.text
    found = response.get_json()
    assert (found["applicants"], found["groups"], found["skipped"]) == (64, 8, [])
    assert response.headers["Location"] == f"/v1/intakes/{found['id']}"
    with database.reading() as session:
        kept = intakes.load(session, intakes.find(session, HOME_CLINIC, found["id"]))
    expected = read_intake(people, groups=groups).intake
    assert (kept.applicants, kept.groups, kept.ties) == (expected.applicants, expected.groups, expected.ties)
    assert (kept.policy.balance, str(kept.as_of)) == (0.4, "2026-09-01")
    assert deeds(database) == [("intake.created", {"source": "file", "skipped": 0})]


def test_own_headings_and_a_named_sheet(client: FlaskClient) -> None:
    assert upload(client, CODES, **MAPPED).get_json()["applicants"] == 3
    people = validate_intake(intake()).applicants
    workbook = applicants_xlsx(people)

    assert upload(client, workbook, sheet="Applicants").get_json()["applicants"] == 6
    assert places(upload(client, workbook, sheet="Nobody here")) == [("no_such_sheet", "list", None, None)]


def test_a_list_replaces_another(client: FlaskClient, database: Database) -> None:
    kept = upload(client, CODES, **MAPPED).get_json()
    later = CODES.replace("41", "42") + "A4,50,sleep\n"

    response = client.put(
        f"/v1/intakes/{kept['id']}",
        data=form(later, name="Autumn", **MAPPED),
        content_type="multipart/form-data",
        headers=match(1),
    )

    assert response.status_code == 200
    assert [each["age"] for each in whole(client, kept)["applicants"]] == [34, 42, 38, 50]
    assert deeds(database)[-1] == ("intake.replaced", {"source": "file", "skipped": 0})


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_file_is_refused_at_its_row_and_field(stateless: FlaskClient, name: str) -> None:
    file = FIXTURES / "broken" / name
    side, other = ("groups", FIXTURES / "odd" / "tabs.csv") if name.endswith("-groups.csv") else ("list", None)

    found = places(upload(stateless, other or file, file if other else None))

    expected = [(code, side, row, column) for code, row, column in BROKEN[name]]
    if name == "two-ages.csv":
        expected = [("two_headings", "list", None, "age")]
    if name == "no-id.csv":
        expected = [("no_id_column", "list", None, "id")]
    assert found == expected


def test_unusual_files_are_kept(client: FlaskClient) -> None:
    for name in ("semicolons-bom.csv", "semicolons-cp1252.csv", "tabs.csv"):
        assert upload(client, FIXTURES / "odd" / name).status_code == 201


def test_rows_that_are_left_out_are_told(client: FlaskClient, database: Database) -> None:
    response = upload(client, FIXTURES / "broken" / "many.csv", skip_invalid="true")

    found = response.get_json()
    assert response.status_code == 201
    assert {(each["row"], each["column"]) for each in found["skipped"]} >= {(3, "age"), (4, "submitted_at")}
    assert found["skipped_count"] == len(found["skipped"])
    assert deeds(database) == [("intake.created", {"source": "file", "skipped": found["skipped_count"]})]


def test_a_check_keeps_nothing(client: FlaskClient, database: Database) -> None:
    found = check(client, FIXTURES / "broken" / "age-323.csv")

    assert (found["readable"], found["problem_count"], found["applicants"]) == (False, 1, 0)
    assert found["problems"][0]["row"] == 3
    assert {"file": "list", "heading": "age", "field": "age"} in found["columns"]
    assert client.get("/v1/intakes").get_json()["items"] == []
    assert deeds(database) == []


def test_a_check_says_how_columns_are_read(stateless: FlaskClient) -> None:
    found = check(stateless, CODES.replace("Reasons", "Room"), **MAPPED)

    assert [(each["heading"], each["field"]) for each in found["columns"]] == [
        ("Code", "id"),
        ("Age at intake", "age"),
        ("Room", None),
    ]
    assert (found["readable"], found["applicants"]) == (True, 3)
    assert any("Room" in warning for warning in found["warnings"])


def test_columns_are_shown_even_where_no_id_is_found(stateless: FlaskClient) -> None:
    found = check(stateless, "Who,Age\nx,30\n")

    assert [(each["heading"], each["field"]) for each in found["columns"]] == [("Who", None), ("Age", "age")]
    assert [each["code"] for each in found["problems"]] == ["no_id_column"]


def test_nothing_of_a_list_comes_back_in_an_error(stateless: FlaskClient) -> None:
    """Without a heading row the first person's data stand in its place."""
    secret = "Anna Qx7secret,anna@qx7secret.org,34\n"

    for response in (
        upload(stateless, secret * 3),
        upload(stateless, CODES, mapping={"Qx7secret": "Qx7secret"}),
        upload(stateless, "id,id\nQx7secret,1\n"),
        upload(stateless, "id,age\nQx7secret,Qx7secret\n", sheet="Qx7secret"),
        upload(stateless, "id,age\nQx7secret,Qx7secret\nQx7secret,3\n"),
        upload(stateless, CODES, Qx7secret="Qx7secret"),
        upload(stateless, CODES, policy='{"Qx7secret": 1}'),
        upload(stateless, CODES, policy="Qx7secret"),
        upload(stateless, CODES, policy={"balance": "Qx7secret"}, skip_invalid="Qx7secret", as_of="Qx7secret"),
    ):
        assert response.status_code in (400, 422), response.text
        assert "secret" not in response.text
        assert "anna" not in response.text


def test_the_fields_of_a_form_are_checked(stateless: FlaskClient) -> None:
    assert told(upload(stateless, CODES, policy={"balance": 7}, **MAPPED), 422) == [
        ("/policy/balance", "less_than_equal")
    ]
    assert told(upload(stateless, CODES, policy='{"a": 1, "a": 2}'), 400) == [("/policy", "duplicate_name")]
    assert told(upload(stateless, CODES, skip_invalid="perhaps", **MAPPED), 422) == [("/skip_invalid", "bool_type")]
    assert told(upload(stateless, CODES, name="a\0b", **MAPPED), 400) == [("", "null_character")]
    assert told(upload(stateless, CODES, nonsense="1", **MAPPED), 422) == [("", "unknown_field")]


def test_a_form_needs_a_list(stateless: FlaskClient) -> None:
    kind = "multipart/form-data"
    other = {"name": "Autumn", "roster": (io.BytesIO(b"x"), "roster.csv")}
    twice = {"name": "Autumn", "list": [(io.BytesIO(b"x"), "a.csv"), (io.BytesIO(b"y"), "b.csv")]}

    assert told(stateless.post("/v1/intakes", data={"name": "x"}, content_type=kind), 422) == [("/list", "missing")]
    assert told(stateless.post("/v1/intakes", data=other, content_type=kind), 422) == [("", "unknown_file")]
    assert told(stateless.post("/v1/intakes", data=twice, content_type=kind), 422) == [("", "duplicate_name")]
    assert told(stateless.post("/v1/intakes", data=b"--x", content_type=kind), 400) == [("", "unreadable_body")]
    cut = stateless.post("/v1/intakes", data=b"--x\r\nContent-Dis", content_type=f"{kind}; boundary=x")
    assert told(cut, 400) == [("", "unreadable_body")]
    assert told(stateless.post("/v1/intakes/check", json={}), 415) == [("", "no_form")]


def test_a_form_sent_again_does_nothing_again(client: FlaskClient, database: Database) -> None:
    """Each sending packs the form with another boundary."""
    key = {"Idempotency-Key": "one"}
    first = upload(client, CODES, headers=key, **MAPPED)
    again = upload(client, CODES, headers=key, **MAPPED)

    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(deeds(database)) == 1
    assert told(upload(client, CODES + "A9,30,sleep\n", headers=key, **MAPPED), 422) == [("", "idempotency_key_reused")]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A service that takes little, with a folder for temporary files of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    # No database is reached: what is too large is refused before.
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/none.sqlite3", max_upload_bytes=20_000, max_stored_applicants=5
    )
    return create_app(settings).test_client()


def test_a_list_that_is_too_large_is_refused_before_it_is_read(small: FlaskClient) -> None:
    class Unread:
        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("read")

    environment = {"wsgi.input": Unread(), "CONTENT_LENGTH": "200000000"}
    kind = "multipart/form-data; boundary=x"
    response = small.post("/v1/intakes", content_type=kind, environ_overrides=environment)

    assert told(response, 413) == [("", "too_large")]


def test_a_list_without_a_length_is_refused_as_soon_as_it_is_too_large(small: FlaskClient, tmp_path: Path) -> None:
    class Endless:
        sent = 0

        def read(self, size: int = -1) -> bytes:
            head = b'--x\r\nContent-Disposition: form-data; name="list"; filename="a"\r\n\r\n'
            data = b"a" * min(size, 4096) if self.sent else head
            self.sent += len(data)
            return data

    stream = Endless()
    environment = {"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    kind = "multipart/form-data; boundary=x"
    response = small.post("/v1/intakes", content_type=kind, environ_overrides=environment)

    assert told(response, 413) == [("", "too_large")]
    assert stream.sent < 100_000
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_list_that_is_too_long_is_refused(small: FlaskClient, tmp_path: Path) -> None:
    rows = "id\n" + "".join(f"p{number}\n" for number in range(6))

    assert places(upload(small, rows)) == [("too_many_rows", "list", None, None)]
    assert list((tmp_path / "temporary").iterdir()) == []
    found = check(small, rows)
    assert (found["readable"], found["problems"][0]["code"]) == (False, "too_many_rows")


def test_temporary_files_are_gone_when_the_list_is_kept(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    assert upload(client, CODES, **MAPPED).status_code == 201
    assert list(folder.iterdir()) == []


@pytest.fixture
def stateless(tmp_path: Path) -> FlaskClient:
    """A service whose database is never reached: nothing of a broken list is written."""
    return create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3")).test_client()
