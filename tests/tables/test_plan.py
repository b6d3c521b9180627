import json
from pathlib import Path

import pytest

from matcher.intake import Group
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.tables import TableError, read_plan
from tests.tables.building import a_list, a_workbook

PLAN = Plan.of({"g1": ["a", "b"], "g2": ["c", "d"]})


def problems(path: Path) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(TableError) as caught:
        read_plan(path)
    return [(p.code, p.row, p.column) for p in caught.value.problems]


def test_an_answer_is_read_with_its_offers_and_policy(tmp_path: Path) -> None:
    """Of a group's report only its id and members seat people."""
    offers = (Group(id="g1", min_size=2), Group(id="g2", min_size=2))
    policy = Policy(balance=0.3)
    answer = {
        "status": "feasible",
        "value": 3.5,
        "groups": [{"id": "g1", "members": ["a", "b"], "fit": 0.9}, {"id": "g2", "members": ["c", "d"], "fit": 0.8}],
        "offers": [offer.model_dump(mode="json") for offer in offers],
        "policy": policy.model_dump(mode="json"),
    }

    file = read_plan(a_list(tmp_path, json.dumps(answer), "plan.json"))

    assert (file.plan, file.offers, file.policy) == (PLAN, offers, policy)


def test_a_plan_alone_is_enough(tmp_path: Path) -> None:
    file = read_plan(a_list(tmp_path, PLAN.model_dump_json(), "plan.json"))

    assert (file.plan, file.offers, file.policy) == (PLAN, None, None)


def test_a_roster_seats_its_rows_and_lets_others_wait(tmp_path: Path) -> None:
    text = "Group,Client ID,Name\ng1,b,Bea\ng1,a,Ali\n,e,Eva\ng2,c,\ng2,d,\n"

    assert read_plan(a_list(tmp_path, text, "roster.csv")).plan == PLAN


def test_a_roster_may_be_a_workbook(tmp_path: Path) -> None:
    rows = [["id", "group"], ["a", "g1"], ["b", "g1"], ["c", "g2"], ["d", "g2"]]

    assert read_plan(a_workbook(tmp_path, rows, name="roster.xlsx")).plan == PLAN


def test_wrong_rows_of_a_roster_are_told_at_once(tmp_path: Path) -> None:
    text = "group,id\ng1,a\ng2,a\ng2,\ng2,c@d.org\n+49 170 1234567,e\n"

    assert problems(a_list(tmp_path, text, "roster.csv")) == [
        ("duplicate_id", 3, "id"),
        ("missing_id", 4, "id"),
        ("invalid", 5, "id"),
        ("invalid", 6, "group"),
    ]


def test_a_roster_without_its_columns_is_refused(tmp_path: Path) -> None:
    assert problems(a_list(tmp_path, "name,age\nx,3\n", "roster.csv")) == [
        ("no_group_column", None, None),
        ("no_id_column", None, None),
    ]


@pytest.mark.parametrize(
    ("content", "code", "key"),
    [
        ({}, "missing", "groups"),
        ({"groups": [1]}, "model_type", "groups.0"),
        ({"groups": [{"id": "g1"}]}, "missing", "groups.0.members"),
        ({"groups": [{"id": "g1", "members": ["a"]}, {"id": "g2", "members": ["a"]}]}, "invalid", None),
        ({"groups": [], "policy": {"balance": 3}}, "less_than_equal", "policy.balance"),
    ],
)
def test_json_that_is_no_answer_says_where(tmp_path: Path, content: object, code: str, key: str | None) -> None:
    assert problems(a_list(tmp_path, json.dumps(content), "plan.json")) == [(code, None, key)]


def test_json_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    assert problems(a_list(tmp_path, '{"groups": [', "plan.json")) == [("invalid_json", None, None)]
