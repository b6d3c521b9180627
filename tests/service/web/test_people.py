import io
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.access import keys
from api.access.scopes import Scope
from api.db.database import Database
from api.db.models import HOME_CLINIC
from api.store import intakes
from matcher.intake import Applicant, Intake
from tests.service.access.people import bearer, make_key
from tests.service.databases import ON_SQLITE
from tests.service.lists import deeds
from tests.service.web.test_pages import page

LIST = (
    "id,name,age,reasons,not with,cleared\n"
    "a1,Anna,21,anxiety,a2,yes\n"
    "a2,Ben,25-30,sleep; grief-loss,,\n"
    "a3,Cem,1990,suicidality,,\n"
)


def kept(client: FlaskClient, text: str = LIST) -> str:
    """The address of a list that was handed in."""
    draft = client.post("/lists", data={"list": (io.BytesIO(text.encode()), "list.csv")}).headers["Location"]
    return client.post(f"{draft}/keep", data={"name": "Autumn"}).headers["Location"]


def now(database: Database, kept: str) -> Intake:
    with database.reading() as session:
        return intakes.load(session, intakes.find(session, HOME_CLINIC, kept.rsplit("/", 1)[1]))


def who(database: Database, kept: str, code: str) -> Applicant:
    return now(database, kept).applicant_by_id[code]


def in_addresses(text: str, *words: str) -> list[str]:
    """The addresses of a page with one of these in them; the ids of lists, drawn by chance, may hold them inside."""
    looked_for = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(words)})(?![0-9a-z])")
    return [address for address in re.findall(r'(?:href|action)="([^"]*)"', text) if looked_for.search(address)]


def form(client: FlaskClient, address: str) -> dict[str, str]:
    """What the form of somebody holds."""
    text = page(client.get(address))
    found = re.findall(r'<input type="(?:text|hidden)"[^>]* name="(\w+)" value="([^"]*)"', text)
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', text)
    return dict([*found, *areas])


def test_people_are_found_by_what_is_said_of_them_and_no_address_names_them(client: FlaskClient) -> None:
    people = f"{kept(client)}/people"
    text = page(client.get(people))

    assert [code for code in ("a1", "a2", "a3") if f"<bdi>{code}</bdi>" in text] == ["a1", "a2", "a3"]
    assert "a clinician has to see first" in text
    assert not in_addresses(text, "a1", "a2", "a3", "Anna")
    found = page(client.post(people, data={"search": "grief ben"}))
    assert re.findall(r"<bdi>(a\d)</bdi>", found) == ["a2"]
    assert re.findall(r"<bdi>(a\d)</bdi>", page(client.post(people, data={"only": "held"}))) == ["a3"]
    assert "Nobody on this list" in page(client.post(people, data={"search": "nothing like it"}))


@ON_SQLITE
def test_a_long_list_is_shown_page_by_page(client: FlaskClient) -> None:
    rows = [f"p{number:03}" for number in range(120)]
    people = f"{kept(client, chr(10).join(['id', *rows]))}/people"

    text = page(client.post(people, data={"page": "3"}))

    assert re.findall(r"<bdi>(p\d+)</bdi>", text) == rows[100:]
    assert "page 3 of 3" in text
    assert "page 3 of 3" in page(client.post(people, data={"page": "99999999"}))


