import pytest
from pydantic import ValidationError

from matcher.intake import Tie
from matcher.room import Breach
from matcher.rules.ties import Ties
from tests.builders import group, people
from tests.rules.alone import judge

WEIGHTY = Ties(weight=0.5)


def tie(kind: str, sign: int | None = None, first: str = "b", second: str = "a") -> Tie:
    return Tie.model_validate({"a": first, "b": second, "kind": kind, "sign": sign})


def test_support_is_a_reward() -> None:
    verdict = judge(WEIGHTY, *people("abc"), ties=(tie("support"),))

    assert verdict.breaches == (Breach("ties", False, "g1", ("a", "b"), -1.0, -0.5, {}),)
    assert verdict.told == ("a and b support each other in g1",)
    assert verdict.valid
    assert verdict.fall == pytest.approx(-0.5)


@pytest.mark.parametrize("kind", ["conflict", "dual-relationship", "shared-household", "acquaintance"])
def test_every_other_kind_is_a_cost(kind: str) -> None:
    verdict = judge(WEIGHTY, *people("abc"), ties=(tie(kind),))

    assert verdict.breaches == (Breach("ties", False, "g1", ("a", "b"), 1.0, 0.5, {}),)
    assert verdict.told == ("a and b are in conflict in g1",)
    assert verdict.fall == pytest.approx(0.5)


def test_a_sign_that_is_given_counts() -> None:
    assert judge(WEIGHTY, *people("abc"), ties=(tie("acquaintance", 1),)).fall == pytest.approx(-0.5)
    assert judge(WEIGHTY, *people("abc"), ties=(tie("support", -1),)).fall == pytest.approx(0.5)


def test_ties_of_one_pair_add_up() -> None:
    twice = (tie("conflict"), tie("acquaintance", first="a", second="b"))
    verdict = judge(WEIGHTY, *people("abc"), ties=twice)
    assert [b.amount for b in verdict.breaches] == [2.0]
    assert verdict.fall == pytest.approx(1.0)

    assert judge(WEIGHTY, *people("abc"), ties=(tie("support"), tie("conflict"))).breaches == ()


def test_in_two_rooms_a_tie_does_nothing() -> None:
    two = [group("g1"), group("g2")]
    assert (
        judge(WEIGHTY, *people("abcd"), groups=two, rooms={"g1": "ac", "g2": "bd"}, ties=(tie("conflict"),)).fall == 0
    )


def test_two_who_already_sat_together_are_not_counted() -> None:
    seated = people("ab", seated_in="g1")
    assert judge(WEIGHTY, *seated, *people("c"), ties=(tie("conflict"),)).fall == 0
    assert judge(WEIGHTY, *people("a", seated_in="g1"), *people("bc"), ties=(tie("support"),)).fall == -0.5


def test_off_it_is_not_looked_at() -> None:
    assert judge(Ties(mode="off"), *people("abc"), ties=(tie("conflict"),)).breaches == ()


def test_it_is_never_hard() -> None:
    with pytest.raises(ValidationError):
        Ties.model_validate({"mode": "hard"})
