import pytest

from matcher.intake import Tie
from matcher.room import Breach
from matcher.rules.keep_apart import ALL_KINDS, KeepApart
from tests.builders import group, people, person
from tests.rules.alone import judge

TWO = (group("g1"), group("g2"))
A_AVOIDS_B = (person("a", avoid=["b"]), *people("bcd"))


def tie(kind: str, first: str = "b", second: str = "a") -> Tie:
    return Tie.model_validate({"a": first, "b": second, "kind": kind})


def test_in_two_rooms_they_do_not_meet() -> None:
    assert judge(KeepApart(), *A_AVOIDS_B, groups=TWO, rooms={"g1": "ac", "g2": "bd"}).valid


def test_one_ones_wish_keeps_both_apart() -> None:
    verdict = judge(KeepApart(), *A_AVOIDS_B)

    assert verdict.breaches == (Breach("keep_apart", True, "g1", ("a", "b"), 1.0, 0.0, {"kind": "avoid"}),)
    assert verdict.told == ("a and b are kept apart (one asked not to meet the other)",)
    assert not verdict.valid
    assert verdict.fall == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("support", "they support each other outside"),
        ("conflict", "conflict"),
        ("dual-relationship", "dual relationship"),
        ("shared-household", "shared household"),
        ("acquaintance", "acquaintance"),
    ],
)
def test_every_kind_of_tie_keeps_apart_unless_it_is_left_out(kind: str, said: str) -> None:
    verdict = judge(KeepApart(), *people("abc"), ties=(tie(kind),))
    assert verdict.told == (f"a and b are kept apart ({said})",)

    others = tuple(k for k in ALL_KINDS if k != kind)
    assert judge(KeepApart(kinds=others), *people("abc"), ties=(tie(kind),)).valid


def test_a_pair_counts_once_however_often_it_is_named() -> None:
    """Both ask, and they are tied besides: one breach, which names the tie."""
    pair = (person("a", avoid=["b"]), person("b", avoid=["a"]), person("c"))
    verdict = judge(KeepApart(mode="soft", weight=0.5), *pair, ties=(tie("conflict"), tie("conflict", "a", "b")))

    assert [b.params for b in verdict.breaches] == [{"kind": "conflict"}]
    assert verdict.fall == pytest.approx(0.5)


def test_soft_costs_its_weight_for_each_pair() -> None:
    verdict = judge(KeepApart(mode="soft", weight=0.4), person("a", avoid=["b", "c"]), *people("bcd"))

    assert verdict.valid
    assert [(b.members, b.cost) for b in verdict.breaches] == [(("a", "b"), 0.4), (("a", "c"), 0.4)]
    assert verdict.fall == pytest.approx(0.8)


def test_off_it_is_not_looked_at() -> None:
    verdict = judge(KeepApart(mode="off"), *A_AVOIDS_B)
    assert (verdict.breaches, verdict.fall) == ((), 0)


@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_two_who_already_sit_together_are_left_alone(mode: str) -> None:
    rule = KeepApart.model_validate({"mode": mode})
    seated = (person("a", avoid=["b"], seated_in="g1"), person("b", seated_in="g1"), person("c"))
    assert judge(rule, *seated).breaches == ()

    joining = (person("a", avoid=["b"], seated_in="g1"), *people("bc"))
    assert [b.members for b in judge(rule, *joining).breaches] == [("a", "b")]
