"""What holds for all pages that explain."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from api.access.scopes import Scope
from api.db.database import Database
from api.web import whatif
from matcher.plan import Plan
from matcher.whatif import Effort
from tests.service.access.people import bearer, make_key, make_other_clinic
from tests.service.databases import ON_SQLITE
from tests.service.web.explained import HOSTILE, LISTED, PLAN, SWAPPED, keep, seen

pytestmark = ON_SQLITE

NAMED = LISTED.with_changes(
    applicants=[applicant.model_copy(update={"display_name": HOSTILE}) for applicant in LISTED.applicants]
)
"""The list on which everybody has this name."""


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "Effort", lambda seconds: Effort(seconds, rounds=2))


def answers(client: FlaskClient, database: Database, headers: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    """Every page that explains: what it is, its status, and what a reader sees, titles in pictures among it."""
    kept, plan = keep(database, SWAPPED, PLAN, listed=NAMED)
    read = [
        *(f"{plan}/revisions/{revision}/people/{number}" for revision in (1, 2) for number in (1, 7)),
        f"{plan}/revisions/2/people/1?group=2",
        f"{plan}/waitlist",
        f"{plan}/newcomer",
        f"{plan}/what-if",
        f"{kept}/compare",
    ]
    for address in read:
        answer = client.get(address, headers=headers)
        yield address, answer.status_code, seen(answer.text)
    for address, form in ((f"{plan}/newcomer", {"age": "22"}), (f"{plan}/what-if", {"ask": "policy", "balance": "9"})):
        answer = client.post(address, data=form, headers=headers)
        yield address, answer.status_code, seen(answer.text)


def test_names_are_shown_to_those_alone_who_may_read_rosters(client: FlaskClient, database: Database) -> None:
    everything = bearer(make_key(database))
    named = {address for address, _, text in answers(client, database, everything) if HOSTILE in text}
    assert len(named) >= 8

    for address, status, text in answers(client, database, bearer(make_key(database, {Scope.PLAN}))):
        assert (status, HOSTILE in text) == (200, False), address


def test_another_clinic_finds_nothing(client: FlaskClient, database: Database) -> None:
    theirs = bearer(make_key(database, clinic=make_other_clinic(database)))

    for address, status, _ in answers(client, database, theirs):
        assert status == 404, address


def test_no_address_has_anything_about_a_person(client: FlaskClient, database: Database) -> None:
    coded = LISTED.with_changes(
        applicants=[a.model_copy(update={"id": f"code-{a.id}"}) for a in LISTED.applicants], ties=()
    )
    was, now = (
        Plan.of({group.id: [f"code-{member}" for member in group.members] for group in seating.groups})
        for seating in (SWAPPED, PLAN)
    )
    kept, plan = keep(database, was, now, listed=coded)

    for address in (f"{plan}/revisions/2/people/1", f"{plan}/waitlist", f"{kept}/compare"):
        text = client.get(address).text
        assert "code-" in text
        assert [each for each in text.split('href="')[1:] if "code-" in each.split('"')[0]] == []
