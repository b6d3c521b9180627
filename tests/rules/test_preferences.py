import pytest
from pydantic import ValidationError

from matcher.room import Breach
from matcher.rules.preferences import Preferences
from tests.builders import group, people, person
from tests.rules.alone import judge

FOUR = [group(f"g{n}") for n in (1, 2, 3, 4)]
WISHES = ["g1", "g2", "g3"]
DEAR = Preferences(weight=0.75)


@pytest.mark.parametrize(("sits_in", "cost"), [("g1", 0), ("g2", 0.25), ("g3", 0.5), ("g4", 0.75)])
def test_the_further_down_the_wishes_the_dearer(sits_in: str, cost: float) -> None:
    member = person("a", preferred_groups=WISHES)
    verdict = judge(DEAR, member, *people("bc"), groups=FOUR, rooms={sits_in: "abc"})

    assert verdict.valid
    assert verdict.fall == pytest.approx(cost)
    if cost:
        [breach] = verdict.breaches
        assert breach == Breach("preferences", False, sits_in, ("a",), cost / 0.75, breach.cost, {})
        assert breach.cost == pytest.approx(cost)
        assert verdict.told == (f"a would rather sit in another group than {sits_in}",)


def test_who_has_no_wish_or_waits_costs_nothing() -> None:
    wishing = person("a", preferred_groups=["g2"])
    assert judge(DEAR, wishing, *people("bc"), groups=FOUR, rooms={"g1": "bc"}).fall == 0


def test_seated_members_have_made_their_choice() -> None:
    seated = person("a", preferred_groups=["g2"], seated_in="g1")
    assert judge(DEAR, seated, *people("bc"), groups=FOUR).fall == 0


def test_off_it_is_not_looked_at() -> None:
    wishing = person("a", preferred_groups=["g2"])
    assert judge(Preferences(mode="off"), wishing, *people("bc"), groups=FOUR).breaches == ()


def test_it_is_never_hard() -> None:
    with pytest.raises(ValidationError):
        Preferences.model_validate({"mode": "hard"})
