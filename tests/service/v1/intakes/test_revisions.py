"""Settings of a list, its earlier states, and getting it out again."""

import dataclasses
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.access import identify
from api.access.principal import LOCAL
from api.access.scopes import Scope
from api.app import create_app
from api.db.database import Database
from api.db.models import IntakeRow
from api.settings import Settings
from api.store import intakes
from api.store.recent import Recent
from matcher.intake import Intake
from matcher.tables import read_intake
from matcher.validation import validate_intake
from tests.api.asking import intake, people, told
from tests.service.asking import keep
from tests.service.lists import address, deeds, form, match, upload, whole

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED = [{"id": "p1", "display_name": "=Anna", "age": 30}, {"id": "p2", "reasons": ["sleep"], "tags": ["-x", "y"]}]


@pytest.fixture
def nameless(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The same service as it is for somebody who may not read rosters."""
    who = dataclasses.replace(LOCAL, scopes=LOCAL.scopes - {Scope.ROSTER})
    monkeypatch.setattr(identify, "LOCAL", who)
    return client


def test_settings_are_merged(client: FlaskClient, database: Database) -> None:
    ties = [{"a": "p1", "b": "p2", "kind": "support"}]
    kept = keep(client, intake=intake(policy={"balance": 0.3, "likeness": "both"}, ties=ties))
    there = f"/v1/intakes/{kept['id']}"

    response = client.patch(
        there,
        json={"name": "Spring", "policy": {"balance": None, "rules": {"floor": {"weight": 2}}}, "as_of": "2025-02-01"},
        headers=match(1),
    )

    assert response.status_code == 200, response.text
    found = response.get_json()
    assert (found["name"], found["revision"], found["as_of"], found["ties"]) == ("Spring", 2, "2025-02-01", ties)
    assert found["policy"]["likeness"] == "both"
    assert "balance" not in found["policy"]
    assert found["policy"]["rules"]["floor"]["weight"] == 2
    assert found == client.get(there).get_json()
    before = client.get(there, query_string={"revision": 1})
    assert (before.get_json()["policy"]["balance"], before.headers["ETag"]) == (0.3, '"1"')
    assert deeds(database)[1:] == [("intake.changed", {})]


def test_a_setting_that_is_the_same_makes_no_revision(client: FlaskClient) -> None:
    kept = keep(client)

    response = client.patch(f"/v1/intakes/{kept['id']}", json={"name": "Autumn", "ties": []}, headers=match(1))

    assert (response.status_code, response.headers["ETag"]) == (200, '"1"')


def test_what_is_wrong_with_settings_points_into_the_request(client: FlaskClient) -> None:
    kept = keep(client, intake=intake(applicants=[*people(5), {"id": "p6", "together": ["p1"]}]))
    there = f"/v1/intakes/{kept['id']}"

    for patch, expected in (
        ({"policy": {"balance": 7}}, [("/policy/balance", "less_than_equal")]),
        ({"sizes": {"min_size": 9}}, [("/sizes", "invalid")]),
        ({"ties": [{"a": "p1", "b": "p9", "kind": "support"}]}, [("/ties/0/b", "unknown_applicant")]),
        ({"ties": [{"a": "p1", "b": "p6", "kind": "conflict"}]}, [("", "contradictory_pair")]),
        ({"name": None}, [("/name", "missing")]),
        ({"applicants": []}, [("", "unknown_field")]),
    ):
        assert told(client.patch(there, json=patch, headers=match(1)), 422) == expected
    assert told(client.patch(there, json={}), 428) == [("", "precondition_required")]
    assert told(client.patch(there, json={}, headers=match(4)), 412) == [("", "changed_meanwhile")]
    assert told(client.patch(there, data="{}", content_type="text/plain", headers=match(1)), 415) == [("", "not_json")]


def test_every_state_can_be_read(client: FlaskClient) -> None:
    kept = keep(client)
    there = f"/v1/intakes/{kept['id']}"
    for revision in range(1, 4):
        client.delete(address(kept, "applicants", f"p{revision}"), headers=match(revision))

    first = client.get(f"{there}/revisions", query_string={"limit": 3}).get_json()
    second = client.get(f"{there}/revisions", query_string={"limit": 3, "cursor": first["next"]}).get_json()

    states = [*first["items"], *second["items"]]
    assert [(each["revision"], each["applicants"]) for each in states] == [(4, 3), (3, 4), (2, 5), (1, 6)]
    assert {each["created_by"] for each in states} == {"local"}
    assert second["next"] is None
    assert [each["id"] for each in whole(client, kept, 3)["applicants"]] == ["p3", "p4", "p5", "p6"]
    assert told(client.get(f"{there}/intake", query_string={"revision": 5}), 404) == [("", "not_found")]
    assert told(client.get(there, query_string={"revision": 5}), 404) == [("", "not_found")]
    assert told(client.get(f"{there}/revisions", query_string={"cursor": "eA"}), 400) == [("", "bad_cursor")]


def test_what_another_process_wrote_is_read_from_what_is_remembered(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People changed, new, gone and in another order: whichever revision this process has read before."""
    kept = keep(client)
    client.patch(address(kept, "applicants", "p3"), json={"age": 50}, headers=match(1))
    client.post(f"/v1/intakes/{kept['id']}/applicants", json={"applicants": [{"id": "p7", "age": 31}]})
    client.delete(address(kept, "applicants", "p1"), headers=match(3))
    turned = {"name": "Autumn", "intake": intake(applicants=[*reversed(people(6)[1:]), {"id": "p1", "age": 33}])}
    client.put(f"/v1/intakes/{kept['id']}", json=turned, headers=match(4))

    def read(*revisions: int) -> Intake:
        """The last of these revisions, read by a process that has read the others before."""
        monkeypatch.setattr(intakes, "_recent", Recent(1000))
        with database.reading() as session:
            row = session.get_one(IntakeRow, kept["id"])
            return [intakes.load(session, row, revision) for revision in revisions][-1]

    for last in range(2, 6):
        anew = read(last)
        assert all(read(earlier, last) == anew for earlier in range(1, last))
        assert read(*range(1, last + 1)) == anew


def test_the_whole_list_goes_to_the_calls_that_keep_nothing(client: FlaskClient) -> None:
    sent = intake(vocabulary={"reasons": [{"slug": "sleep", "category": "x"}]}, policy={"balance": 0.2})
    kept = keep(client, intake=sent)

    found = whole(client, kept)

    assert validate_intake(found) == validate_intake(sent)
    assert client.post("/v1/validate", json=found).get_json()["valid"] is True


@pytest.mark.parametrize("kind", ["text/csv", XLSX])
def test_a_table_reads_back_to_the_same(client: FlaskClient, tmp_path: Path, kind: str) -> None:
    ties = [{"a": "p1", "b": "p2", "kind": "support"}]
    groups = [{"id": "g1", "min_size": 2, "max_size": 4, "target_size": 3, "session": "Mon 09:00-10:30"}]
    kept = keep(client, intake=intake(applicants=NAMED, ties=ties, groups=groups))
    files = {}
    for of in ("applicants", "groups"):
        response = client.get(f"/v1/intakes/{kept['id']}/table", query_string={"of": of}, headers={"Accept": kind})
        assert response.status_code == 200
        assert response.mimetype == kind
        assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{of}.')
        files[of] = tmp_path / of
        files[of].write_bytes(response.data)

    found = read_intake(files["applicants"], groups=files["groups"]).intake

    expected = validate_intake(intake(applicants=NAMED, ties=ties, groups=groups))
    assert (found.applicants, found.groups, found.ties) == (expected.applicants, expected.groups, expected.ties)


def test_no_cell_of_a_table_is_a_formula(client: FlaskClient) -> None:
    kept = keep(client, intake=intake(applicants=NAMED))

    text = client.get(f"/v1/intakes/{kept['id']}/table").text

    assert "'=Anna" in text
    assert ",=" not in text
    assert "'-x; y" in text


def test_a_table_of_another_kind_is_not_there(client: FlaskClient) -> None:
    there = f"/v1/intakes/{keep(client)['id']}/table"

    assert told(client.get(there, headers={"Accept": "application/pdf"}), 406) == [("", "not_acceptable")]
    assert client.get(there, headers={"Accept": "*/*"}).mimetype == "text/csv"


def test_names_are_for_those_who_read_rosters(nameless: FlaskClient) -> None:
    kept = keep(nameless, intake=intake(applicants=NAMED))
    there = f"/v1/intakes/{kept['id']}"

    for path in ("/applicants", "/applicants/p1", "/intake", "/table"):
        response = nameless.get(there + path)
        assert response.status_code == 200
        assert "Anna" not in response.text
    patched = nameless.patch(address(kept, "applicants", "p1"), json={"age": 31}, headers=match(1))
    written = nameless.put(address(kept, "applicants", "p1"), json={"id": "p1", "age": 32}, headers=match(2))
    assert "Anna" not in patched.text + written.text


def test_a_name_that_is_not_seen_is_not_lost(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep(client, intake=intake(applicants=NAMED))
    with monkeypatch.context() as patch:
        who = dataclasses.replace(LOCAL, scopes=LOCAL.scopes - {Scope.ROSTER})
        patch.setattr(identify, "LOCAL", who)
        client.put(address(kept, "applicants", "p1"), json={"id": "p1", "age": 32}, headers=match(1))
        listed = intake(applicants=[{"id": "p1", "age": 33}, {"id": "p2"}])
        client.put(f"/v1/intakes/{kept['id']}", json={"name": "Autumn", "intake": listed}, headers=match(2))

    assert client.get(address(kept, "applicants", "p1")).get_json() == {"id": "p1", "display_name": "=Anna", "age": 33}
    client.patch(address(kept, "applicants", "p1"), json={"display_name": None}, headers=match(3))
    assert whole(client, kept)["applicants"][0] == {"id": "p1", "age": 33}


def test_a_list_longer_than_the_calls_that_keep_nothing_take(database_url: str) -> None:
    settings = Settings(database_url=database_url, max_request_bytes=1024, max_applicants=5, max_stored_applicants=40)
    app = create_app(settings)
    client = app.test_client()

    kept = keep(client, intake=intake(39))

    assert told(client.post("/v1/validate", json=intake(39)), 413) == [("", "too_large")]
    too_long = client.post("/v1/intakes", json={"name": "x", "intake": intake(41)})
    assert told(too_long, 422) == [("/intake/applicants", "too_many")]
    two = {"applicants": [{"id": "a"}, {"id": "b"}]}
    assert told(client.post(f"/v1/intakes/{kept['id']}/applicants", json=two), 422) == [("/applicants", "too_many")]
    app.extensions["group_matcher_database"].close()


def test_an_invented_list_is_kept(client: FlaskClient, database: Database) -> None:
    sent = {"kind": "campus", "size": 24, "seed": 3}
    first = client.post("/v1/demo", json=sent, headers={"Idempotency-Key": "one"})
    again = client.post("/v1/demo", json=sent, headers={"Idempotency-Key": "one"})

    assert (first.status_code, again.data) == (201, first.data)
    found = first.get_json()
    assert (found["name"], found["applicants"], found["groups"]) == ("Invented: campus", 24, 3)
    assert told(client.post("/v1/demo", json={"size": 0}), 422) == [("/size", "greater_than_equal")]
    assert deeds(database) == [("intake.created", {"source": "demo"})]


def test_lists_are_invented_only_where_that_is_wanted(tmp_path: Path) -> None:
    client = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", demo=False)).test_client()

    assert told(client.post("/v1/demo", json={}), 403) == [("", "no_demo")]


def test_every_deed_is_in_the_audit(client: FlaskClient, database: Database) -> None:
    kept = upload(client, "id,age\np1,30\np2,31\n").get_json()
    there = f"/v1/intakes/{kept['id']}"
    listed = {"name": "Autumn", "intake": intake()}
    client.put(there, json=listed, headers=match(1))
    client.put(f"{there}/groups/g1", json={"id": "g1"}, headers=match(2))
    client.delete(f"{there}/groups/g1", headers=match(3))
    client.put(there, data=form("id\np1\n", name="x"), content_type="multipart/form-data", headers=match(4))
    client.delete(there, headers=match(5))

    assert [action for action, _ in deeds(database)] == [
        "intake.created",
        "intake.replaced",
        "group.added",
        "group.removed",
        "intake.replaced",
        "intake.deleted",
    ]
