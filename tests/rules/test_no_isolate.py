from typing import Any

import pytest
from pydantic import ValidationError

from matcher.catalogue import Param
from matcher.room import Breach
from matcher.rules.no_isolate import NoIsolate
from tests.builders import intake_of, people, person, quiet, scored
from tests.rules.alone import judge

STUDENT = {"life_stage": "undergraduate"}
RETIRED = {"life_stage": "Retired"}


def test_two_of_a_kind_are_company() -> None:
    room = (person("a", **RETIRED), person("b", life_stage="retired"), person("c", **STUDENT), person("d", **STUDENT))
    assert judge(NoIsolate(mode="hard", attribute="life_stage"), *room).valid


def test_a_lone_retiree_is_named() -> None:
    """The breach carries the person, so that the page can point at them."""
    room = (person("a", **STUDENT), person("b", **STUDENT), person("c", **RETIRED))
    verdict = judge(NoIsolate(mode="hard", attribute="life_stage"), *room)

    params: dict[str, Param] = {"attribute": "life_stage", "value": "retired"}
    assert verdict.breaches == (Breach("no_isolate", True, "g1", ("c",), 1.0, 0.0, params),)
    assert verdict.told == ("c has nobody else with the same life stage (retired) in g1",)
    assert not verdict.valid


def test_for_age_somebody_within_the_tolerance_is_company() -> None:
    verdict = judge(NoIsolate(weight=0.7), person("a", 20), person("b", 30), person("c", 41))

    assert [(b.members, b.params) for b in verdict.breaches] == [(("c",), {"attribute": "age", "value": "age"})]
    assert verdict.told == ("c has nobody near their age in g1",)
    assert verdict.fall == pytest.approx(0.7)


def test_a_tolerance_in_proportion_to_age_is_used_here_too() -> None:
    """Ten years at 20 are twenty at 40."""
    policy = quiet(NoIsolate(), age_tolerance=10, age_tolerance_at=20)
    intake = intake_of(person("a", 35), person("b", 55), person("c", 18), person("d", 30), policy=policy)

    assert scored(intake, g1="ab").rooms[0].breaches == ()
    assert len(scored(intake, g1="cd").rooms[0].breaches) == 0
    assert len(scored(intake, g1="cb").rooms[0].breaches) == 2


def test_each_value_and_each_person_counts() -> None:
    rule = NoIsolate(attribute="tag", values=("night", "shift"), weight=0.25)
    room = (person("a", tags=["night", "shift"]), person("b", tags=["night"]), person("c", tags=["other"]))
    verdict = judge(rule, *room)

    assert [(b.members, b.params["value"]) for b in verdict.breaches] == [(("a",), "shift")]
    assert verdict.fall == pytest.approx(0.25)
    assert judge(rule, room[0], *people("cd")).fall == pytest.approx(0.5)


def test_only_the_values_named_are_looked_at() -> None:
    room = (person("a", **STUDENT), person("b", **RETIRED), person("c", life_stage="caregiver"))
    verdict = judge(NoIsolate(attribute="life_stage", values=("Retired",)), *room)

    assert [b.members for b in verdict.breaches] == [("b",)]


def test_a_lone_primary_reason() -> None:
    room = (
        person("a", primary_reason="Sleep"),
        person("b", primary_reason="sleep"),
        person("c", primary_reason="anger"),
    )
    verdict = judge(NoIsolate(attribute="primary_reason"), *room)

    assert verdict.told == ("c has nobody else with the same primary reason (anger) in g1",)


@pytest.mark.parametrize("attribute", ["age", "life_stage", "primary_reason"])
def test_without_the_attribute_nobody_is_isolated_or_company(attribute: str) -> None:
    rule = NoIsolate.model_validate({"attribute": attribute})
    assert judge(rule, *people("abc")).breaches == ()

    fields: dict[str, Any] = {"age": 30, "life_stage": "retired", "primary_reason": "sleep"}
    verdict = judge(rule, person("a", **{attribute: fields[attribute]}), *people("bc"))
    assert [b.members for b in verdict.breaches] == [("a",)]


def test_a_risk_reason_is_nobodys_isolation() -> None:
    room = (person("a", primary_reason="suicidality", cleared=True), *people("bc"))
    assert judge(NoIsolate(attribute="primary_reason"), *room).breaches == ()


def test_hard_a_member_who_already_sits_alone_is_left_alone() -> None:
    room = (person("a", 70, seated_in="g1"), *people("bc", 20))

    assert judge(NoIsolate(mode="hard"), *room).valid
    soft = judge(NoIsolate(mode="soft", weight=0.5), *room)
    assert [b.members for b in soft.breaches] == [("a",)]
    assert soft.fall == pytest.approx(0.5)


def test_a_newcomer_finds_company_in_a_seated_member() -> None:
    assert judge(NoIsolate(mode="hard"), person("a", 70, seated_in="g1"), person("b", 72), person("c")).valid


def test_off_it_is_not_looked_at() -> None:
    assert judge(NoIsolate(mode="off"), person("a", 20), person("b", 60)).breaches == ()


def test_tags_have_to_be_named_and_ages_cannot() -> None:
    with pytest.raises(ValidationError, match="has to name them"):
        NoIsolate(attribute="tag")
    with pytest.raises(ValidationError, match="takes no values"):
        NoIsolate(attribute="age", values=("30",))
