import re

from flask.testing import FlaskClient

from api.db.database import Database
from matcher.explain import explain, not_possible, why
from matcher.obstacles import why_not
from matcher.plan import Plan
from matcher.recommend import Recommender
from matcher.report.words import of_hundred, signed
from tests.service.web.explained import HOSTILE, LISTED, PLAN, SWAPPED, WITHOUT_A, add_revision, keep, revise_list, seen
from tests.service.web.test_pages import page

HTMX = {"HX-Request": "true"}


def address(plan: str, who: str, revision: int = 1) -> str:
    number = [applicant.id for applicant in LISTED.applicants].index(who) + 1
    return f"{plan}/revisions/{revision}/people/{number}"


def test_a_place_is_explained_with_the_figures_of_the_library(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = why(LISTED, PLAN, "a")
    group = explain(LISTED, PLAN).groups[0]
    member = group.members[0]
    assert (member.id, found.fit) == ("a", member.fit)

    text = page(client.get(address(plan, "a")))

    told = seen(text)
    for said in found.said:
        assert said.text in told
    close = sum(pair.closeness_part for pair in member.pairs)
    for figure in (member.fit, close, member.fit - close, group.fit):
        assert f">{of_hundred(figure, 1)}</dd>" in text
    assert [float(width) for width in re.findall(r'class="close" width="([\d.]+)%"', text)] == [
        round(100 * len(member.pairs) * pair.closeness_part, 2)
        for pair in sorted(member.pairs, key=lambda pair: -(pair.closeness_part + pair.difference_part))
    ]
    for alternative in found.alternatives:
        for option in filter(None, (alternative.move, alternative.swap)):
            assert f">{signed(option.change)}</span>" in text
            assert option.said.text in told
            broken = not_possible(option)
            assert broken is None or broken.text in told


def test_who_waits_is_told_why_what_helps_and_how_the_groups_rank(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    found = why(LISTED, PLAN, "late")
    ranked = Recommender(LISTED, PLAN).recommend("late")
    assert found.helps
    assert ranked.blocked

    text = page(client.get(address(plan, "late")))

    told = seen(text)
    assert "late waits, for 30 days now" in told
    for text_ in (*(reason.text for reason in found.waiting), *(said.text for said in ranked.blocked)):
        assert text_ in told
    for help_ in found.helps:
        assert f"{help_.text[0].upper()}{help_.text[1:]}." in told
    for line in ranked.ranking:
        assert f'<td class="number">{signed(line.value)}</td><td class="number">{of_hundred(line.fit)}</td>' in text


def test_why_not_in_a_group_is_answered_with_and_without_script(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)
    answer = why_not(LISTED, PLAN, "a", "older")
    assert answer.obstacles

    for whole, headers in ((True, {}), (False, HTMX)):
        text = page(client.get(f"{address(plan, 'a')}?group=2", headers=headers))

        assert ("<h1>" in text) == whole
        for against in answer.obstacles:
            assert against.text in seen(text)
        for said in answer.said[1:]:
            assert f"{said.text[0].upper()}{said.text[1:]}." in seen(text)


def test_numbers_of_no_group_ask_nothing(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)

    for number in ("0", "1", "3", "-1", "x", "9" * 5000):
        assert "keeps a out of" not in page(client.get(f"{address(plan, 'a')}?group={number}"))


def test_of_a_plan_that_has_changed_nobody_is_shown(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN, SWAPPED)

    stale = page(client.get(address(plan, "c")))

    assert "This plan has changed" in stale
    assert f'href="{address(plan, "c", revision=2)}"' in stale
    assert "sits in" not in stale
    assert "older" in seen(page(client.get(address(plan, "c", revision=2))))
    asked = client.get(f"{address(plan, 'c')}?group=1", headers=HTMX)
    assert (asked.headers["HX-Refresh"], asked.text) == ("true", "")


def test_who_has_left_the_list_is_not_looked_for(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    revise_list(database, kept, WITHOUT_A)
    add_revision(database, plan, Plan.of({"older": "def"}), WITHOUT_A)

    stale = page(client.get(address(plan, "a")))

    assert "is no longer on the list" in stale
    assert "/people/" not in stale


def test_there_is_nobody_beyond_the_list(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)

    for number in (0, 9, 2**31 - 1, 2**31):
        assert client.get(f"{plan}/revisions/1/people/{number}").status_code == 404
    assert client.get(f"{plan}/revisions/7/people/1").status_code == 404


def test_a_hostile_name_comes_out_as_text(client: FlaskClient, database: Database) -> None:
    _, plan = keep(database, PLAN)

    for who in ("a", "b"):
        text = page(client.get(address(plan, who)))

        assert "<script>alert" not in text
        assert HOSTILE in seen(text)
