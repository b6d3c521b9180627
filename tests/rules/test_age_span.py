import pytest

from matcher.catalogue import Param
from matcher.room import Breach
from matcher.rules.age_span import AgeSpan
from tests.builders import group, people, person
from tests.rules.alone import judge

TEN = AgeSpan(mode="hard", years=10)
SOFT = AgeSpan(mode="soft", years=10, weight=0.5)


def test_it_is_off_unless_asked_for() -> None:
    assert judge(AgeSpan(), person("a", 18), person("b", 80)).breaches == ()


def test_a_span_up_to_the_limit_breaks_nothing() -> None:
    assert judge(TEN, person("a", 20), person("b", 30), person("c", "23-27")).valid


def test_the_youngest_and_the_oldest_are_named() -> None:
    verdict = judge(TEN, person("a", 25), person("b", 20), person("c", 33))

    params: dict[str, Param] = {"span": 13, "allowed": 10}
    assert verdict.breaches == (Breach("age_span", True, "g1", ("b", "c"), 3, 0.0, params),)
    assert verdict.told == ("ages in g1 span 13 years where 10 are allowed (b to c)",)
    assert not verdict.valid
    assert verdict.fall == 0


def test_a_part_of_a_year_over_a_hard_limit_is_too_much() -> None:
    """The engine once let up to half a year pass."""
    assert not judge(TEN, person("a", 20), person("b", 30.25)).valid


def test_soft_costs_its_weight_for_each_year() -> None:
    verdict = judge(SOFT, person("a", 20), person("b", 33))

    assert verdict.valid
    assert verdict.fall == pytest.approx(1.5)


def test_people_without_an_age_do_not_count() -> None:
    assert judge(TEN, person("a", 20), person("b"), person("c", 30)).valid


@pytest.mark.parametrize(("newcomer", "over"), [(20, 0), (45, 0), (47, 2), (18, 2)])
def test_a_running_group_keeps_its_span_and_does_not_widen_it(newcomer: int, over: int) -> None:
    members = (person("a", 20, seated_in="g1"), person("b", 45, seated_in="g1"), person("c", newcomer))

    verdict = judge(SOFT, *members)

    assert sum(b.amount for b in verdict.breaches) == over
    assert verdict.fall == pytest.approx(0.5 * over)


def test_members_of_another_group_give_no_licence() -> None:
    """A span that two members brought from elsewhere is not this group's own."""
    rooms = {"g1": "ab", "g2": "cd"}
    members = (person("a", 20, seated_in="g1"), person("b", 45), *people("cd", 20))

    assert not judge(TEN, *members, groups=[group("g1"), group("g2")], rooms=rooms).valid
