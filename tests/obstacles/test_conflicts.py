"""Why there is no valid plan, kind by kind; that a conflict is a smallest one is tried in properties/."""

from typing import Any

import pytest

from matcher.intake import Applicant, Group
from matcher.obstacles import conflicts
from matcher.obstacles.conflicts import find_conflicts
from matcher.result import Conflict
from matcher.rules import Rule
from matcher.rules.age_span import AgeSpan
from matcher.rules.common_ground import CommonGround
from matcher.rules.eligibility import Eligibility
from matcher.rules.keep_apart import KeepApart
from matcher.rules.keep_together import KeepTogether
from matcher.rules.no_isolate import NoIsolate
from matcher.rules.primary_reason import PrimaryReason
from matcher.rules.session_time import SessionTime
from tests.builders import group, intake_of, people, person, quiet
from tests.faces import compiled, first_conflict

TO_G1: dict[str, Any] = {"pinned_group": "g1"}
ONE = [group("g1", 2, 3)]
MONDAY = [group("g1", 2, 3, session="Mon 9-10")]


def conflict(*applicants: Applicant, rules: tuple[Rule, ...] = (), groups: list[Group] = ONE) -> Conflict | None:
    """What the engine finds standing in the way of any plan."""
    engine = compiled(intake_of(*applicants, groups=groups, policy=quiet(*rules)))
    return first_conflict(engine)


def told(found: Conflict | None) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    assert found is not None
    assert found.groups == ("g1",)
    return found.rules, found.applicants, found.text


def test_where_a_plan_exists_there_is_no_conflict() -> None:
    assert conflict(*people("abc", **TO_G1), *people("de")) is None


def test_more_people_pinned_to_a_group_than_it_has_places() -> None:
    rules, people_named, text = told(conflict(*people("abcd", **TO_G1), *people("ef")))

    assert (rules, people_named) == (("size",), ("a", "b", "c", "d"))
    assert text == "a, b, c, and d are pinned to g1; but g1 has 3 places for these 4 people"


def test_seated_members_take_places_too() -> None:
    rules, people_named, text = told(conflict(*people("ab", seated_in="g1"), *people("cd", **TO_G1)))
    assert rules == ("size",)
    assert set(people_named) >= {"c", "d"}
    assert text == (
        "c and d are pinned to g1; but g1 has 3 places: 2 members sit there already, and 2 more are pinned to it"
    )


def test_people_pinned_beyond_the_conflict_are_counted_and_not_named() -> None:
    _, people_named, text = told(conflict(*people("abcdef", **TO_G1)))

    assert len(people_named) == 4
    assert text.endswith("but g1 has 3 places for these 4 people (6 are pinned to it in all)")


def test_two_pinned_to_one_group_who_are_kept_apart() -> None:
    found = conflict(person("a", avoid=["b"], **TO_G1), person("b", **TO_G1), *people("cd"), rules=(KeepApart(),))

    rules, people_named, text = told(found)
    assert (rules, people_named) == (("keep_apart",), ("a", "b"))
    assert "a and b are kept apart (one asked not to meet the other)" in text


def test_somebody_pinned_at_a_time_they_cannot_come() -> None:
    late = person("a", availability="Tue 9-10", **TO_G1)
    rules, people_named, text = told(conflict(late, *people("bc"), rules=(SessionTime(),), groups=MONDAY))

    assert (rules, people_named) == (("session_time",), ("a",))
    assert text == "a is pinned to g1; but a in g1: cannot come at Mon 09:00-10:00"


def test_somebody_pinned_who_is_not_cleared() -> None:
    rules, people_named, text = told(conflict(person("a", cleared=False, **TO_G1), *people("bc")))

    assert (rules, people_named) == (("screening",), ("a",))
    assert "a in g1: not cleared at screening" in text


def test_a_pin_to_a_closed_group() -> None:
    closed = [group("g1", 2, 3, enrolment="closed")]
    rules, people_named, text = told(conflict(person("a", seated_in="g1"), person("b", **TO_G1), groups=closed))

    assert rules == ("placement",)
    assert "b" in people_named
    assert "b in g1: the group is closed to newcomers" in text


