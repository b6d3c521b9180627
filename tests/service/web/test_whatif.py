from typing import Any

import pytest
from flask.testing import FlaskClient

from api.db.database import Database
from api.openapi import Service
from api.solving import places
from api.web import whatif
from matcher.report.whatif import group_listing, group_notes, hour_notes, week_listing, worth_listing
from matcher.whatif import Effort, best_hours, groups_more_or_fewer, policy_moved
from tests.service.databases import ON_SQLITE
from tests.service.web.explained import LISTED, PLAN, keep, seen
from tests.service.web.test_pages import page

pytestmark = ON_SQLITE

ROUNDS = 2
"""Of each search, so that the page's answer and the library's are the same one."""


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions take rounds instead of seconds."""
    monkeypatch.setattr(whatif, "Effort", lambda seconds: Effort(seconds, ROUNDS))


def ask(client: FlaskClient, plan: str, **fields: Any) -> str:
    return page(client.post(f"{plan}/what-if", data=fields))


def table(listing: Any) -> list[str]:
    return ["".join(f'<td class="number">{cell}</td>' for cell in row[1:]) for row in listing.rows]


def test_one_group_fewer_or_more_is_answered_as_by_the_library(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = groups_more_or_fewer(LISTED, Effort(rounds=ROUNDS))

    text = ask(client, plan, ask="groups")

    for row in table(group_listing(found)):
        assert row in text
    for note in group_notes(found):
        assert note in seen(text)
    assert "B beside A" in text


def test_hours_are_chosen_as_by_the_library(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = best_hours(LISTED, 1, effort=Effort(rounds=ROUNDS))

    text = ask(client, plan, ask="hours", choose="1")

    for row in table(week_listing(found.hours)):
        assert row in text
    for note in hour_notes(found):
        assert note in seen(text)


def test_a_setting_is_moved_as_by_the_library(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = policy_moved(LISTED, {"balance": 0.9}, Effort(rounds=ROUNDS))
    assert found.comparison is not None
    assert found.by_moved is not None

    text = ask(client, plan, ask="policy", balance="9")

    assert "balance: 0.5 → 0.9" in seen(text)
    for row in table(worth_listing(found.comparison, found.by_moved)):
        assert row in text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["without script", "with script"])
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ask": "policy", "balance": "5"}, "Move a setting first"),
        ({"ask": "hours", "hours": "whenever"}, "Not a weekly time"),
    ],
)
def test_what_cannot_be_asked_is_said(
    client: FlaskClient, database: Database, headers: dict[str, str], fields: dict[str, str], said: str
) -> None:
    _, plan = keep(database, PLAN)

    answer = client.post(f"{plan}/what-if", data=fields, headers=headers)

    # htmx shows answers alone, so with script what is wrong is the answer.
    assert answer.status_code == (200 if headers else 422)
    assert said in answer.text
    assert ("<h1>" in answer.text) == (not headers)


def test_a_service_that_searches_already_says_when_to_come_back(
    app: Service, client: FlaskClient, database: Database
) -> None:
    _, plan = keep(database, PLAN)
    solves = places(app)

    def busy() -> None:
        answer = client.post(f"{plan}/what-if", data={"ask": "groups"})
        assert answer.status_code == 503
        assert "try again in" in answer.text

    def fill(left: int) -> None:
        if left:
            solves.run(fill, left - 1)
        else:
            busy()

    fill(app.config["SETTINGS"].concurrent_solves)


def test_a_list_whose_rules_contradict_each_other_has_nothing_to_compare(
    client: FlaskClient, database: Database
) -> None:
    people = [
        applicant.model_copy(update={"pinned_group": "young"}) if applicant.id in "abcdef" else applicant
        for applicant in LISTED.applicants
    ]
    _, plan = keep(database, PLAN, listed=LISTED.with_changes(applicants=people))

    told = seen(ask(client, plan, ask="policy", balance="9"))

    assert "There is no valid plan to compare with" in told
    assert "beside A" not in told
