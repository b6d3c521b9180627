import pytest
from flask.testing import FlaskClient

from api.db.database import Database
from api.db.models import HOME_CLINIC, AuditRow
from matcher.answer import evaluate
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json, told
from tests.service.plans.planning import SEATED, change, keep_plan, move, read, seats, small_list


def value(**groups: list[str]) -> float:
    """What a plan of the small list is worth by the scorer."""
    found = evaluate(validate_intake(small_list()), Plan.of(groups)).value
    assert found is not None
    return found


def test_a_move_says_exactly_what_it_does(client: FlaskClient) -> None:
    kept = keep_plan(client)

    response = move(client, kept, {"applicant": "p7", "to": "g1"})

    done, after = response.get_json(), {**SEATED, "g1": ["p1", "p2", "p3", "p7"]}
    assert response.headers["ETag"] == '"2"'
    assert (done["revision"], done["kept"]) == (2, True)
    assert done["moves"] == [{"id": "p7", "origin": None, "target": "g1"}]
    assert done["value"] == pytest.approx(value(**after) - value(**SEATED), abs=1e-9)
    assert done["figures"]["value"] == pytest.approx(value(**after), abs=1e-9)
    assert done["claim"] == pytest.approx(1)
    assert {fit["id"] for fit in done["fits"]} <= {"p1", "p2", "p3", "p7"}
    assert [group["group"] for group in done["groups"]] == ["g1"]
    assert seats(read(client, kept)) == after


def test_two_change_places_at_once(client: FlaskClient) -> None:
    kept = keep_plan(client)

    move(client, kept, {"applicant": "p1", "to": "g2"}, {"applicant": "p4", "to": "g1"})

    assert seats(read(client, kept)) == {"g1": ["p2", "p3", "p4"], "g2": ["p1", "p5", "p6"]}


def test_a_dry_run_keeps_nothing(client: FlaskClient) -> None:
    kept = keep_plan(client)
    body = {"moves": [{"applicant": "p1", "to": None}, {"applicant": "p2", "to": None}], "dry_run": True}

    response = client.post(f"/v1/plans/{kept['id']}/moves", json=body)

    found = response.get_json()
    assert (found["kept"], found["revision"], found["needs_acceptance"]) == (False, 1, ["size"])
    assert [breach["rule"] for breach in found["broken"]] == ["size"]
    assert read(client, kept) == kept


def test_a_broken_rule_is_refused_by_name_and_place(client: FlaskClient) -> None:
    kept = keep_plan(client)
    moves: list[Json] = [{"applicant": "p7", "to": "g3"}, {"applicant": "p1", "to": None}]

    response = move(client, kept, *moves)

    assert told(response, 422) == [("/moves/0", "breaks_size")]
    assert "p7" not in response.text
    assert read(client, kept)["revision"] == 1


def test_a_rule_is_broken_knowingly_and_counted(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)

    done = move(client, kept, {"applicant": "p7", "to": "g3"}, accept_breaches=["size"]).get_json()

    assert (done["figures"]["broken"], done["figures"]["status"]) == ({"size": 1}, "infeasible")
    assert read(client, kept)["figures"]["broken"] == {"size": 1}
    with database.reading() as session:
        entries = session.query(AuditRow).where(AuditRow.clinic_id == HOME_CLINIC).order_by(AuditRow.number).all()
    assert (entries[-1].action, entries[-1].details) == ("plan.moved", {"revision": 2, "moves": 1, "breaches": 1})


def test_a_rule_broken_before_does_not_stand_in_the_way(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g3"}, accept_breaches=["size"])

    done = move(client, kept, {"applicant": "p8", "to": "g3"}, revision=2).get_json()

    assert [breach["rule"] for breach in done["mended"]] == ["size"]
    assert done["figures"]["broken"] == {}


def test_everything_wrong_is_told_at_once(client: FlaskClient) -> None:
    kept = keep_plan(client)
    moves: list[Json] = [
        {"applicant": "stranger", "to": "g1"},
        {"applicant": "p1", "to": "g9"},
        {"applicant": "p1", "keep_off": ["g8"]},
    ]

    assert told(move(client, kept, *moves), 422) == [
        ("/moves/0/applicant", "unknown_applicant"),
        ("/moves/1/to", "unknown_group"),
        ("/moves/2/applicant", "duplicate_id"),
        ("/moves/2/keep_off/0", "unknown_group"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"applicant": "p1"},
        {"applicant": "p1", "to": "g1", "pin": "g2"},
        {"applicant": "p1", "pin": "g1", "keep_off": ["g1"]},
    ],
    ids=["nothing to do", "two places", "pinned and kept off"],
)
def test_an_entry_that_contradicts_itself(client: FlaskClient, wrong: dict[str, object]) -> None:
    assert told(move(client, keep_plan(client), wrong), 422) == [("/moves/0", "invalid")]