@ON_SQLITE
def test_somebody_is_added_with_every_problem_at_its_field(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    wrong = {"id": "", "age": "old", "availability": "some day", "avoid": "nobody", "priority": "9"}

    refused = client.post(f"{address}/people/new", data=wrong)

    assert refused.status_code == 422
    blamed = re.findall(r'<div id="why-(\w+)"><p class="problem">', refused.text)
    assert blamed == ["id", "age", "availability", "priority", "avoid"]
    assert 'value="some day"' in refused.text or ">some day</textarea>" in refused.text
    assert len(now(database, address).applicants) == 3

    sent = {"id": "a4", "display_name": "Dora", "age": "1999", "reasons": "sleep; career", "avoid": "a1"}
    assert client.post(f"{address}/people/new", data=sent).headers["Location"].endswith("?done=added")
    added = who(database, address, "a4")
    assert (added.birth_year, added.reasons, added.avoid) == (1999, ("sleep", "career"), ("a1",))
    assert client.post(f"{address}/people/new", data=sent).status_code == 422
    assert ("applicants.added", {"count": 1}) in deeds(database)


def test_somebody_is_changed_and_keeps_what_the_form_does_not_show(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    values = form(client, f"{address}/people/1")
    assert (values["age"], values["reasons"], values["avoid"]) == ("21", "anxiety", "a2")

    client.post(f"{address}/people/1/change", data=values | {"age": "22", "avoid": "", "tags": "evening"})

    changed = who(database, address, "a1")
    assert (str(changed.age), changed.avoid, changed.tags, changed.cleared) == ("22", (), ("evening",), True)
    assert changed.display_name == "Anna"
    before = now(database, address)
    client.post(f"{address}/people/1/change", data=form(client, f"{address}/people/1"))
    assert now(database, address) is before
    contradiction = {"pinned_group": "nowhere", "together": "a1"}
    refused = client.post(f"{address}/people/1/change", data=form(client, f"{address}/people/1") | contradiction)
    assert refused.status_code == 422
    assert re.findall(r'<div id="why-(\w+)">', refused.text) == ["together", "pinned_group"]


TIED = (
    "id,name,age,not with,keep with,ties\na1,Anna,21,a2,,\na2,Ben,25,,a4,\na3,Cem,30,,,acquaintance:a2\na4,Dora,31,,,\n"
)


def told_at(text: str, field: str) -> str:
    """What stands below a field in words, whatever of it."""
    found = re.findall(rf'<(div|p)[^>]* id="(?:why|also)-{field}">(.*?)</\1>', text, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", " ".join(each for _, each in found))).split())


@ON_SQLITE
def test_whom_somebody_must_not_meet_or_must_sit_with_is_changed_by_codes(
    client: FlaskClient, database: Database
) -> None:
    address = kept(client, TIED)
    values = form(client, f"{address}/people/4")

    sent = values | {"avoid": "a1; a3", "together": " a2 "}
    assert client.post(f"{address}/people/4/change", data=sent).status_code == 303

    changed = who(database, address, "a4")
    assert (changed.avoid, changed.together) == (("a1", "a3"), ("a2",))
    # One side is enough, so the other one's entry stays as it was.
    assert who(database, address, "a1").avoid == ("a2",)


@ON_SQLITE
def test_codes_that_nobody_has_are_named_and_stay_in_the_field(client: FlaskClient, database: Database) -> None:
    address = kept(client, TIED)
    sent = form(client, f"{address}/people/4") | {"avoid": "a1; b7; b8", "together": "a2; b9"}

    refused = client.post(f"{address}/people/4/change", data=sent)

    assert refused.status_code == 422
    for field, code in (("avoid", "b7"), ("avoid", "b8"), ("together", "b9")):
        assert f"nobody on this list has the code {code}: correct it, take it out" in told_at(refused.text, field)
    assert 'value="a1; b7; b8"' in refused.text
    assert now(database, address).applicants[3].avoid == ()


@ON_SQLITE
@pytest.mark.parametrize(
    ("number", "sent", "field", "said"),
    [
        (2, {"together": "a1"}, "together", "the entry of a1 says that the two must not meet"),
        (3, {"together": "a2"}, "together", "a tie of this list keeps a2 apart from this person"),
        (4, {"avoid": "a2"}, "avoid", "the entry of a2 says that the two must sit together"),
    ],
)
def test_what_the_other_entry_says_is_told_with_its_code(
    client: FlaskClient, database: Database, number: int, sent: dict[str, str], field: str, said: str
) -> None:
    address = kept(client, TIED)
    before = now(database, address)

    refused = client.post(f"{address}/people/{number}/change", data=form(client, f"{address}/people/{number}") | sent)

    assert refused.status_code == 422
    assert said in told_at(refused.text, field)
    assert now(database, address) is before


@ON_SQLITE
def test_whoever_else_names_somebody_stands_with_their_field(client: FlaskClient, database: Database) -> None:
    address = kept(client, TIED)

    text = page(client.get(f"{address}/people/2"))
    assert told_at(text, "avoid").endswith("said elsewhere on the list: Anna a1, Cem a3 (by a tie)")
    assert told_at(text, "together") == ""
    text = page(client.get(f"{address}/people/4"))
    assert told_at(text, "together").endswith("said elsewhere on the list: Ben a2")
    assert not in_addresses(text, "a1", "a2", "a3", "Ben")
    assert re.findall(r'<option value="(a\d)" label="(\w+)">', text) == [("a1", "Anna"), ("a2", "Ben"), ("a3", "Cem")]

    asking: dict[str, Any] = {"headers": bearer(make_key(database, [Scope.SUBMIT, Scope.PLAN]))}
    nameless = page(client.get(f"{address}/people/4", **asking))
    assert told_at(nameless, "together").endswith(": a2")
    assert re.findall(r'<option value="(a\d)">', nameless) == ["a1", "a2", "a3"]


@ON_SQLITE
def test_ties_that_keep_nobody_apart_are_not_told(client: FlaskClient, database: Database) -> None:
    address = kept(client, TIED)
    with database.writing() as session:
        row = intakes.find(session, HOME_CLINIC, address.rsplit("/", 1)[1], hold=True)
        listed = intakes.load(session, row)
        rules = listed.policy.rules
        without = rules.model_copy(update={"keep_apart": rules.keep_apart.model_copy(update={"kinds": ()})})
        changed = listed.with_changes(policy=listed.policy.model_copy(update={"rules": without}))
        intakes.revise(session, row, changed, "local")

    assert told_at(page(client.get(f"{address}/people/2")), "avoid").endswith(": Anna a1")


def test_nobody_overwrites_what_somebody_else_has_changed(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    mine = form(client, f"{address}/people/2")
    theirs = form(client, f"{address}/people/2")
    other = form(client, f"{address}/people/1")

    client.post(f"{address}/people/2/change", data=theirs | {"age": "31", "reasons": "sleep"})
    # Another person of the same list is another matter.
    assert client.post(f"{address}/people/1/change", data=other | {"age": "23"}).status_code == 303
    for act, sent in (("/change", mine | {"age": "28", "tags": "mine"}), ("/screening", mine), ("/off", mine)):
        conflict = client.post(f"{address}/people/2{act}", data=sent)
        assert conflict.status_code == 409
        assert "Somebody else has changed this person" in conflict.text
    assert str(who(database, address, "a2").age) == "31"

    conflict = client.post(f"{address}/people/2/change", data=mine | {"age": "28", "tags": "mine"})
    assert "On the list now: <bdi>31</bdi>" in conflict.text
    # What this form has not touched is theirs.
    assert ">sleep</textarea>" in conflict.text
    again = mine | {"age": "28", "revision": re.search(r'name="revision" value="(\d+)"', conflict.text)[1]}  # type: ignore[index]
    assert client.post(f"{address}/people/2/change", data=again).status_code == 303
    assert str(who(database, address, "a2").age) == "28"


def test_a_clinician_clears_and_holds(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    revision = form(client, f"{address}/people/3")["revision"]

    client.post(f"{address}/people/3/screening", data={"revision": revision, "cleared": "yes"})
    cleared = who(database, address, "a3")
    assert cleared.cleared is True
    assert cleared.cleared_at is not None
    revision = form(client, f"{address}/people/3")["revision"]
    client.post(f"{address}/people/3/screening", data={"revision": revision, "cleared": "no"})

    assert who(database, address, "a3").cleared is False
    assert [deed for deed, _ in deeds(database)][-2:] == ["applicant.cleared", "applicant.held"]


@ON_SQLITE
def test_whoever_may_screen_notes_it_and_changes_nothing_else(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    with database.writing() as session:
        secret = keys.create(session, HOME_CLINIC, "local", "clinician", [Scope.SCREEN, Scope.PLAN])[1]
    asking: dict[str, Any] = {"headers": {"Authorization": f"Bearer {secret}"}}
    text = page(client.get(f"{address}/people/3", **asking))
    assert "A clinician has cleared this person" in text
    assert "Save the change" not in text

    sent = {"revision": "1", "cleared": "yes", "age": "70"}
    assert client.post(f"{address}/people/3/change", data=sent, **asking).status_code == 403
    assert client.post(f"{address}/people/3/screening", data=sent, **asking).status_code == 303

    assert (who(database, address, "a3").cleared, who(database, address, "a3").birth_year) == (True, 1990)


def test_somebody_is_taken_off_with_every_mention_of_them(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    stale = form(client, f"{address}/people/2")

    assert client.post(f"{address}/people/2/off", data=stale).headers["Location"].endswith("?done=off")
    assert [a.id for a in now(database, address).applicants] == ["a1", "a3"]
    assert who(database, address, "a1").avoid == ()
    assert client.post(f"{address}/people/2/change", data=stale).headers["Location"].endswith("?done=gone")
    assert client.get(f"{address}/people/7").status_code == 404
    client.post(f"{address}/people/1/off", data=form(client, f"{address}/people/1"))
    last = client.post(f"{address}/people/1/off", data=form(client, f"{address}/people/1"))
    assert last.status_code == 409
    assert "the last person of the list" in last.text


@ON_SQLITE
def test_names_are_for_those_who_may_see_them(client: FlaskClient, database: Database) -> None:
    address = kept(client)
    with database.writing() as session:
        secret = keys.create(session, HOME_CLINIC, "local", "machine", [Scope.SUBMIT, Scope.PLAN])[1]
    asking: dict[str, Any] = {"headers": {"Authorization": f"Bearer {secret}"}}

    assert "Anna" not in page(client.get(f"{address}/people", **asking))
    found = page(client.post(f"{address}/people", data={"search": "anna"}, **asking))
    assert not re.search(r"(?<![0-9a-z])a1(?![0-9a-z])", found)
    text = page(client.get(f"{address}/people/1", **asking))
    assert "Anna" not in text
    revision = re.search(r'name="revision" value="(\d+)"', text)[1]  # type: ignore[index]
    client.post(f"{address}/people/1/change", data={"revision": revision, "age": "40"}, **asking)
    assert (who(database, address, "a1").display_name, str(who(database, address, "a1").age)) == ("Anna", "40")


def newer(client: FlaskClient, address: str, text: str) -> str:
    sent = client.post(f"{address}/newer", data={"list": (io.BytesIO(text.encode()), "newer.csv")})
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def test_a_newer_spreadsheet_is_laid_beside_the_list_before_it_is_taken(
    client: FlaskClient, database: Database
) -> None:
    address = kept(client)
    draft = newer(client, address, "id,age,reasons\na1,22,anxiety\na3,1990,suicidality\na9,30,career\n")

    text = page(client.get(draft))
    for said in ("1 person is new", "1 person is gone", "1 person has changed", "<bdi>a1</bdi>: age<"):
        assert said in text
    assert "name (shown on rosters only), must not meet, cleared in screening." in text
    revision = re.search(r'name="revision" value="(\d+)"', text)[1]  # type: ignore[index]
    client.post(f"{address}/people/3/screening", data={"revision": "1", "cleared": "yes"})
    stale = client.post(f"{draft}/keep", data={"revision": revision})
    assert "laid beside the list as it is now" in page(client.get(stale.headers["Location"]))
    taken = client.post(f"{draft}/keep", data={"revision": "2"})

    assert taken.headers["Location"].endswith("/people?done=replaced")
    assert [a.id for a in now(database, address).applicants] == ["a1", "a3", "a9"]
    first = who(database, address, "a1")
    assert (first.display_name, str(first.age), first.cleared, first.avoid) == ("Anna", "22", True, ())
    assert who(database, address, "a3").cleared is True
    assert ("intake.replaced", {"new": 1, "gone": 1, "changed": 1}) in deeds(database)
    assert client.get(draft).status_code == 404


@ON_SQLITE
def test_a_newer_spreadsheet_is_mended_and_cannot_contradict_what_stays(
    client: FlaskClient, database: Database
) -> None:
    address = kept(client)
    draft = newer(client, address, "id,age,keep with\na1,young,a2\na2,30,\n")
    text = page(client.get(draft))
    assert "When everything above is mended" in text

    cell = re.search(r'name="(cell-2-\d+)"', text)
    assert cell is not None
    client.post(draft, data={cell[1]: "23"})
    text = page(client.get(draft))

    assert "contradicts what stays" in text
    assert client.post(f"{draft}/keep", data={"revision": "1"}).status_code == 303
    assert len(now(database, address).applicants) == 3
    assert client.post(f"{address}/newer", data={}).status_code == 422
