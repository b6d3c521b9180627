"""Applicants and groups of a kept list, one by one."""

from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from api.db.database import Database
from api.db.models import ApplicantRow
from api.merge import MERGE_PATCH, merged
from matcher.intake import Applicant
from matcher.validation import InvalidIntake, validate_intake
from tests.api.asking import Json, intake, people, told
from tests.service.asking import keep
from tests.service.lists import address, deeds, match, whole

GROUPS = [
    {"id": "g1", "min_size": 3, "max_size": 4, "target_size": 3},
    {"id": "g/2 ", "min_size": 3, "max_size": 4, "target_size": 3},
]

IDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=100).filter(
    lambda text: "@" not in text and sum(map(str.isdigit, text)) < 5
)
"""Anything but what looks like an e-mail address or a phone number."""


def test_people_come_in_pages_of_one_revision(client: FlaskClient) -> None:
    kept = keep(client)
    pages = f"/v1/intakes/{kept['id']}/applicants"
    first = client.get(pages, query_string={"limit": 4}).get_json()

    client.delete(address(kept, "applicants", "p6"), headers=match(1))
    second = client.get(pages, query_string={"limit": 4, "cursor": first["next"]}).get_json()

    assert [each["id"] for each in (*first["items"], *second["items"])] == [f"p{n}" for n in range(1, 7)]
    assert (first["revision"], second["revision"], second["next"]) == (1, 1, None)
    assert len(client.get(pages).get_json()["items"]) == 5
    assert told(client.get(pages, query_string={"cursor": "x"}), 400) == [("", "bad_cursor")]


def test_newcomers_stand_at_the_end(client: FlaskClient, database: Database) -> None:
    kept = keep(client)
    new = {"applicants": [{"id": "p7", "age": 31}, {"id": "p8", "avoid": ["p1", "p7"]}]}

    response = client.post(f"/v1/intakes/{kept['id']}/applicants", json=new, headers={"Idempotency-Key": "one"})
    again = client.post(f"/v1/intakes/{kept['id']}/applicants", json=new, headers={"Idempotency-Key": "one"})

    assert response.status_code == 201
    assert response.get_json() == {"revision": 2, "added": 2, "applicants": 8}
    assert (again.data, again.headers["ETag"]) == (response.data, '"2"')
    assert whole(client, kept)["applicants"] == [*people(6), *new["applicants"]]
    assert whole(client, kept, 1)["applicants"] == people(6)
    assert deeds(database)[1:] == [("applicants.added", {"count": 2})]


def test_what_is_wrong_with_newcomers_points_into_the_request(client: FlaskClient) -> None:
    kept = keep(client)
    new: Json = {"applicants": [{"id": "p7"}, {"id": "p3"}, {"id": "p8", "avoid": ["p9"]}, {"id": "p10", "age": 30}]}

    response = client.post(f"/v1/intakes/{kept['id']}/applicants", json=new)

    assert told(response, 422) == [
        ("/applicants/1/id", "duplicate_id"),
        ("/applicants/2/avoid/0", "unknown_applicant"),
    ]
    new["applicants"][3]["age"] = 3
    assert ("/applicants/3/age", "invalid") in told(client.post(f"/v1/intakes/{kept['id']}/applicants", json=new), 422)


def test_a_change_writes_one_row(client: FlaskClient, database: Database) -> None:
    kept = keep(client, intake=intake(groups=GROUPS))

    response = client.patch(address(kept, "applicants", "p3"), json={"age": 41, "reasons": None}, headers=match(1))

    assert response.status_code == 200
    assert response.get_json() == {"id": "p3", "age": 41}
    assert response.headers["ETag"] == '"2"'
    with database.reading() as session:
        rows = session.query(ApplicantRow).where(ApplicantRow.intake_id == kept["id"]).all()
    assert sorted((row.id, row.since, row.until) for row in rows if (row.since, row.until) != (1, None)) == [
        ("p3", 1, 2),
        ("p3", 2, None),
    ]
    assert [each["id"] for each in whole(client, kept)["applicants"]] == [f"p{n}" for n in range(1, 7)]
    assert deeds(database)[1:] == [("applicant.changed", {})]


