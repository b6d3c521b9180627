"""A plan during the term: people leave and come, places are filled, everything can be taken back."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.db.database import Database
from api.planning import term as planning
from api.settings import Settings
from tests.api.asking import Json
from tests.service.access.people import ON_SQLITE
from tests.service.jobs import until, working
from tests.service.lists import address, deeds, match
from tests.service.plans.planning import change, keep_plan, read, seats, small_list
from tests.service.web.test_pages import page


def began(client: FlaskClient, **groups: list[str]) -> Json:
    """A published plan: two groups of three, p7 and p8 wait."""
    kept = keep_plan(client, None, **groups)
    assert change(client, kept, "publish").status_code == 200
    return kept


def leave(client: FlaskClient, kept: Json, *people: str) -> None:
    """Take people off the list."""
    for who in people:
        listed = {"id": kept["intake"]}
        revision = client.get(f"/v1/intakes/{kept['intake']}").get_json()["revision"]
        assert client.delete(address(listed, "applicants", who), headers=match(revision)).status_code == 200


def come(client: FlaskClient, kept: Json, *people: Json) -> None:
    """Put people on the list."""
    body = {"applicants": list(people)}
    assert client.post(f"/v1/intakes/{kept['intake']}/applicants", json=body).status_code == 201


def shown(client: FlaskClient, kept: Json, **query: Any) -> str:
    return page(client.get(f"/plans/{kept['id']}/term", query_string=query))


def state(text: str) -> dict[str, str]:
    """What the page's forms were made for."""
    found = re.search(r'name="revision" value="(\d+)"><input type="hidden" name="list" value="(\d+)"', text)
    assert found is not None
    return {"revision": found[1], "list": found[2]}


def act(client: FlaskClient, kept: Json, what: str = "", **sent: Any) -> TestResponse:
    """Send one of the page's forms."""
    return client.post(f"/plans/{kept['id']}/term{what}", data=state(shown(client, kept)) | sent)