def test_a_pin_moves_and_holds(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "pin": "g2"})

    assert read(client, kept)["pins"] == {"p7": "g2"}
    assert seats(read(client, kept))["g2"] == ["p4", "p5", "p6", "p7"]
    away = {"applicant": "p7", "to": "g1"}
    assert told(move(client, kept, away, revision=2), 422) == [("/moves/0", "breaks_placement")]
    assert move(client, kept, {**away, "pin": None}, revision=2).status_code == 200
    assert read(client, kept)["pins"] == {}


def test_whoever_is_kept_off_has_to_leave(client: FlaskClient) -> None:
    kept = keep_plan(client)
    off = {"applicant": "p1", "keep_off": ["g1"]}

    assert told(move(client, kept, off), 422) == [("/moves/0", "breaks_placement")]
    assert move(client, kept, {**off, "to": "g2"}).status_code == 200
    assert read(client, kept)["kept_off"] == {"p1": ["g1"]}


def test_members_of_running_groups_stay(client: FlaskClient) -> None:
    listed = small_list()
    listed["applicants"][0]["seated_in"] = "g1"
    kept = keep_plan(client, listed)

    assert told(move(client, kept, {"applicant": "p1", "to": "g2"}), 422) == [
        ("/moves/0/applicant", "already_a_member")
    ]


def test_what_changes_nothing_makes_no_revision(client: FlaskClient) -> None:
    kept = keep_plan(client)

    done = move(client, kept, {"applicant": "p1", "to": "g1"}).get_json()

    assert (done["kept"], done["revision"], done["moves"]) == (False, 1, [])


def test_the_slower_editor_is_told(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g1"})

    slower = move(client, kept, {"applicant": "p8", "to": "g2"})

    assert told(slower, 412) == [("", "changed_meanwhile")]
    assert slower.headers["ETag"] == '"2"'


def test_a_move_sent_again_is_made_once(client: FlaskClient) -> None:
    kept = keep_plan(client)
    send = {
        "json": {"moves": [{"applicant": "p7", "to": "g1"}]},
        "headers": {"If-Match": '"1"', "Idempotency-Key": "k"},
    }

    first, again = (client.post(f"/v1/plans/{kept['id']}/moves", **send) for _ in range(2))

    assert first.data == again.data
    assert read(client, kept)["revision"] == 2


def test_a_plan_is_brought_onto_the_newer_list(client: FlaskClient) -> None:
    """Somebody left, somebody new is there, and gets the free place in the same step."""
    kept = keep_plan(client)
    now = [p for p in small_list()["applicants"] if p["id"] != "p1"] + [{"id": "new", "age": 20, "reasons": ["sleep"]}]
    body = {"name": "Autumn", "intake": small_list(applicants=now)}
    client.put(f"/v1/intakes/{kept['intake']}", json=body, headers={"If-Match": '"1"'})

    done = move(client, kept, {"applicant": "new", "to": "g1"}, newer_list=True).get_json()

    assert done["moves"] == [
        {"id": "new", "origin": None, "target": "g1"},
        {"id": "p1", "origin": "g1", "target": None},
    ]
    found = read(client, kept)
    assert (found["intake_revision"], found["newer_intake_revision"]) == (2, None)
    assert seats(found) == {**SEATED, "g1": ["new", "p2", "p3"]}


def test_a_place_that_was_told_has_a_price(client: FlaskClient) -> None:
    """The rule on published places costs half a point for everybody who leaves one."""
    kept, other = keep_plan(client), keep_plan(client)
    swap = [{"applicant": "p1", "to": "g2"}, {"applicant": "p4", "to": "g1"}]
    change(client, kept, "publish")

    told_before, told_nothing = (move(client, each, *swap).get_json() for each in (kept, other))

    assert told_before["value"] == pytest.approx(told_nothing["value"] - 2 * 0.5, abs=1e-9)
    assert sorted(b["rule"] for b in told_before["dearer"] if b["rule"] == "stay") == ["stay", "stay"]
