"""A policy moved: each plan is the best under its own policy, and both are measured under both."""

import pytest
from pydantic import ValidationError

from matcher.intake import Intake
from matcher.scorer import score
from matcher.whatif import Effort, policy_moved, with_policy
from tests.builders import group, intake_of, person

QUICK = Effort(rounds=3)


def torn() -> Intake:
    """Two of an age with one reason each: by age they sit together, by reason they do not."""
    return intake_of(
        person("a", 20, "anxiety"),
        person("b", 20, "anxiety"),
        person("c", 40, "sleep"),
        person("d", 40, "sleep"),
        groups=[group("g1", 2, 2), group("g2", 2, 2)],
    )


def test_each_policy_gets_its_own_plan() -> None:
    answer = policy_moved(torn(), {"balance": 0.1}, QUICK)
    by_age = policy_moved(torn(), {"balance": 1.0}, QUICK)

    assert answer.changes == {"balance": ("0.5", "0.1")}
    assert {g.members for g in by_age.moved.groups} == {("a", "b"), ("c", "d")}
    assert {g.members for g in answer.moved.groups}.isdisjoint({("a", "b"), ("c", "d")})


def test_both_plans_are_measured_under_both_policies() -> None:
    intake = torn()
    answer = policy_moved(intake, {"balance": 0.1}, QUICK)
    other = with_policy(intake, {"balance": 0.1})

    assert answer.comparison is not None
    assert answer.by_moved is not None
    for compared, measured in ((answer.comparison, intake), (answer.by_moved, other)):
        for figures, result in zip(compared.plans, (answer.as_is, answer.moved), strict=True):
            assert result.plan is not None
            assert figures.value_by_first == pytest.approx(score(measured, result.plan).value, abs=1e-6)
    as_is, moved = answer.by_moved.plans
    assert moved.value_by_first >= as_is.value_by_first - 1e-9


def test_settings_that_are_not_named_stay() -> None:
    policy = with_policy(torn(), {"rules": {"floor": {"mode": "soft", "weight": 2.0}}}).policy

    assert (policy.rules.floor.mode, policy.rules.floor.weight) == ("soft", 2.0)
    assert policy.rules.floor.floor == torn().policy.rules.floor.floor
    assert policy.rules.preferences == torn().policy.rules.preferences


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValidationError):
        with_policy(torn(), {"balanc": 0.1})
    with pytest.raises(ValidationError):
        with_policy(torn(), {"balance": 2})
