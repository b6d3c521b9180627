import re
from functools import partial
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.access.scopes import Scope
from api.db.database import Database
from api.db.models import JobRow, PlanRevisionRow
from api.settings import Settings
from api.web import board
from matcher.answer import evaluate
from matcher.catalogue import phrase
from matcher.explain import why
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json
from tests.service.access.people import bearer, make_key
from tests.service.databases import ON_SQLITE
from tests.service.jobs import ended, working
from tests.service.lists import deeds
from tests.service.plans.planning import SEATED, change, keep_plan, move, read, seats, small_list
from tests.service.web.explained import LISTED, PLAN, keep

SCRIPTED = {"HX-Request": "true"}


def ask(client: FlaskClient, kept: Json, what: str, revision: int = 1, **form: Any) -> TestResponse:
    """Send a form of the board, without a script."""
    return client.post(f"/plans/{kept['id']}/{what}", data={"revision": str(revision), **form})


def words(response: TestResponse) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def shown(client: FlaskClient, response: TestResponse) -> str:
    """The page that a form leads to."""
    assert response.status_code == 303, response.text
    return words(client.get(response.headers["Location"]))


def promises(response: TestResponse) -> dict[str, str]:
    """What a page of places promises for each: the change of the plan's value in points, as it is written."""
    assert response.status_code == 200, response.text
    choices = re.findall(r'name="(?:to|wait|swap)" value="([^"]+)">(.*?)</button>', response.text, re.DOTALL)
    return {place: re.search(r"points \w+\">(\S+) points", inside)[1] for place, inside in choices}  # type: ignore[index]


def value(**groups: list[str]) -> float:
    found = evaluate(validate_intake(small_list()), Plan.of(groups)).value
    assert found is not None
    return found


def written(points: float) -> str:
    return "±0" if abs(points) < 0.005 else f"{'+' if points > 0 else '−'}{abs(points):.2f}"


def test_a_form_moves_and_says_so_on_both_databases(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)

    text = shown(client, ask(client, kept, "moves", applicant="p7", to="g1"))

    after = {**SEATED, "g1": ["p1", "p2", "p3", "p7"]}
    assert "p7 moved from the waitlist to g1." in text
    assert f"Value of the plan: {written(value(**after) - value(**SEATED))} points." in text
    assert seats(read(client, kept)) == after
    assert deeds(database)[-1] == ("plan.moved", {"moves": 1, "breaches": 0})


@ON_SQLITE
@pytest.mark.parametrize("who", ["p1", "p5", "p7"])
def test_what_is_said_before_is_what_the_scorer_says_after(client: FlaskClient, who: str) -> None:
    """For every place that somebody could go to, and everybody they could change places with."""
    kept = keep_plan(client)
    place = {each: group for group, members in SEATED.items() for each in members}
    others = [each for each in place if place[each] != place.get(who)]

    said = promises(ask(client, kept, "targets", applicant=who))
    for group in {"g1", "g2"} - {place.get(who)}:
        said |= promises(ask(client, kept, "partners", applicant=who, group=group))

    def plan(**changes: str | None) -> dict[str, list[str]]:
        now = {**place, **changes}
        return {group: [each for each in now if now[each] == group] for group in ("g1", "g2", "g3")}

    wanted = {group: plan(**{who: group}) for group in ("g1", "g2", "g3") if group != place.get(who)}
    wanted |= {other: plan(**{who: place[other], other: place.get(who)}) for other in others}
    if who in place:
        wanted["yes"] = plan(**{who: None})
    assert said == {each: written(value(**found) - value(**SEATED)) for each, found in wanted.items()}


@ON_SQLITE
def test_a_script_gets_what_has_changed_and_nothing_else(client: FlaskClient) -> None:
    kept = keep_plan(client)
    form = {"revision": "1", "applicant": "p7", "to": "g1"}

    response = client.post(f"/plans/{kept['id']}/moves", data=form, headers=SCRIPTED)

    parts = re.findall(r'id="([\w-]+)"[^>]* hx-swap-oob', response.text)
    assert parts == ["figures", "tools", "group-1", "waitlist", "notice", "said", "dialog-content"]
    assert 'data-revision="2"' in response.text


def helps_of(who: str, **groups: list[str]) -> list[str]:
    """What the page of a person says would help them."""
    helps = why(validate_intake(small_list()), Plan.of(groups), who).helps
    return [f"{found.text[0].upper()}{found.text[1:]}" for found in helps]


@ON_SQLITE
def test_what_would_help_after_a_move_is_worked_out_when_somebody_asks(client: FlaskClient) -> None:
    kept = keep_plan(client)
    assert "What would help them?" not in words(client.get(f"/plans/{kept['id']}"))
    ask(client, kept, "moves", applicant="p7", to="g1")
    expected = helps_of("p8", **{**SEATED, "g1": ["p1", "p2", "p3", "p7"]})
    assert expected
    before = words(client.get(f"/plans/{kept['id']}"))
    assert "What would help them?" in before
    assert expected[0] not in before

    after = ask(client, kept, "helps", 2)

    assert after.status_code == 200
    for each in expected[:3]:
        assert each in words(after)
    assert "What would help them?" not in words(after)
    assert read(client, kept)["revision"] == 2


