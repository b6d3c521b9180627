import pytest

from matcher.intake import Intake
from matcher.measure import Measure
from matcher.room import Breach
from matcher.rules.common_ground import CommonGround
from tests.builders import intake_of, people, person, quiet
from tests.faces import compiled
from tests.rules.alone import judge

ANXIOUS, LOW, GRIEVING = person("a", None, "anxiety"), person("b", None, "depression"), person("c", None, "grief-loss")
HARD = CommonGround(mode="hard")


def test_one_category_is_common_ground() -> None:
    """Anxiety and depression are both symptoms."""
    assert judge(HARD, ANXIOUS, LOW).valid


def test_who_shares_nothing_is_named() -> None:
    verdict = judge(HARD, ANXIOUS, LOW, GRIEVING)

    assert verdict.breaches == (Breach("common_ground", True, "g1", ("c",), 1.0, 0.0, {}),)
    assert verdict.told == ("c shares no reason and no kind of reason with anyone in g1",)
    assert not verdict.valid


def test_soft_costs_its_weight_for_each_person() -> None:
    verdict = judge(CommonGround(weight=0.3), ANXIOUS, GRIEVING)

    assert verdict.valid
    assert verdict.fall == pytest.approx(0.6)


def test_a_reason_outside_the_vocabulary_is_shared_only_by_itself() -> None:
    mine, yours = person("d", None, "juggling"), person("e", None, "unicycling")

    assert not judge(HARD, mine, yours).valid
    assert judge(HARD, mine, person("e", None, "juggling")).valid


def test_people_without_reasons_are_not_asked_and_are_no_ground() -> None:
    assert judge(HARD, ANXIOUS, LOW, *people("de")).valid
    assert [b.members for b in judge(HARD, ANXIOUS, *people("de")).breaches] == [("a",)]


def test_a_risk_reason_is_no_common_ground() -> None:
    cleared = [person(name, None, "suicidality", cleared=True) for name in "de"]
    assert judge(CommonGround(), *cleared).breaches == ()


def test_the_axis_of_the_policy_says_what_is_of_one_kind() -> None:
    """Depression has no problem area; loneliness and social anxiety are both interpersonal sensitivity."""

    def strangers(axis: str, *reasons: str) -> int:
        members = [person(name, None, reason) for name, reason in zip("ab", reasons, strict=True)]
        policy = quiet(CommonGround(), reason_axis=axis)
        intake: Intake = intake_of(*members, policy=policy)
        engine = compiled(intake)
        company = int(engine.board.company[0].sum())
        first, second = map(Measure(intake).ground, members)
        assert (company == 2) == bool(first & second)
        return 2 - company

    assert strangers("category", "anxiety", "depression") == 0
    assert strangers("problem_area", "anxiety", "depression") == 2
    assert strangers("category", "loneliness", "social-anxiety") == 2
    assert strangers("problem_area", "loneliness", "social-anxiety") == 0


def test_more_than_sixty_four_reasons_are_told_apart() -> None:
    """The engine keeps reasons as bits of 64-bit words."""
    alone = [person(f"p{n}", None, f"reason {n}") for n in range(70)]
    pair = [person(f"q{n}", None, f"reason {n}") for n in (3, 68)]
    room = (alone[3], alone[4], alone[67], alone[68], *pair)

    verdict = judge(HARD, *alone, *pair, rooms={"g1": [a.id for a in room]})  # type: ignore[dict-item]

    assert [b.members for b in verdict.breaches] == [("p4",), ("p67",)]


def test_hard_a_member_who_already_sits_without_is_left_alone() -> None:
    seated = person("c", None, "grief-loss", seated_in="g1")

    assert judge(HARD, ANXIOUS, LOW, seated).valid
    assert judge(CommonGround(weight=0.3), ANXIOUS, LOW, seated).fall == pytest.approx(0.3)


def test_off_it_is_not_looked_at() -> None:
    assert judge(CommonGround(mode="off"), ANXIOUS, GRIEVING).breaches == ()
