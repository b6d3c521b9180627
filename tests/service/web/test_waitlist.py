import re

from flask.testing import FlaskClient

from api.db.database import Database
from matcher.answer import evaluate
from matcher.engine.solve import solve
from matcher.recommend import Recommender
from matcher.report.words import of_hundred, signed
from matcher.stop import Work
from tests.service.web.explained import HOSTILE, LISTED, PLAN, add_result, keep, seen
from tests.service.web.test_pages import page


def order(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([\w]+)</bdi>', text)


def test_everybody_who_waits_is_there_with_reason_help_and_best_group(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    waiting = {each.id: each for each in evaluate(LISTED, PLAN).waitlist}
    assert set(waiting) == {"late", "held"}

    told = seen(page(client.get(f"{plan}/waitlist")))

    assert "2 people wait" in told
    for who, each in waiting.items():
        help_ = each.helps[0]
        assert all(reason.text in told for reason in each.reasons)
        assert f"{help_.text[0].upper()}{help_.text[1:]}" in told
        line = next(r for r in Recommender(LISTED, PLAN).recommend(who).ranking if r.group == help_.group)
        assert f"with that change: fit {of_hundred(line.fit)}, the plan {signed(line.value)}" in told


def test_a_group_that_is_open_comes_before_what_would_open_another(client: FlaskClient, database: Database) -> None:
    free = LISTED.applicants[-2].model_copy(update={"availability": ()})
    listed = LISTED.with_changes(applicants=(*LISTED.applicants[:-2], free))
    _, plan = keep(database, PLAN, listed=listed)
    best = Recommender(listed, PLAN).recommend("late").ranking[0]
    assert not best.blocked_by

    told = seen(page(client.get(f"{plan}/waitlist")))

    assert f"(open to them: fit {of_hundred(best.fit)}, the plan {signed(best.value)})" in told


def test_the_order_is_by_days_or_by_priority(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)

    assert order(page(client.get(f"{plan}/waitlist"))) == ["late", "held"]
    assert order(page(client.get(f"{plan}/waitlist?sort=priority"))) == ["held", "late"]
    assert order(page(client.get(f"{plan}/waitlist?sort=nonsense&page=99"))) == ["late", "held"]


def test_nobody_waits(client: FlaskClient, database: Database) -> None:
    listed = LISTED.with_changes(applicants=LISTED.applicants[:-2])
    _, plan = keep(database, PLAN, listed=listed)

    assert "Everybody on the list has a place" in page(client.get(f"{plan}/waitlist"))


def test_of_a_search_without_a_plan_nobody_is_said_to_have_a_place(client: FlaskClient, database: Database) -> None:
    pinned = [a.model_copy(update={"pinned_group": "young"}) if a.id in "abcdef" else a for a in LISTED.applicants]
    listed = LISTED.with_changes(applicants=pinned)
    _, plan = keep(database, listed=listed)
    result = solve(listed, Work(1), seed=1, reproducible=True)
    assert (result.status, result.waitlist) == ("infeasible", ())
    add_result(database, plan, result)

    text = page(client.get(f"{plan}/waitlist"))

    assert "No valid plan" in text
    assert "has a place" not in text


def test_a_hostile_name_comes_out_as_text(client: FlaskClient, database: Database) -> None:
    named = LISTED.applicants[-1].model_copy(update={"display_name": HOSTILE})
    listed = LISTED.with_changes(applicants=(*LISTED.applicants[:-1], named))
    _, plan = keep(database, PLAN, listed=listed)

    text = page(client.get(f"{plan}/waitlist"))

    assert "<script>alert" not in text
    assert HOSTILE in seen(text)
