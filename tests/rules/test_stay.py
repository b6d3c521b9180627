import pytest

from matcher.room import Breach
from matcher.rules.stay import Stay
from tests.builders import group, people, person
from tests.rules.alone import judge

TWO = [group("g1"), group("g2")]
TOLD_G2 = person("a", published_group="g2")


@pytest.mark.parametrize("mode", ["hard", "soft"])
def test_at_the_published_place_or_without_one_nothing_is_broken(mode: str) -> None:
    verdict = judge(Stay.model_validate({"mode": mode}), TOLD_G2, *people("bc"), groups=TWO, rooms={"g2": "abc"})

    assert verdict.breaches == ()
    assert verdict.fall == 0


def test_elsewhere_it_costs_the_weight() -> None:
    verdict = judge(Stay(weight=0.4), TOLD_G2, *people("bc"), groups=TWO)

    assert verdict.breaches == (Breach("stay", False, "g1", ("a",), 1.0, 0.4, {"why": "was told g2"}),)
    assert verdict.told == ("a in g1: was told g2",)
    assert verdict.valid
    assert verdict.fall == pytest.approx(0.4)


def test_hard_nobody_is_moved() -> None:
    assert not judge(Stay(mode="hard"), TOLD_G2, *people("bc"), groups=TWO).valid


def test_hard_who_was_told_a_place_may_still_wait() -> None:
    """Nobody is moved; that nobody is put out is their claim's to see to."""
    assert judge(Stay(mode="hard"), TOLD_G2, *people("bc"), groups=TWO, rooms={"g1": "bc"}).valid


def test_off_it_is_not_looked_at() -> None:
    assert judge(Stay(mode="off"), TOLD_G2, *people("bc"), groups=TWO).breaches == ()


def test_seated_members_are_not_asked_again() -> None:
    seated = person("a", seated_in="g1", published_group="g2")
    assert judge(Stay(mode="hard"), seated, *people("bc"), groups=TWO).valid
