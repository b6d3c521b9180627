from typing import Any

import pytest

from matcher.measure import Measure
from matcher.policy import Policy
from matcher.rules.floor import Floor
from matcher.rules.size import TargetSize
from matcher.scorer import claim, score, score_room
from tests.builders import group, intake_of, people, person, plan_of, quiet, scored, seat

TWO = [group("g1", target=2), group("g2", target=2)]
MIXED = (person("a", 20), person("b", 20), person("c", 60), *people("d"), person("e", 25))


def test_a_plans_value_is_the_sum_of_its_rooms_fits() -> None:
    """A and b meet .75; c and e .25 (more than ten years apart)."""
    result = scored(intake_of(*MIXED, groups=TWO), g1="ab", g2="ce")

    assert [room.value for room in result.rooms] == pytest.approx([1.5, 0.5])
    assert result.value == pytest.approx(2.0)
    assert (result.placed, [a.id for a in result.waiting]) == (4, ["d"])
    assert (result.mean_fit, result.worst_member, result.worst_group) == pytest.approx((0.5, 0.25, 0.25))
    assert result.valid


def test_soft_breaches_are_taken_off_room_by_room() -> None:
    """C fits .25, half of the floor: 1.5; one person over the target: .5."""
    policy = quiet(Floor(weight=3.0), TargetSize(weight=0.5))
    [room] = scored(intake_of(*MIXED, groups=TWO, policy=policy), g1="abc").rooms

    assert sum(room.fits.values()) == pytest.approx(0.5 + 0.5 + 0.25)
    assert room.penalty == pytest.approx(1.5 + 0.5)
    assert room.value == pytest.approx(1.25 - 2.0)


def test_a_plan_that_places_nobody_is_worth_nothing() -> None:
    result = scored(intake_of(*MIXED))
    assert (result.value, result.placed, result.claim) == (0, 0, 0)
    assert (result.mean_fit, result.worst_member, result.worst_group) == (None, None, None)


def test_hard_breaches_make_a_plan_invalid_and_cost_nothing() -> None:
    intake = intake_of(person("a", 20, avoid=["b"]), person("b", 20), policy=Policy())
    strict = scored(intake, g1="ab")

    assert not strict.valid
    assert [b.rule for b in strict.breaches(hard=True)] == ["keep_apart"]
    assert strict.rooms[0].penalty == pytest.approx(sum(b.cost for b in strict.breaches(hard=False)))


def test_a_room_is_scored_alone_as_in_its_plan() -> None:
    intake = intake_of(*MIXED, policy=Policy())
    room = seat(intake, "abc")
    assert score_room(room).breaches == scored(intake, g1="abc").rooms[0].breaches


def test_a_plan_of_other_people_is_no_plan_of_this_intake() -> None:
    with pytest.raises(KeyError):
        score(intake_of(*MIXED), plan_of(g1="ax"))
    with pytest.raises(KeyError):
        score(intake_of(*MIXED), plan_of(g9="ab"))


def test_a_measure_that_is_there_already_is_used() -> None:
    intake = intake_of(*MIXED)
    assert score(intake, plan_of(g1="ab"), Measure(intake)).value == scored(intake, g1="ab").value


CLAIMS: list[tuple[dict[str, Any], float]] = [
    ({}, 1.0),
    ({"priority": 2}, 1.6),
    ({"submitted_at": "2025-06-01"}, 1.0),
    ({"submitted_at": "2025-07-01"}, 1.0),
    ({"submitted_at": "2024-06-01"}, 1.2),
    ({"submitted_at": "2020-01-01"}, 1.2),
    ({"submitted_at": "2025-03-20"}, 1 + 0.2 * 73 / 365),
    ({"must_place_by": "2025-06-15"}, 3.0),
    ({"must_place_by": "2025-06-16"}, 1.0),
    ({"must_place_by": "2025-01-01"}, 3.0),
    ({"published_group": "g1"}, 3.0),
    ({"published_group": "g1", "must_place_by": "2025-06-02"}, 3.0),
    ({"priority": 3, "submitted_at": "2024-01-01", "must_place_by": "2025-06-01"}, 4.1),
]


@pytest.mark.parametrize(("fields", "expected"), CLAIMS)
def test_a_claim_grows_with_priority_waiting_and_a_due_date(fields: dict[str, Any], expected: float) -> None:
    """One for everybody; .3 a step of priority, .2 a year up to one, 2 when due within fourteen days or published."""
    intake = intake_of(person("a", **fields), *people("bc"), as_of="2025-06-01")
    assert claim(intake, intake.applicants[0]) == pytest.approx(expected)
    assert scored(intake, g1="ab").claim == pytest.approx(expected + 1)


def test_the_policy_weighs_claims() -> None:
    policy = Policy(priority_weight=1, waiting_weight=0, due_weight=5, due_within_days=0)
    fields = {"priority": 1, "submitted_at": "2020-01-01", "must_place_by": "2025-06-01"}
    intake = intake_of(
        person("a", **fields), person("b", must_place_by="2025-06-02"), policy=policy, as_of="2025-06-01"
    )
    assert [claim(intake, a) for a in intake.applicants] == [7, 1]
