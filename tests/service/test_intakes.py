from flask.testing import FlaskClient

from api.db.database import Database
from api.db.models import HOME_CLINIC, ApplicantRow
from api.store import intakes
from matcher.validation import validate_intake
from tests.api.asking import intake, people, told
from tests.service.asking import keep


def test_a_list_is_kept_whole(client: FlaskClient, database: Database) -> None:
    sent = intake(7, policy={"balance": 0.3}, ties=[{"a": "p1", "b": "p2", "kind": "support"}])

    found = keep(client, "Spring", intake=sent)

    assert (found["name"], found["revision"], found["applicants"], found["groups"]) == ("Spring", 1, 7, 0)
    with database.reading() as session:
        kept = intakes.load(session, intakes.find(session, HOME_CLINIC, found["id"]))
    assert kept == validate_intake(sent)


def test_every_problem_comes_at_once(client: FlaskClient) -> None:
    sent = intake(applicants=[{"id": "p1", "age": 323}, {"id": "p1"}])

    assert told(client.post("/v1/intakes", json={"intake": sent, "nmae": "x"}), 422) == [
        ("/intake/applicants/0/age", "invalid"),
        ("/name", "missing"),
        ("", "unknown_field"),
    ]


def test_a_change_adds_rows_for_what_changed(client: FlaskClient, database: Database) -> None:
    kept = keep(client)
    people_now = [*people(6)[:2], {**people(6)[2], "age": 41}, *people(6)[3:5], {"id": "new", "age": 30}]

    response = client.put(
        f"/v1/intakes/{kept['id']}",
        json={"name": "Autumn", "intake": intake(applicants=people_now)},
        headers={"If-Match": '"1"'},
    )

    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    with database.reading() as session:
        row = intakes.find(session, HOME_CLINIC, kept["id"])
        assert intakes.load(session, row) == validate_intake(intake(applicants=people_now))
        assert intakes.load(session, row, 1) == validate_intake(intake())
        rows = session.query(ApplicantRow).where(ApplicantRow.intake_id == kept["id"]).all()
    assert sorted(
        (found.id, found.since, found.until) for found in rows if (found.since, found.until) != (1, None)
    ) == [
        ("new", 2, None),
        ("p3", 1, 2),
        ("p3", 2, None),
        ("p6", 1, 2),
    ]


def test_a_change_says_what_it_is_for(client: FlaskClient) -> None:
    address = f"/v1/intakes/{keep(client)['id']}"
    body = {"name": "Autumn", "intake": intake()}

    assert told(client.put(address, json=body), 428) == [("", "precondition_required")]
    assert told(client.put(address, json=body, headers={"If-Match": '"7"'}), 412) == [("", "changed_meanwhile")]
    assert client.delete(address, headers={"If-Match": '"1"'}).status_code == 204
    assert told(client.get(address), 404) == [("", "not_found")]


def test_pages_hold_every_list_once(client: FlaskClient) -> None:
    made = [keep(client, f"list {number}")["id"] for number in range(5)]

    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/intakes", query_string=query).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == sorted(made, reverse=True)


def test_parameters_that_cannot_be_used(client: FlaskClient) -> None:
    response = client.get("/v1/intakes?limit=0")

    assert told(response, 400) == [("", "greater_than_equal")]
    assert response.get_json()["errors"][0]["parameter"] == "limit"
    assert told(client.get("/v1/intakes?cursor=zz"), 400) == [("", "bad_cursor")]


def test_a_reader_who_has_it_gets_nothing(client: FlaskClient) -> None:
    address = f"/v1/intakes/{keep(client)['id']}"

    assert client.get(address, headers={"If-None-Match": '"1"'}).status_code == 304
