import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from api.db.database import Database
from api.db.models.base import Base
from matcher.recommend import Recommender
from matcher.report.recommending import WORTH_SAYING
from matcher.report.words import of_hundred, of_hundred_signed, signed
from tests.builders import person
from tests.service.databases import ON_SQLITE
from tests.service.web.explained import HOSTILE, LISTED, PLAN, keep, seen
from tests.service.web.test_pages import page

pytestmark = ON_SQLITE

ASKED = {
    "age": "24",
    "life_stage": "Undergraduate student",
    "reasons": ["career", "stress"],
    "more_reasons": "homesick",
    "times": ["Mon 16:00-17:30"],
    "more_times": "Wed 9-12; Thu 10-11",
}

NEW = person(
    "The newcomer",
    24,
    "career",
    "stress",
    "homesick",
    life_stage="undergraduate",
    availability=("Mon 16:00-17:30", "Wed 9-12", "Thu 10-11"),
)


def rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_groups_are_ranked_as_the_library_does_and_nothing_is_kept(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = Recommender(LISTED, PLAN).recommend_newcomer(NEW)
    [choice] = [choice for choice in found.choices if not choice.broken]
    before = rows(database)

    text = page(client.post(f"{plan}/newcomer", data=ASKED))

    told = seen(text)
    assert f"The newcomer is best placed in {choice.group}; 1 group is open to them" in told
    assert f"<strong>{of_hundred(choice.fit)}</strong>" in text
    assert f"The plan: {signed(choice.value)} points of fit" in told
    hits = [member for member in choice.members if abs(member.change) >= WORTH_SAYING]
    assert len(hits) > 0
    for member in hits:
        assert f"{member.id} {of_hundred_signed(member.change)}" in told
    for note in choice.costs:
        assert f"{signed(-note.cost)} {note.text}" in told
    assert all(said.text in told for said in found.blocked)
    assert rows(database) == before


def test_the_form_keeps_what_was_asked(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)

    text = page(client.post(f"{plan}/newcomer", data=ASKED))

    assert 'name="age" value="24"' in text
    assert 'value="career" checked' in text
    assert 'value="Mon 16:00-17:30" checked' in text
    assert 'name="more_times" value="Wed 9-12; Thu 10-11"' in text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["without script", "with script"])
def test_everything_wrong_is_said_at_once(client: FlaskClient, database: Database, headers: dict[str, str]) -> None:
    _, plan = keep(database, PLAN)

    answer = client.post(f"{plan}/newcomer", data={"age": HOSTILE, "more_times": "whenever"}, headers=headers)

    # htmx shows answers alone, so with script what is wrong is the answer.
    assert answer.status_code == (200 if headers else 422)
    assert "age: " in answer.text
    assert "times they can come: not a weekly time" in answer.text
    assert "<script>alert" not in answer.text


def test_a_newcomer_with_a_name_of_the_list_gets_another(client: FlaskClient, database: Database) -> None:
    named = LISTED.applicants[-1].model_copy(update={"id": "The newcomer"})
    _, plan = keep(database, PLAN, listed=LISTED.with_changes(applicants=(*LISTED.applicants[:-1], named)))

    assert "The newcomer 2 is best placed in" in seen(page(client.post(f"{plan}/newcomer", data=ASKED)))


def test_a_risk_reason_waits_for_a_clinician(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    risk = next(reason.slug for reason in LISTED.vocabulary.reasons if LISTED.vocabulary.is_risk(reason.slug))

    for cleared, said in (({}, "a clinician has to clear them first"), ({"cleared": "on"}, "is best placed in")):
        assert said in seen(page(client.post(f"{plan}/newcomer", data={"reasons": risk, **cleared})))
