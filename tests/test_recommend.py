"""Somebody new is shown where they fit, what it costs whom, and what stands against the rest."""

import pytest

from matcher.recommend import Recommender, listed
from matcher.rules.keep_apart import KeepApart
from matcher.validation import InvalidIntake
from tests.builders import group, intake_of, people, person, plan_of, quiet


def _recommender() -> Recommender:
    intake = intake_of(
        *people("abc", 20, "anxiety"),
        *people("def", 30, "loneliness"),
        person("n", 29, "anxiety"),
        groups=[group("g1", most=4), group("g2", most=3), group("g3", most=4)],
    )
    return Recommender(intake, plan_of(g1="abc", g2="def"))


def test_groups_that_may_be_joined_come_first() -> None:
    found = _recommender().recommend("n")

    assert [line.group for line in found.ranking] == ["g1", "g2", "g3"]
    assert [line.blocked_by for line in found.ranking] == [(), ("full",), ("not_opened",)]
    assert found.open_groups == 1
    assert [reason.code for reason in found.blocked] == ["closed-not-opened", "closed-full"]


def test_a_member_of_a_full_group_may_make_way() -> None:
    [way] = [way for way in _recommender().recommend("n").making_way if way.group == "g2"]

    assert (way.member, way.host) == ("d", "g1")
    assert way.fit > 0.9


def test_the_member_hit_worst_comes_first() -> None:
    best = _recommender().recommend("n").choices[0]

    assert best.worst_hit is not None
    assert best.worst_hit.id == "a"
    assert [member.id for member in best.members] == ["a", "b", "c"]


def test_who_has_a_place_is_not_recommended_another() -> None:
    with pytest.raises(ValueError, match="has a place already"):
        _recommender().recommend("a")


def test_a_plan_with_seated_members_elsewhere_is_refused() -> None:
    intake = intake_of(*people("ab", 20), person("s", 20, seated_in="g2"), groups=[group("g1"), group("g2")])

    with pytest.raises(ValueError, match="already sit in a running group"):
        Recommender(intake, plan_of(g1="abs"))


def test_somebody_who_is_not_on_the_list_joins_it_first() -> None:
    intake = intake_of(*people("ab", 20), policy=quiet(KeepApart()))
    newcomer = person("n", 21, avoid=("a",))

    found = Recommender(listed(intake, newcomer), plan_of(g1="ab")).recommend("n")

    assert found.ranking[0].blocked_by == ("members",)
    assert found.choices[0].broken[0].members == ("a", "n")


def test_a_newcomer_with_a_taken_id_or_unknown_names_is_refused() -> None:
    intake = intake_of(*people("ab", 20))

    with pytest.raises(InvalidIntake) as taken:
        listed(intake, person("a"))
    with pytest.raises(InvalidIntake) as unknown:
        listed(intake, person("n", avoid=("z",)))

    assert taken.value.problems[0].code == "duplicate_id"
    assert unknown.value.problems[0].path == ("applicant", "avoid", 0)
