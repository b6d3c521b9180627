import pytest
from pydantic import ValidationError

from matcher.catalogue import Param
from matcher.room import Breach
from matcher.rules.size import Size, TargetSize, limits
from tests.builders import group, intake_of, people, person, quiet, scored
from tests.rules.alone import judge

THREE_TO_FOUR = group("g1", 3, 4)
WIDE = group("g2", 2, 6)


@pytest.mark.parametrize("members", ["abc", "abcd"])
def test_a_size_within_the_limits_breaks_nothing(members: str) -> None:
    assert judge(Size(), *people("abcdef"), groups=[THREE_TO_FOUR], rooms={"g1": members}).valid


def test_a_group_need_not_open() -> None:
    assert judge(Size(), *people("ab"), groups=[THREE_TO_FOUR], rooms={}).valid


@pytest.mark.parametrize(("members", "amount"), [("a", 2), ("ab", 1), ("abcde", 1), ("abcdef", 2)])
def test_the_amount_is_how_many_are_missing_or_too_many(members: str, amount: int) -> None:
    verdict = judge(Size(), *people("abcdef"), groups=[THREE_TO_FOUR, WIDE], rooms={"g1": members})

    params: dict[str, Param] = {"size": len(members), "least": 3, "most": 4}
    assert verdict.breaches == (Breach("size", True, "g1", tuple(members), amount, 0.0, params),)
    said = "1 member" if len(members) == 1 else f"{len(members)} members"
    assert verdict.told == (f"g1 has {said} where 3 to 4 are allowed",)
    assert not verdict.valid


def test_a_running_group_may_stay_below_its_least_size() -> None:
    running = (person("a", seated_in="g1"), *people("bc"))

    assert judge(Size(), *running, groups=[THREE_TO_FOUR], rooms={"g1": "a"}).valid
    assert judge(Size(), *running, groups=[THREE_TO_FOUR], rooms={"g1": "ab"}).valid


def test_an_overfull_running_group_only_takes_nobody_new() -> None:
    running = (*people("abcde", seated_in="g1"), person("f"))

    assert judge(Size(), *running, groups=[THREE_TO_FOUR, WIDE], rooms={"g1": "abcde"}).valid
    crowded = judge(Size(), *running, groups=[THREE_TO_FOUR, WIDE], rooms={"g1": "abcdef"})
    assert crowded.told == ("g1 has 6 members where exactly 5 are allowed",)


@pytest.mark.parametrize(("seated", "expected"), [(0, (3, 4)), (1, (1, 4)), (4, (4, 4)), (6, (6, 6))])
def test_limits(seated: int, expected: tuple[int, int]) -> None:
    assert limits(THREE_TO_FOUR, seated) == expected


@pytest.mark.parametrize("mode", ["soft", "off"])
def test_size_is_always_hard(mode: str) -> None:
    with pytest.raises(ValidationError):
        Size.model_validate({"mode": mode})


@pytest.mark.parametrize(("members", "away"), [("ab", 2), ("abc", 1), ("abcd", 0), ("abcdef", 2)])
def test_each_person_off_the_target_costs_the_weight(members: str, away: int) -> None:
    offered = group("g1", 2, 6, target=4)
    verdict = judge(TargetSize(weight=0.25), *people("abcdef"), groups=[offered], rooms={"g1": members})

    assert verdict.valid
    assert verdict.fall == pytest.approx(0.25 * away)
    if away:
        params: dict[str, Param] = {"size": len(members), "target": 4}
        assert verdict.breaches == (Breach("target_size", False, "g1", tuple(members), away, 0.25 * away, params),)
        assert verdict.told == (f"g1 has {len(members)} members, its target is 4",)


def test_a_group_that_does_not_open_is_not_off_its_target() -> None:
    intake = intake_of(*people("ab"), groups=[group("g1"), group("g2")], policy=quiet(TargetSize(weight=1.0)))
    assert scored(intake, g1="ab").rooms[0].penalty == 8
    assert len(scored(intake, g1="ab").rooms) == 1


def test_off_the_target_is_not_looked_at() -> None:
    assert judge(TargetSize(mode="off"), *people("ab")).breaches == ()


def test_the_target_is_never_hard() -> None:
    with pytest.raises(ValidationError):
        TargetSize.model_validate({"mode": "hard"})
