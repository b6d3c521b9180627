from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.ages import Age
from matcher.intake import Applicant, Group, Intake, IntakeError, Problem, Sizes, Tie, possible_birth_year
from matcher.policy import Policy
from matcher.rules import Rules
from matcher.rules.keep_apart import KeepApart
from tests.builders import group, intake_of, people, person


def problems(**fields: Any) -> list[tuple[str, str]]:
    """Pointers and codes of what is wrong between the entries of an intake."""
    with pytest.raises(ValidationError) as caught:
        Intake.model_validate(fields)
    [line] = caught.value.errors()
    cause = line["ctx"]["error"]
    assert isinstance(cause, IntakeError)
    return [(p.pointer, p.code) for p in cause.problems]


def listed(*applicants: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"applicants": applicants, "groups": [{"id": "g1"}, {"id": "g2"}], **fields}


def test_what_is_said_of_a_person_is_kept() -> None:
    member = person(
        "a", "18-25", "sleep", primary_reason="grief-loss", availability="Mon 9-10", submitted_at="2025-01-31"
    )

    assert member.age == Age(18, 25)
    assert member.all_reasons == ("sleep", "grief-loss")
    assert member.submitted_at == date(2025, 1, 31)
    assert member.cleared is None
    with pytest.raises(ValidationError, match="frozen"):
        member.age = None  # type: ignore[misc]


