"""Every rule's faces agree on random intakes: what the scorer measures is what the engine's board adds up.

The engine never leaves its masks and moves blocks whole, so assignments are drawn inside both. The scorer speaks about
any plan; that it finds broken what the masks forbid is the second test here.
"""

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.answer import evaluate
from matcher.engine.bound import quick_bound
from matcher.engine.construct import make_valid
from matcher.engine.pairs import near_in_age, pair_fit_matrix
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.rules.base import SeatRule
from matcher.scorer import score
from tests.faces import assert_faces_agree, compiled
from tests.properties.intakes import SEEDS, intakes, seating


@settings(max_examples=150)
@given(intakes(), SEEDS)
def test_the_engines_objective_is_the_scorers_value(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    for waiting in (0.0, 0.3):
        assign = seating(engine, random, waiting)
        assert_faces_agree(intake, engine.plan(assign))
        assert_faces_agree(intake, engine.plan(make_valid(engine.board, assign)))


@settings(max_examples=60)
@given(intakes())
def test_a_mask_is_what_seat_rules_and_seated_partners_forbid(intake: Intake) -> None:
    """A newcomer beside a group's seated members breaks a rule about seats exactly where the mask says no."""
    engine = compiled(intake)
    about_seats = {rule.code for rule in intake.policy.rules.active() if isinstance(rule, SeatRule)}
    seated = {a.id for a in intake.applicants if a.seated_in is not None}
    for index in engine.sheet.newcomers:
        applicant = intake.applicants[index]
        for number, group in enumerate(intake.offers):
            plan = Plan.of({group.id: [applicant.id, *(m.id for m in intake.seated(group.id))]})
            hard = [b for b in score(intake, plan).breaches(hard=True) if b.group and applicant.id in b.members]
            forbidden = any(
                b.rule in about_seats or (b.rule == "keep_together" and b.params["partner"] in seated) for b in hard
            )
            assert engine.sheet.allowed[index, engine.sheet.kind_of[number]] == (not forbidden)


@settings(max_examples=60)
@given(intakes())
def test_pair_fits_are_the_measures(intake: Intake) -> None:
    engine, measure = compiled(intake), Measure(intake)
    everybody = np.arange(engine.sheet.people, dtype=np.int32)
    wanted = [[0.0 if a is b else measure.pair_fit(a, b) for b in intake.applicants] for a in intake.applicants]

    found = pair_fit_matrix(engine.traits, everybody)

    assert np.abs(found - np.array(wanted)).max() < 1e-12
    assert not np.diag(near_in_age(engine.traits, everybody)).any()


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_an_answers_parts_add_up(intake: Intake, seed: int) -> None:
    engine = compiled(intake)
    plan = engine.plan(make_valid(engine.board, seating(engine, np.random.default_rng(seed))))

    result = evaluate(intake, plan)

    assert result.value == pytest.approx(sum(g.value for g in result.groups), abs=1e-9)
    for group in result.groups:
        fits = [member.fit for member in group.member_fits]
        assert [member.id for member in group.member_fits] == list(group.members)
        assert group.value == pytest.approx(sum(fits) - sum(b.cost for b in group.breaches), abs=1e-9)
        assert group.penalty == pytest.approx(sum(b.cost for b in group.breaches), abs=1e-9)
        assert (group.fit, group.worst) == pytest.approx((sum(fits) / len(fits), min(fits)), abs=1e-12)
        assert all(b.text for b in group.breaches)
    assert result.placed + len(result.waitlist) == result.applicants == len(intake.applicants)
    assert all(waiting.reasons for waiting in result.waitlist)
    if result.groups:
        fits = [member.fit for group in result.groups for member in group.member_fits]
        assert (result.mean_fit, result.worst_member) == pytest.approx((sum(fits) / len(fits), min(fits)), abs=1e-12)
        assert result.worst_group == min(g.fit for g in result.groups)
    assert (result.plan == plan) if result.status == "feasible" else (result.plan is None)


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_no_valid_plan_is_worth_more_than_the_bound(intake: Intake, seed: int) -> None:
    engine = compiled(intake)
    plan = engine.plan(make_valid(engine.board, seating(engine, np.random.default_rng(seed), 0.0)))
    result = score(intake, plan)

    assert not result.valid or result.value <= quick_bound(intake) + 1e-9
