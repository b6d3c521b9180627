"""Nothing of an erased person is left anywhere, and nothing of anybody else is lost."""

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api.cli import commands
from api.db.database import Database
from api.db.models import HOME_CLINIC, AuditRow, ClinicRow, IntakeRow, JobRow, PlanRow
from api.store import intakes, plans
from tests.api.asking import Json, intake, people, told
from tests.service.care.story import dumped, live
from tests.service.databases import ON_SQLITE

ZEBRA = "zebra-7"
SEATS = {"g1": ["p1", "p2", ZEBRA], "g2": ["p3", "p4", "p5"]}


def crowd(who: str = ZEBRA) -> Json:
    first, *rest = people(6)
    spoken = {**first, "together": [who]}
    own = {"id": who, "display_name": "Zora", "age": 44, "reasons": ["zebra-reason"], "avoid": ["p3"]}
    return intake(applicants=[spoken, *rest, own], ties=[{"a": who, "b": "p4", "kind": "support"}])


def test_nothing_is_left(client: FlaskClient, database: Database) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    assert dumped(database).count(ZEBRA) > 20

    response = client.post("/v1/people/erase", json={"id": ZEBRA})

    assert response.status_code == 200
    assert response.get_json() == {"intakes": 1, "entries": 1, "mentions": 19, "stopped_jobs": 0}
    left = dumped(database)
    assert "zebra" not in left
    assert "Zora" not in left
    assert client.post("/v1/people/erase", json={"id": ZEBRA}).get_json()["intakes"] == 0


@ON_SQLITE
def test_the_file_itself_holds_nothing(client: FlaskClient, database: Database) -> None:
    """Not even in free pages or the log of writes. PostgreSQL's VACUUM overwrites its own: see docs/operations.md."""
    live(database, crowd(), ZEBRA, SEATS)

    client.post("/v1/people/erase", json={"id": ZEBRA})

    path = Path(str(database.url.database))
    for file in path.parent.glob(path.name + "*"):
        assert b"zebra" not in file.read_bytes()
        assert b"Zora" not in file.read_bytes()


def test_the_others_are_as_they_were(client: FlaskClient, database: Database) -> None:
    intake_id, plan_id = live(database, crowd(), ZEBRA, SEATS)
    with database.reading() as session:
        before = intakes.load(session, intakes.find(session, HOME_CLINIC, intake_id))
        figures = plans.revision_of(session, plans.find(session, HOME_CLINIC, plan_id)).figures

    client.post("/v1/people/erase", json={"id": ZEBRA, "intake": intake_id})

    with database.reading() as session:
        row = intakes.find(session, HOME_CLINIC, intake_id)
        now, then = intakes.load(session, row), intakes.load(session, row, 1)
        revision = plans.revision_of(session, plans.find(session, HOME_CLINIC, plan_id))
    assert row.revision == 2
    assert [each.id for each in then.applicants] == ["p1", "p2", "p3", "p4", "p5", "p6", "erased-1"]
    assert [each.id for each in now.applicants] == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert now.applicants[1:] == before.applicants[1:6]
    assert (now.applicants[0].together, now.ties) == ((), ())
    assert plans.plan_of(revision).by_applicant()["erased-1"] == "g1"
    assert plans.pins_of(revision).to == {"erased-1": "g1"}
    assert revision.figures == figures
    assert plans.plan_of(revision).unknown_to(then) == []


def test_one_list_alone(client: FlaskClient, database: Database) -> None:
    first, _ = live(database, crowd(), ZEBRA, SEATS)
    second = _kept(client, crowd())

    assert client.post("/v1/people/erase", json={"id": ZEBRA, "intake": first}).status_code == 200

    with database.reading() as session:
        kept = intakes.load(session, intakes.find(session, HOME_CLINIC, second))
    assert ZEBRA in kept.applicant_by_id


def _kept(client: FlaskClient, sent: Json) -> str:
    found: str = client.post("/v1/intakes", json={"name": "Other", "intake": sent}).get_json()["id"]
    return found


@pytest.mark.parametrize("who", ["p1", "1", "g1", "text", "é 1"])
def test_a_pseudonym_inside_of_others_or_like_something_else(client: FlaskClient, database: Database, who: str) -> None:
    """The seats are those of the others still, whatever the person is called."""
    others = ["p10", "p1-b", "xp1", "11", "g10", "texts"]
    sent = intake(applicants=[{"id": each, "age": 30} for each in (*others, who)])
    intake_id, plan_id = live(database, sent, who, {"g1": [who, "p10", "p1-b"], "g2": ["xp1", "11", "g10"]})

    client.post("/v1/people/erase", json={"id": who})

    with database.reading() as session:
        then = intakes.load(session, intakes.find(session, HOME_CLINIC, intake_id), 1)
        revision = plans.revision_of(session, plans.find(session, HOME_CLINIC, plan_id))
        result = revision.result
        job = session.query(JobRow).one()
    assert {each.id for each in then.applicants} == {*others, "erased-1"}
    groups = {each["id"]: set(each["members"]) for each in revision.seating["groups"]}
    assert groups == {"g1": {"erased-1", "p10", "p1-b"}, "g2": {"xp1", "11", "g10"}}
    assert {each["id"]: set(each["members"]) for each in result["groups"]} == groups
    assert plans.pins_of(revision).to == {"erased-1": "g1"}
    assert job.options["start"]["groups"][0] == {"id": "g1", "members": ["erased-1"]}
    if who not in ("g1", "text", "1"):
        assert not re.search(rf"(?<![\w-]){who}(?![\w-])", dumped(database))


