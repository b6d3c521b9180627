"""Other plans really differ, are valid, and are as good as plans that differ so much can be."""

from collections.abc import Iterator
from itertools import combinations

import pytest

from matcher.alternatives import Alternatives, TooLong, alternatives, similarity
from matcher.engine.solve import solve
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.scorer import score
from matcher.stop import Work
from tests.builders import group, intake_of, people, person, plan_of

ROUNDS = 200
"""Enough for every price to be tried."""


def _solved(intake: Intake) -> Plan:
    result = solve(intake, Work(20), reproducible=True)
    return Plan.of({room.id: room.members for room in result.groups})


def _beside(intake: Intake, plan: Plan, apart: float, count: int = 2) -> Alternatives:
    return alternatives(intake, plan, count, Work(ROUNDS), apart=apart)


def _mixed() -> Intake:
    reasons = ("anxiety", "grief-loss", "loneliness", "career", "depression")
    ages = (19, 20, 21, 23, 26, 30, 34, 35, 20)
    return intake_of(
        *(person(f"p{k}", age, reasons[k % 5], reasons[(k * k + 1) % 5]) for k, age in enumerate(ages)),
        groups=[group(name, least=3, most=3) for name in ("g1", "g2", "g3")],
    )


def _every_plan(intake: Intake) -> Iterator[Plan]:
    """All plans of nine people in three groups of three, up to the groups' names."""
    first, *rest = (a.id for a in intake.applicants)
    for pair in combinations(rest, 2):
        left = [who for who in rest if who not in pair]
        second, *others = left
        for mates in combinations(others, 2):
            third = [who for who in others if who not in mates]
            yield Plan.of({"g1": (first, *pair), "g2": (second, *mates), "g3": third})


@pytest.mark.parametrize("apart", [0.1, 0.3])
def test_the_second_plan_is_the_best_that_differs_enough(apart: float) -> None:
    intake = _mixed()
    plan = _solved(intake)
    best = max(score(intake, p).value for p in _every_plan(intake) if similarity(p, plan) <= apart)

    [other] = _beside(intake, plan, apart, count=1).others

    assert other.value == pytest.approx(best, abs=1e-6)


def test_all_are_valid_and_differ_from_each_other() -> None:
    intake = _mixed()
    plan = _solved(intake)
    found = _beside(intake, plan, 0.4, count=2)

    plans = [plan, *(other.plan for other in found.others)]
    assert len(plans) == 3
    assert found.missing == 0
    assert all(similarity(one, two) <= 0.4 for one, two in combinations(plans, 2))
    for other in found.others:
        scored = score(intake, other.plan)
        assert scored.valid
        assert other.value == pytest.approx(scored.value, abs=1e-6)
        assert other.loss == pytest.approx(found.value - other.value, abs=1e-9)
        assert other.value <= found.bound


def test_the_same_seed_finds_the_same_plans() -> None:
    intake = _mixed()
    plan = _solved(intake)
    first, second = (alternatives(intake, plan, 1, Work(15), apart=0.4) for _ in range(2))

    assert first == second


def test_what_a_group_is_called_does_not_make_another_plan() -> None:
    assert similarity(plan_of(g1="abc", g2="def"), plan_of(g1="def", g2="abc")) == 1
    assert similarity(plan_of(g1="abc"), plan_of(g1="abd")) == pytest.approx(1 / 5)
    assert similarity(plan_of(), plan_of()) == 1


def test_where_people_cannot_sit_otherwise_none_is_found() -> None:
    intake = intake_of(*people("abcd", 20), groups=[group("g1", least=4, most=4)])

    found = _beside(intake, plan_of(g1="abcd"), 0.5)

    assert (found.others, found.missing) == ((), 2)


def test_members_who_sat_together_before_do_not_make_plans_alike() -> None:
    intake = intake_of(
        *people("ab", 20, seated_in="g1"),
        *people("cd", 20, seated_in="g2"),
        *people("ef", 20),
        groups=[group("g1", most=3), group("g2", most=3)],
    )

    [other] = _beside(intake, plan_of(g1="abe", g2="cdf"), 0.1, count=1).others

    assert other.similarity == 0
    assert other.plan == plan_of(g1="abf", g2="cde")


def test_a_plan_that_breaks_a_rule_is_refused() -> None:
    intake = intake_of(*people("abcd", 20), groups=[group("g1", least=4, most=4)])

    with pytest.raises(ValueError, match="breaks a rule"):
        _beside(intake, plan_of(g1="abc"), 0.5)


def test_a_list_beyond_one_board_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.alternatives.MOST_ON_ONE_BOARD", 3)
    intake = intake_of(*people("abcd", 20))

    with pytest.raises(TooLong, match="up to 3 people"):
        _beside(intake, plan_of(g1="abcd"), 0.5)
