import pytest

from matcher.catalogue import Param
from matcher.room import Breach
from matcher.rules.primary_reason import PrimaryReason
from tests.builders import people
from tests.rules.alone import judge

SLEEP = {"primary_reason": "sleep"}
TWO = PrimaryReason(mode="hard", most=2)


def test_up_to_the_limit_nothing_is_broken() -> None:
    assert judge(TWO, *people("ab", **SLEEP), *people("cd", primary_reason="anger"), *people("ef")).valid


def test_everybody_who_shares_it_is_named() -> None:
    verdict = judge(TWO, *people("abc", **SLEEP), *people("d", primary_reason="Sleep"), *people("e"))

    params: dict[str, Param] = {"count": 4, "most": 2, "reason": "sleep"}
    assert verdict.breaches == (Breach("primary_reason", True, "g1", ("a", "b", "c", "d"), 2, 0.0, params),)
    assert verdict.told == ("4 members of g1 come first of all for sleep, 2 are allowed",)
    assert not verdict.valid


def test_soft_costs_its_weight_for_each_person_over_each_limit() -> None:
    rule = PrimaryReason(mode="soft", weight=0.3, most=1)
    verdict = judge(rule, *people("abc", **SLEEP), *people("de", primary_reason="anger"))

    assert verdict.valid
    assert verdict.fall == pytest.approx(0.9)


def test_other_reasons_do_not_count() -> None:
    assert judge(TWO, *people("abcd", None, "sleep")).valid


def test_a_risk_reason_is_never_counted() -> None:
    assert judge(TWO, *people("abcd", primary_reason="suicidality", cleared=True)).valid


def test_seated_members_over_the_limit_may_stay_and_get_nobody_more() -> None:
    seated = people("abc", seated_in="g1", **SLEEP)
    soft = PrimaryReason(mode="soft", weight=0.3, most=2)

    assert judge(TWO, *seated, *people("d")).valid
    assert judge(soft, *seated, *people("d")).fall == 0
    joined = judge(soft, *seated, *people("d", **SLEEP))
    assert [b.amount for b in joined.breaches] == [1]
    assert joined.fall == pytest.approx(0.3)


def test_off_it_is_not_looked_at() -> None:
    assert judge(PrimaryReason(mode="off", most=1), *people("abc", **SLEEP)).breaches == ()