def test_two_people_have_tokens_of_their_own(client: FlaskClient, database: Database) -> None:
    _, plan_id = live(database, crowd(), ZEBRA, SEATS)

    for who in (ZEBRA, "p1"):
        client.post("/v1/people/erase", json={"id": who})

    with database.reading() as session:
        seats = plans.plan_of(plans.revision_of(session, session.get_one(PlanRow, plan_id))).by_applicant()
        assert session.query(IntakeRow).one().revision == 3
    assert seats.keys() == {"erased-1", "erased-2", "p2", "p3", "p4", "p5"}


def test_a_list_of_one_keeps_the_token(client: FlaskClient, database: Database) -> None:
    intake_id = _kept(client, intake(applicants=[{"id": ZEBRA, "age": 30}]))

    client.post("/v1/people/erase", json={"id": ZEBRA})

    with database.reading() as session:
        now = intakes.load(session, intakes.find(session, HOME_CLINIC, intake_id))
    assert [each.id for each in now.applicants] == ["erased-1"]


def test_a_running_job_can_no_longer_answer(client: FlaskClient, database: Database) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    with database.writing() as session:
        job = session.query(JobRow).one()
        job.state, job.attempts = "running", 1

    assert client.post("/v1/people/erase", json={"id": ZEBRA}).get_json()["stopped_jobs"] == 1

    with database.reading() as session:
        job = session.query(JobRow).one()
    assert (job.state, job.attempts, job.error) == ("discarded", 2, "person_erased")


def test_another_clinics_people_stay(client: FlaskClient, database: Database) -> None:
    live(database, crowd(), ZEBRA, SEATS)
    with database.writing() as session:
        session.add(ClinicRow(id="cln_b", name="B"))
        session.flush()
        session.query(IntakeRow).one().clinic_id = "cln_b"

    found = client.post("/v1/people/erase", json={"id": ZEBRA}).get_json()

    assert found["intakes"] == 0
    assert ZEBRA in dumped(database)
    with database.reading() as session:
        theirs = session.query(IntakeRow).one().id
    assert told(client.post("/v1/people/erase", json={"id": ZEBRA, "intake": theirs}), 404) == [("", "not_found")]


def test_it_is_in_the_audit_without_the_person(client: FlaskClient, database: Database) -> None:
    live(database, crowd(), ZEBRA, SEATS)

    client.post("/v1/people/export", json={"id": ZEBRA})
    client.post("/v1/people/erase", json={"id": ZEBRA})

    with database.reading() as session:
        entries = session.query(AuditRow).order_by(AuditRow.number).all()
    assert [each.action for each in entries][-2:] == ["person.exported", "person.erased"]
    assert ZEBRA not in str([each.details for each in entries])


def test_an_account_has_it_all(client: FlaskClient, database: Database) -> None:
    intake_id, _ = live(database, crowd(), ZEBRA, SEATS)

    account = client.post("/v1/people/export", json={"id": ZEBRA}).get_json()

    [entry] = account["entries"]
    assert (entry["intake"], entry["display_name"], entry["until"]) == (intake_id, "Zora", None)
    assert entry["data"]["reasons"] == ["zebra-reason"]
    places = {(each["kept_in"], each["field"]) for each in account["mentions"]}
    assert places == {
        ("applicants", "data"),
        ("intake_revisions", "ties"),
        *(("plan_revisions", field) for field in ("seating", "pins", "kept_off", "result", "moves")),
        ("jobs", "options"),
        ("jobs", "answer"),
        ("job_events", "data"),
        ("webhook_deliveries", "payload"),
        ("idempotency_records", "body"),
    }
    assert all(ZEBRA in str(each["value"]) for each in account["mentions"])
    assert client.post("/v1/people/export", json={"id": "stranger"}).get_json()["mentions"] == []


def test_the_commands(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", database_url)
    live(database, crowd(), ZEBRA, SEATS)
    run = CliRunner().invoke

    assert '"display_name": "Zora"' in run(commands, ["person", "export"], input=ZEBRA).stdout
    assert run(commands, ["person", "erase"], input=f"{ZEBRA}\nn\n").exit_code == 1
    assert "Erased from 1 list(s)" in run(commands, ["person", "erase"], input=f"{ZEBRA}\ny\n").stdout
    assert "Nothing that is kept" in run(commands, ["person", "erase", "--yes"], input=ZEBRA).stdout
    assert run(commands, ["person", "export", "--intake", "int_x"], input=ZEBRA).exit_code == 2
    assert "zebra" not in dumped(database)


def test_wrong_bodies(client: FlaskClient) -> None:
    assert told(client.post("/v1/people/erase", json={"id": ""}), 422) == [("/id", "string_too_short")]
    assert told(client.post("/v1/people/export", json={"idd": "x"}), 422) == [("/id", "missing"), ("", "unknown_field")]


def handed_in(client: FlaskClient, text: str) -> str:
    response = client.post("/lists", data={"list": (io.BytesIO(text.encode()), "list.csv")})
    return response.headers["Location"].rpartition("/")[2]


def test_a_list_that_is_being_mended_goes_with_the_person_and_no_other(client: FlaskClient) -> None:
    about = handed_in(client, f"id,name\np1,Anna\n{ZEBRA},Zora\n")
    other = handed_in(client, f"id,name\np1,Anna\n{ZEBRA}-b,Bea\n")

    account = client.post("/v1/people/export", json={"id": ZEBRA}).get_json()
    erased = client.post("/v1/people/erase", json={"id": ZEBRA}).get_json()

    [found] = [mention for mention in account["mentions"] if mention["kept_in"] == "drafts"]
    assert (found["row"], found["pointer"], found["value"]) == ({"id": about}, "/3", [ZEBRA, "Zora"])
    assert erased["mentions"] == 1
    assert client.get(f"/drafts/{about}").status_code == 404
    assert client.get(f"/drafts/{other}").status_code == 200
