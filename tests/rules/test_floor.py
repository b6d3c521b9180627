import pytest
from pydantic import ValidationError

from matcher.catalogue import Param
from matcher.room import Breach
from matcher.rules.floor import Floor
from tests.builders import person
from tests.rules.alone import judge

# Without reasons every pair differs by .5: a pair of one age fits .75, a pair ten or more years apart .25.
YOUNG, ALSO_YOUNG, OLD = person("a", 20), person("b", 20), person("c", 60)


def test_a_fit_at_the_floor_is_not_under_it() -> None:
    """The two young ones fit (.75 + .25) / 2 = .5."""
    verdict = judge(Floor(floor=0.5), YOUNG, ALSO_YOUNG, OLD)
    assert [b.members for b in verdict.breaches] == [("c",)]


def test_it_costs_the_weight_times_the_share_it_falls_short_by() -> None:
    verdict = judge(Floor(floor=0.5, weight=3.0), YOUNG, ALSO_YOUNG, OLD)

    params: dict[str, Param] = {"fit": 0.25, "floor": 0.5}
    assert verdict.breaches == (Breach("floor", False, "g1", ("c",), 0.5, 1.5, params),)
    assert verdict.told == ("c has a fit of 25 of 100 in g1, under the floor of 50",)
    assert verdict.valid
    assert verdict.fall == pytest.approx(1.5)


def test_everybody_under_the_floor_counts() -> None:
    """.5 and .5 against .8, and .25: three eighths twice, eleven sixteenths once."""
    verdict = judge(Floor(floor=0.8, weight=1.0), YOUNG, ALSO_YOUNG, OLD)

    assert [b.members for b in verdict.breaches] == [("a",), ("b",), ("c",)]
    assert verdict.fall == pytest.approx(2 * 0.375 + 0.6875)


def test_a_fit_above_the_floor_costs_nothing() -> None:
    assert judge(Floor(floor=0.7), YOUNG, ALSO_YOUNG).fall == 0


def test_seated_members_count_too() -> None:
    verdict = judge(Floor(), YOUNG, ALSO_YOUNG, person("c", 60, seated_in="g1"))
    assert [b.members for b in verdict.breaches] == [("c",)]


def test_somebody_alone_in_a_running_group_fits_with_nobody() -> None:
    assert judge(Floor(weight=2.0), person("a", 20, seated_in="g1")).fall == pytest.approx(2.0)


def test_off_it_is_not_looked_at() -> None:
    assert judge(Floor(mode="off"), YOUNG, OLD).breaches == ()


def test_it_is_never_hard() -> None:
    with pytest.raises(ValidationError):
        Floor.model_validate({"mode": "hard"})