def test_a_primary_reason_among_the_reasons_is_one_reason() -> None:
    assert person("a", None, "sleep", "anger", primary_reason="anger").all_reasons == ("sleep", "anger")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"pinned_group": "g1", "kept_off_groups": ["g1"]}, "pinned to a group and kept off the same group"),
        ({"pinned_group": "g1", "seated_in": "g2"}, "already sits in one group and is pinned to another"),
        ({"avoid": ["a"]}, "names itself under avoid or together"),
        ({"together": ["a"]}, "names itself under avoid or together"),
        ({"avoid": ["b", "c"], "together": ["c"]}, "1 id\\(s\\) stand under both avoid and together"),
        ({"age": 3}, "not a possible age"),
        ({"reasons": [f"r{n}" for n in range(11)]}, "at most 10 items"),
        ({"priority": 4}, "less than or equal to 3"),
        ({"name": "Ada"}, "Extra inputs"),
        ({"time_zone": "Mars/Olympus"}, "not a time zone"),
        ({"birth_year": 1850}, "greater than or equal to 1900"),
    ],
)
def test_a_person_agrees_with_themselves(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Applicant.model_validate({"id": "a", **fields})


@pytest.mark.parametrize("contact", ["ada@example.org", "+49 30 1234567", "030-1234-567 89", "(030) 123 456 789"])
@pytest.mark.parametrize("field", ["id", "life_stage", "primary_reason"])
def test_contact_details_are_refused(field: str, contact: str) -> None:
    with pytest.raises(ValidationError, match="use a pseudonym"):
        Applicant.model_validate({"id": "a", field: contact})


@pytest.mark.parametrize("pseudonym", ["A-17", "2025-0123", "2025-000123", "2025-11-000123", "123456789", "p 12"])
def test_pseudonyms_are_no_contact_details(pseudonym: str) -> None:
    assert person(pseudonym).id == pseudonym


@pytest.mark.parametrize("make", [Sizes, lambda **sizes: Group(id="g1", **sizes)])
@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ({"min_size": 9, "max_size": 8}, "min_size is over max_size"),
        ({"target_size": 11}, "target_size lies outside"),
        ({"target_size": 5}, "target_size lies outside"),
        ({"min_size": 1}, "greater than or equal to 2"),
        ({"max_size": 31}, "less than or equal to 30"),
    ],
)
def test_sizes_are_in_order(make: Any, sizes: dict[str, int], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        make(**sizes)


def test_ages_of_a_group_are_in_order() -> None:
    with pytest.raises(ValidationError, match="age_min is over age_max"):
        group("g1", age_min=30, age_max=20)


@pytest.mark.parametrize(
    ("kind", "sign", "effect"), [("support", None, 1), ("conflict", None, -1), ("support", -1, -1)]
)
def test_a_tie_has_the_sign_of_its_kind_unless_given(kind: str, sign: int | None, effect: int) -> None:
    assert Tie.model_validate({"a": "a", "b": "b", "kind": kind, "sign": sign}).effect == effect


def test_a_tie_joins_two_people() -> None:
    with pytest.raises(ValidationError, match="name two people"):
        Tie(a="a", b="a", kind="support")


def test_an_empty_list_is_no_intake() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Intake(applicants=())


def test_an_id_stands_once() -> None:
    assert problems(applicants=[{"id": "a"}, {"id": "b"}, {"id": "a"}], groups=[{"id": "g"}, {"id": "g"}]) == [
        ("/applicants/2/id", "duplicate_id"),
        ("/groups/1/id", "duplicate_id"),
    ]


def test_people_and_groups_that_are_named_are_there() -> None:
    found = problems(
        **listed(
            {"id": "a", "avoid": ["b", "x"], "together": ["y"]},
            {"id": "b", "pinned_group": "g9", "kept_off_groups": ["g1", "g8"]},
            {"id": "c", "seated_in": "g9", "published_group": "g7", "preferred_groups": ["g6"]},
            ties=[{"a": "a", "b": "z", "kind": "support"}],
        )
    )
    assert found == [
        ("/applicants/0/avoid/1", "unknown_applicant"),
        ("/applicants/0/together/0", "unknown_applicant"),
        ("/ties/0/b", "unknown_applicant"),
        ("/applicants/1/pinned_group", "unknown_group"),
        ("/applicants/1/kept_off_groups/1", "unknown_group"),
        ("/applicants/2/seated_in", "unknown_group"),
        ("/applicants/2/published_group", "unknown_group"),
        ("/applicants/2/preferred_groups/0", "unknown_group"),
    ]


def test_groups_made_from_sizes_may_be_named() -> None:
    made = intake_of(*people("abcdefg"), person("h", pinned_group="g1"), groups=())
    assert [g.id for g in made.offers] == ["g1"]


def test_a_pair_is_not_asked_together_and_apart() -> None:
    """By the other's wish, or by a tie of a kind that the policy keeps apart."""
    entries = ({"id": "a", "together": ["b"]}, {"id": "b", "avoid": ["a"]}, {"id": "c", "together": ["a"]})
    tie = {"a": "a", "b": "c", "kind": "support"}

    assert problems(**listed(*entries, ties=[tie])) == [
        ("/applicants/0/together/0", "contradictory_pair"),
        ("/applicants/2/together/0", "contradictory_pair"),
    ]
    policy = Policy(rules=Rules(keep_apart=KeepApart(kinds=("conflict",))))
    assert problems(**listed(*entries, ties=[tie], policy=policy)) == [
        ("/applicants/0/together/0", "contradictory_pair")
    ]


def test_a_birth_year_gives_a_possible_age() -> None:
    found = problems(
        **listed({"id": "a", "birth_year": 2020}, {"id": "b", "birth_year": 2020, "age": 30}, as_of="2025-01-01")
    )
    assert found == [("/applicants/0/birth_year", "impossible_age")]
    assert [possible_birth_year(year, date(2025, 1, 1)) for year in (1905, 1906, 2015, 2016)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_day_is_the_one_given_else_the_latest_in_the_list() -> None:
    submitted = (person("a", submitted_at="2025-01-31"), person("b", submitted_at="2024-01-31"))
    assert intake_of(*submitted).day == date(2025, 1, 31)
    assert intake_of(*submitted, as_of="2025-03-01").day == date(2025, 3, 1)


def test_years_come_from_the_age_else_from_the_birth_year() -> None:
    intake = intake_of(
        person("a", "18-25", birth_year=1950), person("b", birth_year=1990), person("c"), as_of="2025-06-01"
    )
    assert [intake.years(a) for a in intake.applicants] == [21.5, 35.0, None]


def test_who_sits_where() -> None:
    intake = intake_of(person("a", seated_in="g1"), person("b"), person("c", seated_in="g1"))
    assert [m.id for m in intake.seated("g1")] == ["a", "c"]
    assert intake.seated("g2") == ()


def test_a_problems_path_is_a_json_pointer() -> None:
    assert Problem(path=("ties", 0, "a/b~c"), code="x", message="").pointer == "/ties/0/a~1b~0c"