def test_a_change_that_changes_nothing_makes_no_revision(client: FlaskClient, database: Database) -> None:
    kept = keep(client)

    response = client.patch(address(kept, "applicants", "p3"), json={"age": 30}, headers=match(1))

    assert (response.status_code, response.headers["ETag"]) == (200, '"1"')
    assert len(deeds(database)) == 1


def test_somebody_is_written_whole_or_added(client: FlaskClient) -> None:
    kept = keep(client)

    replaced = client.put(address(kept, "applicants", "p2"), json={"id": "p2", "age": 33}, headers=match(1))
    added = client.put(address(kept, "applicants", "new"), json={"id": "new", "avoid": ["p2"]}, headers=match(2))

    assert (replaced.status_code, replaced.get_json()) == (200, {"id": "p2", "age": 33})
    assert (added.status_code, added.headers["ETag"]) == (201, '"3"')
    assert added.headers["Location"] == address(kept, "applicants", "new")
    assert [each["id"] for each in whole(client, kept)["applicants"]] == [*(f"p{n}" for n in range(1, 7)), "new"]


def test_what_is_wrong_with_somebody_points_into_the_request(client: FlaskClient) -> None:
    kept = keep(client, intake=intake(applicants=[*people(5), {"id": "p6", "together": ["p2"]}]))
    there = address(kept, "applicants", "p2")

    wrong = {"id": "p2", "age": 3, "avoid": ["p9"], "nmae": "x"}
    assert told(client.put(there, json=wrong, headers=match(1)), 422) == [("/age", "invalid"), ("", "unknown_field")]
    unknown = {"id": "p2", "avoid": ["p1", "p9"]}
    assert told(client.put(there, json=unknown, headers=match(1)), 422) == [("/avoid/1", "unknown_applicant")]
    # That p6 has to sit with p2 stands in the entry of p6.
    response = client.patch(there, json={"avoid": ["p6"]}, headers=match(1))
    assert told(response, 422) == [("", "contradictory_pair")]
    assert response.get_json()["detail"].startswith("elsewhere in the list: ")
    assert told(client.patch(there, json={"id": "p1"}, headers=match(1)), 422) == [("/id", "other_id")]
    assert told(client.patch(there, json={"age": {}}, headers=match(1)), 422) == [("/age", "invalid")]
    assert told(client.patch(there, json=[], headers=match(1)), 422) == [("", "not_an_object")]


def test_a_dropout_takes_every_reference_along(client: FlaskClient, database: Database) -> None:
    listed = [*people(3), {"id": "p4", "avoid": ["p1", "p2"]}, {"id": "p5", "together": ["p1"]}, {"id": "p6"}]
    ties = [{"a": "p1", "b": "p6", "kind": "support"}, {"a": "p2", "b": "p3", "kind": "support"}]
    kept = keep(client, intake=intake(applicants=listed, ties=ties))

    response = client.delete(address(kept, "applicants", "p1"), headers=match(1))

    assert response.status_code == 200
    assert response.get_json() == {"revision": 2, "ties": 1, "avoid": 1, "together": 1}
    now = whole(client, kept)
    assert now["applicants"] == [*people(3)[1:], {"id": "p4", "avoid": ["p2"]}, {"id": "p5"}, {"id": "p6"}]
    assert now["ties"] == ties[1:]
    assert whole(client, kept, 1)["ties"] == ties
    assert told(client.get(address(kept, "applicants", "p1")), 404) == [("", "not_found")]
    assert client.get(address(kept, "applicants", "p1"), query_string={"revision": 1}).status_code == 200
    assert deeds(database)[1:] == [("applicant.removed", {"ties": 1, "avoid": 1, "together": 1})]


def test_the_last_person_stays(client: FlaskClient) -> None:
    kept = keep(client, intake=intake(1))

    response = client.delete(address(kept, "applicants", "p1"), headers=match(1))

    assert told(response, 409) == [("", "last_applicant")]


