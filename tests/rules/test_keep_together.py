import pytest

from matcher.room import Breach
from matcher.rules.keep_together import KeepTogether
from tests.builders import group, people, person
from tests.rules.alone import judge

TWO = (group("g1"), group("g2"))
A_WITH_B = (person("a", together=["b"]), *people("bcd"))
SOFT = KeepTogether(mode="soft", weight=0.6)


@pytest.mark.parametrize("rooms", [{"g1": "abcd"}, {"g1": "ab", "g2": "cd"}, {"g1": "cd"}], ids=["all", "two", "wait"])
@pytest.mark.parametrize("mode", ["hard", "soft", "off"])
def test_in_one_room_or_both_waiting_nothing_is_broken(rooms: dict[str, str], mode: str) -> None:
    verdict = judge(KeepTogether.model_validate({"mode": mode}), *A_WITH_B, groups=TWO, rooms=rooms)

    assert verdict.valid
    assert verdict.breaches == ()
    assert verdict.fall == pytest.approx(0)


def test_in_two_rooms_each_of_them_breaks_half_a_pair() -> None:
    verdict = judge(KeepTogether(), *A_WITH_B, groups=TWO, rooms={"g1": "ac", "g2": "bd"})

    assert verdict.breaches == (
        Breach("keep_together", True, "g1", ("a",), 0.5, 0.0, {"partner": "b"}),
        Breach("keep_together", True, "g2", ("b",), 0.5, 0.0, {"partner": "a"}),
    )
    assert verdict.told == ("a sits in g1 without b", "b sits in g2 without a")
    assert not verdict.valid


def test_beside_somebody_who_waits_one_of_them_breaks_half_a_pair() -> None:
    verdict = judge(SOFT, *A_WITH_B, groups=TWO, rooms={"g1": "acd"})

    assert verdict.told == ("a sits in g1 without b",)
    assert verdict.fall == pytest.approx(0.3)


def test_soft_costs_its_weight_for_a_separated_pair() -> None:
    verdict = judge(SOFT, *A_WITH_B, groups=TWO, rooms={"g1": "ac", "g2": "bd"})

    assert verdict.valid
    assert [b.cost for b in verdict.breaches] == [0.3, 0.3]
    assert verdict.fall == pytest.approx(0.6)


def test_a_pair_both_of_whom_ask_counts_once() -> None:
    both = (person("a", together=["b"]), person("b", together=["a"]), *people("cd"))
    verdict = judge(SOFT, *both, groups=TWO, rooms={"g1": "ac", "g2": "bd"})

    assert verdict.fall == pytest.approx(0.6)


def test_only_the_newcomer_beside_a_seated_member_is_asked() -> None:
    """The member cannot be moved, so their half is nobody's to mend."""
    mixed = (person("a", together=["b"], seated_in="g1"), *people("bcd"))
    verdict = judge(SOFT, *mixed, groups=TWO, rooms={"g1": "ac", "g2": "bd"})

    assert [(b.members, b.params["partner"]) for b in verdict.breaches] == [(("b",), "a")]
    assert verdict.fall == pytest.approx(0.3)
    assert judge(KeepTogether(), *mixed, groups=TWO, rooms={"g1": "abcd"}).valid
    assert judge(KeepTogether(), *mixed, groups=TWO, rooms={"g1": "ac"}).valid
    assert not judge(KeepTogether(), *mixed, groups=TWO, rooms={"g1": "ac", "g2": "bd"}).valid


def test_two_who_sit_in_different_groups_are_left_alone() -> None:
    seated = (person("a", together=["b"], seated_in="g1"), person("b", seated_in="g2"), *people("cd"))
    assert judge(KeepTogether(), *seated, groups=TWO, rooms={"g1": "ac", "g2": "bd"}).valid
