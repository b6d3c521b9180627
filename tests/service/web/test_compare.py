import pytest
from flask.testing import FlaskClient

from api.db.database import Database
from api.web import compared
from matcher.compare import Alternative, compare
from matcher.plan import Plan
from matcher.report.comparison import difference_sentences, figure_rows
from matcher.report.words import of_hundred
from tests.service.web.explained import (
    HOSTILE,
    LISTED,
    PLAN,
    SWAPPED,
    WITHOUT_A,
    add_plan,
    add_revision,
    keep,
    revise_list,
    seen,
)
from tests.service.web.test_pages import page


def test_two_revisions_lie_side_by_side_as_the_library_says(client: FlaskClient, database: Database) -> None:
    kept, _ = keep(database, PLAN, SWAPPED)
    found = compare(Alternative("A", LISTED, PLAN), Alternative("B", LISTED, SWAPPED))
    [difference] = found.differences
    assert {move.id for move in difference.moved} == {"c", "d"}

    text = page(client.get(f"{kept}/compare"))

    told = seen(text)
    assert "A First, revision 1 B First, revision 2" in told
    for label, cells in figure_rows(found):
        shown = "".join(f'<td class="number">{cell}</td>' for cell in cells)
        assert f'<th scope="row">{label.capitalize()}</th>{shown}' in text
    for each in (*difference_sentences(difference), *(b.text for b in (*difference.gained, *difference.lost))):
        assert each in told
    assert "c Young & new, Mon 16:00-17:30 older, Tue 18:00-19:30" in told
    for pair in difference.groups:
        for fit in (pair.fit_first, pair.fit_other):
            assert f"<strong>{of_hundred(fit or 0.0)}</strong>" in text
    assert text.count('class="strip"') == 4


def test_two_plans_of_a_list_are_chosen(client: FlaskClient, database: Database) -> None:
    kept, first = keep(database, PLAN)
    other = add_plan(database, kept, Plan.of({"older": "def"}), name="Second")
    keys = {"first": f"{other.rsplit('/', 1)[1]}.1", "other": f"{first.rsplit('/', 1)[1]}.1"}

    told = seen(page(client.get(f"{kept}/compare", query_string=keys)))

    assert "A Second, revision 1 B First, revision 1" in told
    assert "3 people are placed who waited" in told
    assert "1 group stays as it is: older" in told


def test_without_another_plan_there_is_nothing_to_compare(client: FlaskClient, database: Database) -> None:
    kept, _ = keep(database, PLAN)

    for query in ("", "?first=pln_x.1&other=.", "?other=" + "9" * 5000):
        assert "nothing to compare yet" in page(client.get(f"{kept}/compare{query}"))


def test_other_people_are_not_compared(client: FlaskClient, database: Database) -> None:
    kept, plan = keep(database, PLAN)
    revise_list(database, kept, WITHOUT_A)
    add_revision(database, plan, Plan.of({"older": "def"}), WITHOUT_A)

    assert "not about the same people" in page(client.get(f"{kept}/compare"))


def test_hostile_names_come_out_as_text(client: FlaskClient, database: Database) -> None:
    kept, _ = keep(database, PLAN, Plan.of({"young": "acd", "older": "bef"}))

    text = page(client.get(f"{kept}/compare"))

    assert "<script>alert" not in text
    assert HOSTILE in seen(text)


def test_of_long_lists_the_rest_is_counted(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "MOST_MOVES", 1)
    monkeypatch.setattr(compared, "MOST_ROOMS", 1)
    kept, _ = keep(database, PLAN, SWAPPED)

    text = page(client.get(f"{kept}/compare"))

    assert "1 more person sits elsewhere" in text
    assert "1 more group has other members" in text
    assert text.count('class="strip"') == 2