def test_a_dropout_may_leave_a_contradiction(client: FlaskClient) -> None:
    """Seven people make groups g1 and g2 of three or four, six of them only g1."""
    sizes = {"min_size": 4, "max_size": 4, "target_size": 4}
    listed = [*people(7), {"id": "p8", "pinned_group": "g2"}]
    kept = keep(client, intake=intake(applicants=listed, sizes=sizes))

    response = client.delete(address(kept, "applicants", "p1"), headers=match(1))

    assert response.status_code in (200, 409)
    if response.status_code == 409:
        assert told(response, 409) == [("", "unknown_group")]


@pytest.mark.parametrize("side", ["applicants", "groups"])
def test_a_change_says_what_it_is_for(client: FlaskClient, side: str) -> None:
    kept = keep(client, intake=intake(groups=GROUPS))
    entry = {"applicants": "p1", "groups": "g1"}[side]
    there, body = address(kept, side, entry), {"id": entry}

    for method, sent in (("put", body), ("patch", body), ("delete", None)):
        assert told(client.open(there, method=method, json=sent), 428) == [("", "precondition_required")]
        late = client.open(there, method=method, json=sent, headers=match(7))
        assert told(late, 412) == [("", "changed_meanwhile")]
    late = client.post(f"/v1/intakes/{kept['id']}/{side}", json={side: [{"id": "new"}]}, headers=match(7))
    assert told(late, 412) == [("", "changed_meanwhile")]


@pytest.mark.parametrize("side", ["applicants", "groups"])
def test_nobody_is_not_found(client: FlaskClient, side: str) -> None:
    kept = keep(client, intake=intake(groups=GROUPS))

    for name in ("nobody", "a\0b", "."):
        assert told(client.get(address(kept, side, name)), 404) == [("", "not_found")]
        assert told(client.delete(address(kept, side, name), headers=match(1)), 404) == [("", "not_found")]
        assert told(client.patch(address(kept, side, name), json={}, headers=match(1)), 404) == [("", "not_found")]
    assert told(client.get(address({"id": "int_x"}, side, "p1")), 404) == [("", "not_found")]
    assert told(client.get(address(kept, side, "p1"), query_string={"revision": 9}), 404) == [("", "not_found")]


def test_groups_are_written_like_people(client: FlaskClient, database: Database) -> None:
    kept = keep(client, intake=intake(groups=GROUPS))
    there = address(kept, "groups", "g/2 ")

    patched = client.patch(there, json={"session": "Mon 09:00-10:30"}, content_type=MERGE_PATCH, headers=match(1))
    assert patched.get_json() == {**GROUPS[1], "session": "Mon 09:00-10:30"}
    assert told(client.patch(there, json={"min_size": 9}, headers=match(2)), 422) == [("", "invalid")]
    more = {"groups": [{"id": "g3"}, {"id": "g1"}]}
    assert told(client.post(f"/v1/intakes/{kept['id']}/groups", json=more), 422) == [("/groups/1/id", "duplicate_id")]
    more["groups"].pop()
    added = client.post(f"/v1/intakes/{kept['id']}/groups", json=more).get_json()
    assert added == {"revision": 3, "added": 1, "groups": 3}
    assert [each["id"] for each in client.get(f"/v1/intakes/{kept['id']}/groups").get_json()["items"]] == [
        "g1",
        "g/2 ",
        "g3",
    ]
    assert [action for action, _ in deeds(database)] == ["intake.created", "group.changed", "groups.added"]