def words(text: str) -> str:
    """The page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@ON_SQLITE
def test_what_has_changed_is_told_before_anything_is_done(client: FlaskClient) -> None:
    kept = began(client)
    assert "The list has not changed" in shown(client, kept)

    leave(client, kept, "p2")
    come(client, kept, {"id": "n1", "age": 29, "reasons": ["grief-loss"]})
    patched = client.get(f"/v1/intakes/{kept['intake']}").get_json()["revision"]
    listed = {"id": kept["intake"]}
    change_of_age = {"json": {"age": 33}, "content_type": "application/merge-patch+json", "headers": match(patched)}
    assert client.patch(address(listed, "applicants", "p4"), **change_of_age).status_code == 200

    text = words(shown(client, kept))
    assert "1 person is gone p2 had a place in g1" in text
    assert "1 person is new n1" in text
    assert "1 person has changed p4 : age ( g2 )" in text
    assert "g1 2 of 4 places, 2 free" in text
    assert "g3 not open" in text
    assert "Only take out those who are gone" in text
    assert "p2 leaves g1" in text
    assert re.search(r"n1 joins g[12] \(fit \d+\)", text)
    assert read(client, kept)["revision"] == 1


def test_free_places_are_filled_while_nobody_moves_and_that_is_taken_back(
    client: FlaskClient, database: Database
) -> None:
    kept = began(client)
    leave(client, kept, "p2")
    come(client, kept, {"id": "n1", "age": 29, "reasons": ["grief-loss"]})

    done = act(client, kept, deed="refill")
    assert done.status_code == 303
    now = seats(read(client, kept))

    assert {who for members in now.values() for who in members} == {"p1", "p3", "p4", "p5", "p6", "p7", "p8", "n1"}
    assert {"p1", "p3"} <= set(now["g1"])
    assert {"p4", "p5", "p6"} <= set(now["g2"])
    text = words(page(client.get(done.headers["Location"])))
    assert "1 person left, 3 came, 0 moved." in text
    assert "p2 from g1" in text
    assert "published: people were told this" in text
    assert ("plan.moved", {"moves": 4, "breaches": 0}) in deeds(database)
    assert act(client, kept, "/back").status_code == 303
    assert seats(read(client, kept)) == {"g1": ["p1", "p2", "p3"], "g2": ["p4", "p5", "p6"]}
    assert "Undone, as in step 1" in shown(client, kept)


@ON_SQLITE
def test_only_the_gone_are_taken_out(client: FlaskClient) -> None:
    kept = began(client)
    leave(client, kept, "p2")

    assert act(client, kept, deed="out").status_code == 303

    assert seats(read(client, kept)) == {"g1": ["p1", "p3"], "g2": ["p4", "p5", "p6"]}


@ON_SQLITE
def test_a_rule_is_broken_only_knowingly_and_with_a_reason(client: FlaskClient) -> None:
    kept = began(client)
    leave(client, kept, "p2", "p3", "p7", "p8")
    text = shown(client, kept)
    assert "at least 2 are needed" in text
    accept = re.search(r'name="accept" value="([^"]+)"', text)
    assert accept is not None

    for sent in ({}, {"accept": accept[1]}, {"reason": "they wait for two more"}):
        refused = act(client, kept, deed="out", **sent)
        assert refused.status_code == 422
        assert "say why" in refused.text
    assert read(client, kept)["revision"] == 1
    assert act(client, kept, deed="out", accept=accept[1], reason="they wait for two more").status_code == 303

    assert seats(read(client, kept))["g1"] == ["p1"]
    assert "they wait for two more" in shown(client, kept)


@ON_SQLITE
def test_nothing_is_done_on_a_state_that_nobody_has_seen(client: FlaskClient) -> None:
    kept = began(client)
    leave(client, kept, "p2")
    seen = state(shown(client, kept))
    leave(client, kept, "p3")

    for what, sent in (("", {"deed": "refill"}), ("/look", {"moves": "1"}), ("/back", {})):
        refused = client.post(f"/plans/{kept['id']}/term{what}", data=seen | sent)
        assert refused.status_code == 409
        assert "so nothing was done" in refused.text
    assert read(client, kept)["revision"] == 1


def test_few_moves_are_proposed_with_their_reasons_and_taken(client: FlaskClient, service_settings: Settings) -> None:
    """Both who are left of a group move on, as it is closed without them."""
    kept = began(client, g1=["p1", "p2", "p3"], g2=["p4", "p5"])
    leave(client, kept, "p2", "p3", "p6", "p7", "p8")
    with working(service_settings):
        looked = act(client, kept, "/look", moves="2")
        assert looked.status_code == 303
        proposal = re.search(r"proposal=(\w+)", looked.headers["Location"])
        assert proposal is not None
        part = f"/plans/{kept['id']}/term/proposal?proposal={proposal[1]}"
        text = until(lambda: client.get(part).text, lambda found: "Searching" not in found)

    assert "Nothing of this is done yet" in text
    assert re.search(r"p1 : g1 → g2 was told", words(text))
    assert "<html" not in text
    assert read(client, kept)["revision"] == 1
    assert act(client, kept, "/take", job=proposal[1]).status_code == 303

    assert seats(read(client, kept)) == {"g2": ["p1", "p4", "p5"]}
    text = words(shown(client, kept))
    assert "1 person has another place than they were told" in text
    assert "p1 : was told g1 , now g2" in text
    assert act(client, kept, "/take", job=proposal[1]).status_code == 409


@ON_SQLITE
def test_moves_that_are_no_number_and_jobs_of_others_are_refused(client: FlaskClient) -> None:
    kept = began(client)

    assert act(client, kept, "/look", moves="a few").status_code == 422
    assert act(client, kept, "/take", job="job_unknown").status_code == 404


@ON_SQLITE
def test_too_long_a_wait_is_left_to_a_search(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = began(client)
    monkeypatch.setattr(planning, "MOST_WAYS", 1)

    assert "search with 0 moves instead" in shown(client, kept)


@ON_SQLITE
def test_the_page_of_a_plan_that_is_not_composed_is_the_plans_own(client: FlaskClient) -> None:
    kept = keep_plan(client, small_list())
    composed = client.post(f"/v1/intakes/{kept['intake']}/plans", json={}).get_json()

    led = client.get(f"/plans/{composed['plan']}/term")

    assert led.headers["Location"].endswith(f"/plans/{composed['plan']}")