@ON_SQLITE
def test_what_would_help_does_not_outlive_a_move(client: FlaskClient) -> None:
    kept = keep_plan(client)
    ask(client, kept, "moves", applicant="p7", to="g1")
    scripted = partial(client.post, headers=SCRIPTED)

    shown = scripted(f"/plans/{kept['id']}/helps", data={"revision": "2"})
    assert re.findall(r'id="([\w-]+)"[^>]* hx-swap-oob', shown.text) == ["waitlist", "notice", "said", "dialog-content"]
    assert "data-helped" in shown.text
    swap = {"revision": "2", "applicant": "p1", "swap": "p4"}
    moved = scripted(f"/plans/{kept['id']}/moves", data=swap | {"helped": "yes"})

    assert '<section id="waitlist" hx-swap-oob="innerHTML">' in moved.text
    assert "data-helped" not in moved.text
    assert "What would help them?" in moved.text
    back = scripted(f"/plans/{kept['id']}/moves", data=swap | {"revision": "3"})
    assert 'data-revision="4"' in back.text
    assert '<section id="waitlist"' not in back.text


@ON_SQLITE
def test_that_nothing_would_help_is_said(client: FlaskClient, database: Database) -> None:
    asked = {"language": "en", "site": "north"}
    groups = [each.model_copy(update=asked) for each in LISTED.groups]
    far = {"languages": ("de",), "sites": ("south",)}
    people = [*LISTED.applicants[:-2], LISTED.applicants[-1].model_copy(update=far)]
    _, plan = keep(database, PLAN, listed=LISTED.with_changes(applicants=people, groups=groups))

    shown = words(client.post(f"{plan}/helps", data={"revision": "1"}))

    assert phrase("help-none") in shown
    assert "Would help:" not in shown


@ON_SQLITE
def test_a_long_waitlist_leads_to_the_page_of_each(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "MOST_HELPED", 1)
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p1", "to": "g2"})

    shown = words(client.get(f"/plans/{kept['id']}"))

    assert "looked for one by one, on the page of each" in shown
    assert "What would help them?" not in shown


@ON_SQLITE
def test_a_hard_rule_is_broken_knowingly_and_with_a_reason(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)
    wish: Json = {"applicant": "p7", "to": "g3"}

    asked = ask(client, kept, "moves", **wish)
    assert asked.status_code == 422
    assert "g3 has 1 member" in words(asked)
    unsaid = ask(client, kept, "moves", **wish, accept="size", anyway="yes", reason=" ")
    assert (unsaid.status_code, "Say why first." in words(unsaid)) == (422, True)
    assert read(client, kept)["revision"] == 1

    text = shown(client, ask(client, kept, "moves", **wish, accept="size", anyway="yes", reason="p8 joins in May"))

    assert "Broken: g3 has 1 member" in text
    assert "p8 joins in May" in words(client.get(f"/plans/{kept['id']}/history"))
    assert client.get(f"/v1/plans/{kept['id']}/revisions").get_json()["items"][0]["reason"] == "p8 joins in May"
    assert "p8" not in str(deeds(database)[-1])


@ON_SQLITE
def test_a_reason_is_erased_with_the_person_it_names(client: FlaskClient, database: Database) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g3"}, accept_breaches=["size"], reason="p8 joins in May")

    response = client.post("/v1/people/erase", json={"id": "p8"})

    assert response.status_code == 200, response.text
    with database.reading() as session:
        reason = session.get_one(PlanRevisionRow, (kept["id"], 2)).reason
    assert reason is not None
    assert "p8" not in reason
    assert reason.endswith("joins in May")


@ON_SQLITE
def test_somebody_is_kept_here_let_go_and_kept_off(client: FlaskClient) -> None:
    kept = keep_plan(client)

    assert "p1 is kept in g1." in shown(client, ask(client, kept, "moves", applicant="p1", pin="yes"))
    assert "kept here" in words(client.get(f"/plans/{kept['id']}"))
    assert "p1 is no longer kept in g1." in shown(client, ask(client, kept, "moves", 2, applicant="p1", pin="no"))
    assert "p1 is kept off g2." in shown(client, ask(client, kept, "moves", 3, applicant="p1", off="g2"))
    assert "not to g2" in words(client.get(f"/plans/{kept['id']}"))
    assert read(client, kept)["kept_off"] == {"p1": ["g2"]}
    assert "p1 may come to g2 again." in shown(client, ask(client, kept, "moves", 4, applicant="p1", on="g2"))