def test_a_group_that_goes_takes_pins_and_wishes_along(client: FlaskClient) -> None:
    listed = [
        *people(3),
        {"id": "p4", "pinned_group": "g1", "published_group": "g1"},
        {"id": "p5", "preferred_groups": ["g1", "g/2 "], "kept_off_groups": ["g1"]},
        {"id": "p6", "seated_in": "g/2 "},
    ]
    kept = keep(client, intake=intake(applicants=listed, groups=GROUPS))

    gone = client.delete(address(kept, "groups", "g1"), headers=match(1))
    stays = client.delete(address(kept, "groups", "g/2 "), headers=match(2))

    assert gone.get_json() == {"revision": 2, "pinned": 1, "published": 1, "preferred": 1, "kept_off": 1}
    assert whole(client, kept)["applicants"][3:] == [
        {"id": "p4"},
        {"id": "p5", "preferred_groups": ["g/2 "]},
        {"id": "p6", "seated_in": "g/2 "},
    ]
    assert told(stays, 409) == [("", "group_has_members")]


@settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(IDS, min_size=2, max_size=4, unique=True))
def test_ids_may_hold_anything(client: FlaskClient, names: list[str]) -> None:
    """Slashes, spaces, question marks, line ends: each has an address."""
    listed = [{"id": name, "priority": number % 4} for number, name in enumerate(names)]
    groups = [{"id": name, "min_size": 2, "max_size": 4, "target_size": 3} for name in names]
    kept = keep(client, intake=intake(applicants=listed, groups=groups))

    for number, name in enumerate(names):
        for side, entries in (("applicants", listed), ("groups", groups)):
            response = client.get(address(kept, side, name))
            assert response.status_code == 200, (name, response.text)
            assert response.get_json()["id"] == entries[number]["id"]
    for revision, name in enumerate(names[1:], start=1):
        assert client.delete(address(kept, "applicants", name), headers=match(revision)).status_code == 200
    assert [each["id"] for each in whole(client, kept)["applicants"]] == names[:1]


def test_awkward_ids_have_an_address(client: FlaskClient) -> None:
    names = ["/", "//", "a//b", "/a", "a/", "a/b/c", "?", "#", "%2F", "..", "a\nb", "ä", "😀", " "]
    kept = keep(client, intake=intake(applicants=[{"id": "p1"}, *({"id": name} for name in names)]))

    for number, name in enumerate(names):
        there = address(kept, "applicants", name)
        patched = client.patch(there, json={"age": 30}, headers=match(2 * number + 1))
        assert patched.get_json() == {"id": name, "age": 30}
        assert client.delete(there, headers=match(2 * number + 2)).status_code == 200


PATCHES = st.dictionaries(
    st.sampled_from(["age", "reasons", "avoid", "together", "cleared", "priority", "display_name", "pinned_group"]),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 130),
        st.sampled_from(["18-25", "g1", "p2", "Anna", ""]),
        st.lists(st.sampled_from(["p1", "p2", "p3", "p9", "sleep", ""]), max_size=3),
        st.dictionaries(st.sampled_from(["a"]), st.none(), max_size=1),
    ),
    max_size=4,
)


@settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(patch=PATCHES)
def test_a_patch_does_what_the_standard_says(client: FlaskClient, patch: dict[str, Any]) -> None:
    """What comes of it is what comes of handing the whole list in with the patched person; or nothing does."""
    before = intake(groups=GROUPS[:1], applicants=[*people(3), {"id": "p4", "age": 40, "avoid": ["p3"]}])
    kept = keep(client, intake=before)
    wanted = deepcopy(before)
    wanted["applicants"][3] = merged(wanted["applicants"][3], patch)
    try:
        expected = validate_intake(wanted, strict=True)
    except (InvalidIntake, ValidationError):
        expected = None

    response = client.patch(address(kept, "applicants", "p4"), json=patch, headers=match(1))

    if expected is None:
        assert response.status_code == 422
        assert whole(client, kept)["applicants"] == before["applicants"]
        for error in response.get_json()["errors"]:
            assert error["pointer"] == "" or error["pointer"].split("/")[1] in patch
    else:
        assert response.status_code == 200, response.text
        assert Applicant.model_validate(response.get_json()) == expected.applicants[3]
        assert validate_intake(whole(client, kept)) == expected


def test_merging_is_that_of_the_standard() -> None:
    """The examples of RFC 7396, appendix A."""
    for target, patch, result in [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ]:
        assert merged(target, patch) == result
