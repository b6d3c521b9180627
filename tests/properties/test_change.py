"""A change's effect is the difference of two scores, whatever the plan and whoever moves."""

from random import Random

import pytest
from hypothesis import given, settings

from matcher.change import Workbench
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.scorer import Score, score
from tests.properties.intakes import SEEDS, intakes


def any_plan(intake: Intake, chance: Random) -> Plan:
    """Everybody anywhere or nowhere, rules or not."""
    rooms: dict[str, list[str]] = {group.id: [] for group in intake.offers}
    for applicant in intake.applicants:
        if chance.random() < 0.8:
            rooms[chance.choice(intake.offers).id].append(applicant.id)
    return Plan.of(rooms)


@settings(max_examples=150)
@given(intakes(), SEEDS)
def test_an_effect_is_the_difference_of_two_scores(intake: Intake, seed: int) -> None:
    chance = Random(seed)
    plan = any_plan(intake, chance)
    bench = Workbench(intake, plan)
    movers = chance.sample([a.id for a in intake.applicants], chance.randint(1, 3))
    places = {mover: chance.choice((None, *(g.id for g in intake.offers))) for mover in movers}

    effect, changed = bench.effect(places), bench.changed(places)

    old, new = score(intake, plan), score(intake, changed)
    assert effect.value == pytest.approx(new.value - old.value, abs=1e-9)
    assert effect.claim == pytest.approx(new.claim - old.claim, abs=1e-9)
    before, after = _fits(old), _fits(new)
    for member, pair in effect.fits.items():
        assert pair == (before.get(member), after.get(member))
    assert effect.for_others == pytest.approx(effect.value - sum(effect.fit(m.id) for m in effect.moves))
    amount_before, amount_after = (sum(b.amount for b in s.breaches(hard=True)) for s in (old, new))
    if not effect.broken:
        assert amount_after <= amount_before + 1e-9
    if not effect.mended:
        assert amount_after >= amount_before - 1e-9


@settings(max_examples=100)
@given(intakes(), SEEDS)
def test_a_bench_that_is_turned_is_one_that_is_laid_out(intake: Intake, seed: int) -> None:
    chance = Random(seed)
    plan, other = any_plan(intake, chance), any_plan(intake, chance)
    nearby = Plan.of({seating.id: seating.members for seating in plan.groups[:-1]})

    for turned in (Workbench(intake, plan).turned(each) for each in (other, nearby, plan)):
        assert turned.score == score(intake, turned.plan, turned.measure)


def _fits(scored: Score) -> dict[str, float]:
    return {member: fit for room in scored.rooms for member, fit in room.fits.items()}
