from typing import Any

import pytest

from matcher.room import Breach
from matcher.rules.eligibility import Eligibility
from tests.builders import group, people, person
from tests.rules.alone import judge

TAGGED = people("bc", tags=["intro"])

MET: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"age_min": 18}, {"age": 18}),
    ({"age_max": 25}, {"age": 25.9}),
    ({"age_min": 18, "age_max": 25}, {}),
    ({"life_stages": ["Undergraduate student"]}, {"life_stage": "undergraduate"}),
    ({"life_stages": ["retired"]}, {}),
    ({"language": "de"}, {"languages": ["en", "DE"]}),
    ({"language": "de"}, {}),
    ({"modality": "online"}, {"modality": ["Online"]}),
    ({"site": "north"}, {"sites": ["north", "south"]}),
    ({"required_tags": ["intro"]}, {"tags": ["intro", "other"]}),
]
UNMET: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"age_min": 18}, {"age": 17.5}, "younger than 18"),
    ({"age_max": 25}, {"age": 26}, "older than 25"),
    ({"age_max": 25}, {"birth_year": 1990}, "older than 25"),
    ({"age_max": 60}, {"age": "60+"}, "older than 60"),
    ({"life_stages": ["retired"]}, {"life_stage": "undergraduate"}, "for other stages of life"),
    ({"language": "de"}, {"languages": ["en"]}, "language de does not suit"),
    ({"modality": "online"}, {"modality": ["in-person"]}, "modality online does not suit"),
    ({"site": "north"}, {"sites": ["south"]}, "site north does not suit"),
    ({"required_tags": ["intro", "consent"]}, {"tags": ["intro"]}, "lacks consent"),
    ({"required_tags": ["intro", "consent"]}, {}, "lacks consent, intro"),
]


@pytest.mark.parametrize(("asked", "known"), MET)
def test_who_meets_what_is_asked_may_join(asked: dict[str, Any], known: dict[str, Any]) -> None:
    """What is not recorded of a person is not held against them."""
    assert judge(Eligibility(), person("a", **known), *TAGGED, groups=[group("g1", **asked)]).valid


@pytest.mark.parametrize(("asked", "known", "why"), UNMET)
def test_who_does_not_may_not(asked: dict[str, Any], known: dict[str, Any], why: str) -> None:
    others = people("bc", tags=["intro", "consent"])
    verdict = judge(Eligibility(), person("a", **known), *others, groups=[group("g1", **asked)], as_of="2025-06-01")

    assert verdict.breaches == (Breach("eligibility", True, "g1", ("a",), 1.0, 0.0, {"why": why}),)
    assert verdict.told == (f"a in g1: {why}",)
    assert not verdict.valid


def test_everything_unmet_stands_in_one_line() -> None:
    asked = group("g1", age_min=30, language="de", site="north")
    verdict = judge(Eligibility(), person("a", 20, languages=["en"], sites=["south"]), *people("bc"), groups=[asked])

    assert verdict.told == ("a in g1: younger than 30; language de does not suit; site north does not suit",)


def test_soft_costs_its_weight_once_for_a_person() -> None:
    asked = group("g1", age_min=30, language="de")
    verdict = judge(
        Eligibility(mode="soft", weight=0.25), person("a", 20, languages=["en"]), *people("bc"), groups=[asked]
    )

    assert verdict.valid
    assert [b.cost for b in verdict.breaches] == [0.25]
    assert verdict.fall == pytest.approx(0.25)


def test_off_it_is_not_looked_at() -> None:
    verdict = judge(Eligibility(mode="off"), *people("abc", 20), groups=[group("g1", age_min=30)])
    assert (verdict.breaches, verdict.fall) == ((), 0)


def test_seated_members_are_not_asked_again() -> None:
    members = (person("a", 20, seated_in="g1"), *people("bc", 40))
    assert judge(Eligibility(), *members, groups=[group("g1", age_min=30)]).valid
