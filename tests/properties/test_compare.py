"""Compared plans of random intakes with every rule: figures are the scorer's, moves and breaches add up."""

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.compare import Alternative, compare
from matcher.intake import Intake
from matcher.scorer import score
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating


@settings(max_examples=60)
@given(intake=intakes(), seed=SEEDS)
def test_figures_moves_and_breaches_add_up(intake: Intake, seed: int) -> None:
    engine, random = compiled(intake), np.random.default_rng(seed)
    first, other = (engine.plan(seating(engine, random)) for _ in range(2))

    compared = compare(Alternative("first", intake, first), Alternative("other", intake, other))

    for figures, plan in zip(compared.plans, (first, other), strict=True):
        scored = score(intake, plan)
        assert figures.value == figures.value_by_first == pytest.approx(scored.value, abs=1e-6)
        assert sum(figures.fits.values()) - figures.penalty == pytest.approx(scored.value, abs=1e-6)
        assert (figures.broken == 0) == scored.valid
    [difference] = compared.differences
    here, there = first.by_applicant(), other.by_applicant()
    staying = sum(pair.staying for pair in difference.groups)
    assert len(difference.moved) + staying == len(here.keys() & there.keys())
    assert len(difference.moved) <= sum(here[who] != there[who] for who in here.keys() & there.keys())
    assert {move.id for move in difference.newly_placed} == there.keys() - here.keys()
    assert {move.id for move in difference.newly_waiting} == here.keys() - there.keys()
    [back] = compare(Alternative("other", intake, other), Alternative("first", intake, first)).differences
    assert len(back.moved) == len(difference.moved)
    [same] = compare(Alternative("first", intake, first), Alternative("again", intake, first)).differences
    assert (same.moved, same.gained, same.lost, same.better, same.worse) == ((), (), (), 0, 0)