@ON_SQLITE
def test_back_and_forth_and_to_any_step(client: FlaskClient) -> None:
    kept = keep_plan(client)
    ask(client, kept, "moves", applicant="p7", to="g1")
    ask(client, kept, "moves", 2, applicant="p8", to="g2")

    assert "p8 moved from g2 to the waitlist." in shown(client, ask(client, kept, "undo", 3))
    assert "p8 moved from the waitlist to g2." in shown(client, ask(client, kept, "redo", 4))
    assert "p7 moved from g1 to the waitlist." in shown(client, ask(client, kept, "back", 5, to="1"))
    assert seats(read(client, kept)) == SEATED
    assert "p7 moved from the waitlist to g1." in shown(client, ask(client, kept, "undo", 6))
    assert len(seats(read(client, kept))["g2"]) == 4


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("moves", {"applicant": "p8", "to": "g2"}),
        ("targets", {"applicant": "p8"}),
        ("partners", {"applicant": "p8", "group": "g2"}),
        ("helps", {}),
        ("undo", {}),
        ("redo", {}),
        ("back", {"to": "1"}),
        ("improve", {"moves": "2"}),
        ("take", {"job": "job_none"}),
    ],
)
def test_whoever_saw_an_earlier_state_changes_nothing(client: FlaskClient, what: str, form: Json) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p7", "to": "g1"})

    response = ask(client, kept, what, **form)

    assert response.status_code == 409
    assert "Somebody else changed this plan meanwhile." in words(response)
    assert "4 of 4 places" in words(response)
    assert read(client, kept)["revision"] == 2


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("moves", {"applicant": "p1"}),
        ("moves", {"applicant": "stranger", "to": "g1"}),
        ("moves", {"applicant": "p1", "to": "nowhere"}),
        ("moves", {"applicant": "p1", "to": ""}),
        ("moves", {"to": "g1"}),
        ("targets", {"applicant": "stranger"}),
        ("gains", {}),
        ("partners", {"applicant": "p1", "group": "nowhere"}),
        ("back", {"to": "x"}),
    ],
)
def test_forms_that_make_no_sense_are_refused(client: FlaskClient, what: str, form: Json) -> None:
    kept = keep_plan(client)

    response = ask(client, kept, what, **form)

    assert response.status_code == 422
    assert "stranger" not in response.text
    assert read(client, kept)["revision"] == 1


@ON_SQLITE
def test_a_member_of_a_running_group_stays_and_has_no_button(client: FlaskClient) -> None:
    listed = small_list()
    listed["applicants"][0]["seated_in"] = "g1"
    kept = keep_plan(client, listed)

    assert 'value="p1"' not in client.get(f"/plans/{kept['id']}").text
    assert ask(client, kept, "moves", applicant="p1", to="g2").status_code == 422


@ON_SQLITE
def test_names_are_shown_to_whoever_may_see_them(client: FlaskClient, database: Database) -> None:
    listed = small_list()
    listed["applicants"][0]["display_name"] = "Zoë <b>Ray</b>"
    kept = keep_plan(client, listed)
    named, nameless = (bearer(make_key(database, {Scope.PLAN, *more})) for more in ({Scope.ROSTER}, ()))

    assert "Zoë <b>Ray</b> p1" in words(client.get(f"/plans/{kept['id']}", headers=named)).replace("< b >", "<b>")
    assert "Zoë" not in client.get(f"/plans/{kept['id']}", headers=nameless).text


@ON_SQLITE
def test_a_proposal_is_shown_before_it_is_made(
    client: FlaskClient, database: Database, service_settings: Settings
) -> None:
    """The worst places are searched for again around a pin; the plan is the same until somebody takes it."""
    kept = keep_plan(client, g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
    change(client, kept, "moves", moves=[{"applicant": "p1", "pin": "g1"}])
    sent = ask(client, kept, "improve", 2, moves="5")
    address = sent.headers["Location"]
    job = address.rpartition("=")[2]
    assert "Looking for better places" in words(client.get(address))

    with working(service_settings):
        assert ended(client, {"id": job})["plan_revision"] is None

    text = words(client.get(address))
    promised = re.search(r"would change the value of the plan by \+(\d\.\d\d) points", text)
    assert promised is not None
    assert "Nothing is done yet." in text
    assert read(client, kept)["revision"] == 2
    with database.reading() as session:
        revision = (session.get_one(JobRow, job).answer or {})["revision"]
    before = read(client, kept)["figures"]["value"]
    taken = shown(client, ask(client, kept, "take", 2, job=job))
    now = read(client, kept)
    assert "p1" in seats(now)["g1"]
    assert now["figures"]["value"] - before == pytest.approx(float(promised[1]), abs=0.005)
    moved = {each["id"] for each in (*revision["moves"], *revision["new"])}
    assert all(who in taken for who in moved) or f"{len(moved)} people changed places" in taken
    assert "The plan has changed since this was proposed" in words(client.get(address))