def test_a_pin_to_a_group_that_cannot_reach_its_least_size() -> None:
    """B cannot come on Mondays; with the time, the size or the pin given up there would be a plan."""
    away = people("b", availability="Tue 9-10")
    rules, people_named, text = told(conflict(person("a", **TO_G1), *away, rules=(SessionTime(),), groups=MONDAY))

    assert (rules, people_named) == (("session_time", "size"), ("a",))
    assert text == "a is pinned to g1; but not enough others may join g1 for its least size of 2"


def test_a_pin_whose_partner_may_not_come_along() -> None:
    pair = (person("a", together=["b"], **TO_G1), person("b", age=70))
    young = [group("g1", 2, 3, age_max=30)]
    found = conflict(*pair, *people("cd"), rules=(KeepTogether(), Eligibility()), groups=young)

    assert told(found)[0] == ("eligibility", "keep_together")


@pytest.mark.parametrize(
    ("rule", "pinned"),
    [
        (AgeSpan(mode="hard", years=10), [person("a", 20, **TO_G1), person("b", 34, **TO_G1)]),
        (NoIsolate(mode="hard"), [person("a", 70, **TO_G1)]),
        (NoIsolate(mode="hard", attribute="life_stage"), [person("a", life_stage="retired", **TO_G1)]),
        (CommonGround(mode="hard"), [person("a", None, "grief-loss", **TO_G1)]),
        (PrimaryReason(mode="hard", most=1), people("ab", primary_reason="sleep", **TO_G1)),
    ],
    ids=lambda value: f"{value.code} {getattr(value, 'attribute', '')}" if isinstance(value, Rule) else "",
)
def test_pins_against_a_rule_about_the_room(rule: Rule, pinned: list[Applicant]) -> None:
    """The other hard rules are in force, and are not named: without any of them there would still be no plan."""
    others: list[Rule] = [
        AgeSpan(mode="hard", years=100),
        CommonGround(mode="soft"),
        PrimaryReason(mode="hard", most=9),
    ]
    rules = (*(r for r in others if r.code != rule.code), rule)

    named, people_named, _ = told(conflict(*pinned, *people("xyz", 25), rules=rules))

    assert named == (rule.code,)
    assert people_named == tuple(a.id for a in pinned)


def test_of_two_conflicts_one_is_told_whole() -> None:
    two = [group("g1", 2, 3), group("g2", 2, 3)]
    apart = (person("a", avoid=["b"], **TO_G1), person("b", **TO_G1))
    found = conflict(
        *apart, person("c", cleared=False, pinned_group="g2"), *people("de"), rules=(KeepApart(),), groups=two
    )

    assert found is not None
    assert (found.rules, found.applicants) in [(("keep_apart",), ("a", "b")), (("screening",), ("c",))]


def test_separate_conflicts_are_all_named() -> None:
    crowd = (*people("abcd", **TO_G1), person("x", avoid=["y"], pinned_group="g2"), person("y", pinned_group="g2"))
    engine = compiled(intake_of(*crowd, *people("ef"), groups=[*ONE, group("g2", 2, 3)], policy=quiet(KeepApart())))

    found = find_conflicts(engine.sheet, engine.traits)

    assert [(c.rules, c.applicants) for c in found] == [
        (("placement", "keep_apart"), ("x", "y")),
        (("placement", "size"), ("a", "b", "c", "d")),
    ]


def test_a_long_list_is_cut_down_to_its_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pinned people cannot do among themselves they cannot do among thousands."""
    monkeypatch.setattr(conflicts, "MOST_SEATS", 0)
    waiting = people("mnopq", avoid=["a"], together=["r"])
    crowd = (*people("abcd", preferred_groups=["g2"], **TO_G1), *waiting, person("r"))
    engine = compiled(intake_of(*crowd, groups=[*ONE, group("g2", 2, 5)]))

    [found] = find_conflicts(engine.sheet, engine.traits)

    assert (found.rules, found.applicants, found.groups) == (("size",), ("a", "b", "c", "d"), ("g1",))


def test_a_long_list_whose_pins_can_hold_has_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflicts, "MOST_SEATS", 0)
    engine = compiled(intake_of(*people("abc", **TO_G1), *people("de"), groups=ONE))

    assert find_conflicts(engine.sheet, engine.traits) == ()
