import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.access.scopes import ROLES
from api.db.database import Database
from api.db.models import HOME_CLINIC, IntakeRow, PlanRow
from api.store import intakes, plans
from api.web import whatif
from matcher.intake import Intake, Sizes
from matcher.plan import Plan
from matcher.whatif import Effort, GroupsAnswer, groups_more_or_fewer
from tests.builders import person
from tests.service.access.people import bearer, make_key
from tests.service.databases import ON_SQLITE
from tests.service.lists import deeds
from tests.service.web.explained import LISTED, PLAN, add_revision, keep, revise_list, seen
from tests.service.web.test_pages import page

ROUNDS = 2
"""Of each search, so that the page's answer and the library's are the same one."""

EQUAL = Intake(
    applicants=tuple(person(f"p{n}", 20 + n % 3, "anxiety", "sleep") for n in range(9)),
    sizes=Sizes(min_size=3, target_size=4, max_size=5),
)
"""A list without a date, for which equal groups are made."""


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions take rounds instead of seconds."""
    monkeypatch.setattr(whatif, "Effort", lambda seconds: Effort(seconds, ROUNDS))


def offered(client: FlaskClient, plan: str, **asking: Any) -> tuple[str, list[dict[str, str]]]:
    """The answer about groups, and what of it can be kept: what each form sends."""
    text = page(client.post(f"{plan}/what-if", data={"ask": "groups"}, **asking))
    forms = re.findall(r'<form class="keeping".*?</form>', text, re.DOTALL)
    return text, [
        {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', each)} for each in forms
    ]


def keep_it(client: FlaskClient, plan: str, form: dict[str, str], **asking: Any) -> TestResponse:
    return client.post(f"{plan}/what-if/keep", data=form, **asking)


def form_of(forms: list[dict[str, str]], change: str, group: str = "") -> dict[str, str]:
    return next(form for form in forms if (form["change"], form["group"]) == (change, group))


def found_by_the_library() -> GroupsAnswer:
    return groups_more_or_fewer(LISTED, Effort(rounds=ROUNDS))


def list_now(database: Database, kept: str) -> tuple[int, Intake]:
    with database.reading() as session:
        row = intakes.find(session, HOME_CLINIC, kept.rsplit("/", 1)[1])
        return row.revision, intakes.load(session, row)


def plan_now(database: Database, address: str) -> tuple[PlanRow, Plan]:
    with database.reading() as session:
        row = plans.find(session, HOME_CLINIC, address.split("?", 1)[0].rsplit("/", 1)[1])
        return row, plans.plan_of(plans.revision_of(session, row))


def test_every_variant_is_offered_and_says_what_keeping_it_does(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = found_by_the_library()

    text, forms = offered(client, plan)

    assert [form["change"] for form in forms] == ["as_is", *["fewer"] * len(found.fewer), *["more"] * len(found.more)]
    assert {form["group"] for form in forms} == {"", "young", "older"}
    told = seen(text)
    assert f"{found.fewer[0].said.text} {found.fewer[0].result.placed} placed" in told
    assert "The list and its groups stay as they are." in told
    assert "A group older-2 is added to those of the list. It is like older, Tue 18:00-19:30" in told
    assert "Young & new, Mon 16:00-17:30 is taken off the groups of the list" in told
    assert "First stays as it is." in told
    # Who sits where is in the page and in no address.
    assert not re.search(r'(?:action|href)="[^"]*seats', text)


def test_one_group_more_is_kept_as_a_plan_of_its_own(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    _, forms = offered(client, plan)

    answer = keep_it(client, plan, form_of(forms, "more", "older"))

    assert answer.status_code == 303
    revision, listed = list_now(database, kept)
    assert (revision, [group.id for group in listed.groups]) == (2, ["young", "older", "older-2"])
    assert (listed.groups[2].session, listed.groups[2].leaders) == (listed.groups[1].session, ())
    assert (listed.applicants, listed.as_of) == (LISTED.applicants, LISTED.as_of)
    made, seating = plan_now(database, answer.headers["Location"])
    variant = next(each for each in found_by_the_library().more if each.group == "older")
    assert seating == variant.result.plan
    assert (made.name, made.revision) == ("Autumn 2: A second older", 1)
    assert plan_now(database, plan)[1] == PLAN
    told = seen(page(client.get(answer.headers["Location"])))
    assert "Kept as a plan of its own. The list has one group more now" in told
    assert "The list has changed since this plan was made" not in told
    assert "The list has changed since this plan was made" in seen(page(client.get(plan)))
    assert [deed for deed, _ in deeds(database)][-2:] == ["intake.changed", "plan.composed"]


@ON_SQLITE
def test_a_group_that_is_left_out_leaves_the_list_with_its_mentions(client: FlaskClient, database: Database) -> None:
    wishes = LISTED.applicants[0].model_copy(update={"preferred_groups": ("older", "young")})
    listed = LISTED.with_changes(applicants=(wishes, *LISTED.applicants[1:]))
    kept, plan = keep(database, PLAN, listed=listed)
    _, forms = offered(client, plan)

    answer = keep_it(client, plan, form_of(forms, "fewer", "older"))

    revision, now = list_now(database, kept)
    assert (revision, [group.id for group in now.groups]) == (2, ["young"])
    assert now.applicants[0].preferred_groups == ("young",)
    made, seating = plan_now(database, answer.headers["Location"])
    assert (made.name, [group.id for group in seating.groups]) == ("Autumn 2: Without older", ["young"])
    assert "The list has one group fewer now" in page(client.get(answer.headers["Location"]))


@ON_SQLITE
def test_the_groups_as_they_are_leave_the_list_alone(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    _, forms = offered(client, plan)

    answer = keep_it(client, plan, form_of(forms, "as_is"))

    assert list_now(database, kept)[0] == 1
    made, seating = plan_now(database, answer.headers["Location"])
    assert (made.name, seating) == ("Autumn 2", found_by_the_library().as_is.result.plan)
    assert "The list is as it was" in page(client.get(answer.headers["Location"]))


@ON_SQLITE
def test_equal_groups_are_named_from_then_on(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, Plan.of({"g1": ["p0", "p1", "p2", "p3"]}), listed=EQUAL)
    text, forms = offered(client, plan)
    more = form_of(forms, "more", "g1")
    assert "From then on it has 3 of them by name" in seen(text)

    answer = keep_it(client, plan, more)

    revision, listed = list_now(database, kept)
    assert (revision, [group.id for group in listed.groups], listed.as_of) == (2, ["g1", "g2", "g3"], None)
    assert {(group.min_size, group.target_size, group.max_size) for group in listed.groups} == {(3, 4, 5)}
    assert "The list has one group more now" in page(client.get(answer.headers["Location"]))
    assert plan_now(database, answer.headers["Location"])[0].name == "Autumn 2: One group more (3)"


@ON_SQLITE
def test_what_holds_for_the_plan_holds_for_the_new_one(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    client.post(f"{plan}/moves", data={"revision": "1", "applicant": "a", "pin": "yes"})
    client.post(f"{plan}/moves", data={"revision": "2", "applicant": "d", "off": "young"})
    _, forms = offered(client, plan)
    assert "young" not in {form["group"] for form in forms if form["change"] == "fewer"}

    answer = keep_it(client, plan, form_of(forms, "more", "young"))

    with database.reading() as session:
        row = plans.find(session, HOME_CLINIC, answer.headers["Location"].split("?", 1)[0].rsplit("/", 1)[1])
        pins = plans.pins_of(plans.revision_of(session, row))
    assert (pins.to, pins.off) == ({"a": "young"}, {"d": ["young"]})


@ON_SQLITE
def test_nothing_is_kept_once_plan_or_list_have_changed(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    _, forms = offered(client, plan)
    client.post(f"{plan}/moves", data={"revision": "1", "applicant": "a", "pin": "yes"})

    for form in (form_of(forms, "more", "older"), form_of(forms, "as_is"), {}):
        refused = keep_it(client, plan, form)
        assert refused.status_code == 409
        assert "nothing was kept: ask again" in refused.text
    assert list_now(database, kept)[0] == 1

    _, forms = offered(client, plan)
    revise_list(database, kept, LISTED.with_changes(applicants=LISTED.applicants[:-1]))
    assert keep_it(client, plan, form_of(forms, "as_is")).status_code == 409
    assert len(made_of(database, kept)) == 1


@ON_SQLITE
def test_an_outdated_plan_is_brought_up_to_date_first(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    revise_list(database, kept, LISTED.with_changes(applicants=LISTED.applicants[:-1]))

    text, forms = offered(client, plan)

    assert forms == []
    assert "Bring the plan up to date first" in text
    assert keep_it(client, plan, {"revision": "1", "list": "2", "change": "as_is"}).status_code == 409
    add_revision(database, plan, PLAN, list_now(database, kept)[1])
    assert len(offered(client, plan)[1]) == 5


@ON_SQLITE
def test_whoever_may_not_change_the_list_keeps_its_groups(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    _, forms = offered(client, plan)
    asking: dict[str, Any] = {"headers": bearer(make_key(database, list(ROLES["clinician"])))}

    text, own = offered(client, plan, **asking)

    assert [form["change"] for form in own] == ["as_is"]
    assert "kept by whoever may change the list" in text
    assert keep_it(client, plan, form_of(forms, "more", "older"), **asking).status_code == 403
    assert keep_it(client, plan, own[0], **asking).status_code == 303
    assert list_now(database, kept)[0] == 1


@ON_SQLITE
@pytest.mark.parametrize(
    "changed",
    [
        {"change": "twice"},
        {"group": "nobody's"},
        {"seats": ""},
        {"seats": "1 1 1 2 2 2 0"},
        {"seats": "1 1 1 2 2 2 0 7"},
        {"seats": "1 1 1 2 2 2 0 x"},
        # Somebody who has not been cleared.
        {"seats": "1 1 1 2 2 2 0 2"},
        # Two people alone.
        {"seats": "1 1 0 2 2 2 0 0"},
    ],
)
def test_what_the_page_has_not_worked_out_is_refused(
    client: FlaskClient, database: Database, changed: dict[str, str]
) -> None:
    kept, plan = keep(database, PLAN)
    _, forms = offered(client, plan)

    refused = keep_it(client, plan, form_of(forms, "more", "older") | changed)

    assert refused.status_code == 422
    assert list_now(database, kept) == (1, LISTED)
    assert len(made_of(database, kept)) == 1


def made_of(database: Database, kept: str) -> list[str]:
    """The plans of the list."""
    with database.reading() as session:
        row = session.get_one(IntakeRow, kept.rsplit("/", 1)[1])
        return [plan.id for plan in session.query(PlanRow).filter_by(intake_id=row.id)]
