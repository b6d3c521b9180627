"""The proof by columns, held against every plan there is of tiny intakes."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matcher.engine.columns.integer import recombine
from matcher.engine.columns.prove import ColumnProof
from matcher.engine.construct import claim_of, is_valid
from matcher.engine.sheet import Ints
from matcher.engine.state import fresh, total
from matcher.intake import Intake
from tests.faces import Compiled, compiled
from tests.properties.intakes import intakes
from tests.properties.test_encoding import MOST_PLANS, all_plans

MOST_STEPS = 400
"""Far more than tiny intakes take."""


def valid_plans(engine: Compiled) -> list[Ints]:
    """Every plan that breaks no hard rule."""
    free = ~engine.sheet.fixed
    assume(np.prod(engine.sheet.allowed[free][:, engine.sheet.kind_of].sum(axis=1) + 1.0) <= MOST_PLANS)
    return [a for a in all_plans(engine) if engine.allows(a) and is_valid(engine.board, a)]


@settings(max_examples=40)
@given(intakes(4, 7))
def test_the_bound_holds_at_every_step_and_is_met_in_the_end(intake: Intake) -> None:
    """It starts from the worst of the plans that place most, knowing no other."""
    engine = compiled(intake)
    plans = valid_plans(engine)
    assume(plans)
    claim = max(claim_of(engine.sheet, plan) for plan in plans)
    ranked = sorted((p for p in plans if claim_of(engine.sheet, p) >= claim - 1e-6), key=engine.value)
    start, best = ranked[0], engine.value(ranked[-1])
    proof = ColumnProof(engine.sheet, engine.units, engine.board, claim, seed=1)
    proof.learn(start, engine.value(start))

    for _ in range(MOST_STEPS):
        proof.step()
        assert proof.bound >= best - 1e-9
        if proof.assign is not None:
            assert engine.allows(proof.assign)
            assert is_valid(engine.board, proof.assign)
            assert claim_of(engine.sheet, proof.assign) >= claim - 1e-5
            assert engine.value(proof.assign) == pytest.approx(proof.value, abs=1e-9)
        if proof.done:
            break

    assert proof.done
    assert proof.bound == pytest.approx(best, abs=1e-5)
    assert proof.value == pytest.approx(best, abs=1e-5)


@settings(max_examples=40)
@given(intakes(4, 7))
def test_recombination_finds_the_best_of_all_rooms_and_is_never_worse(intake: Intake) -> None:
    engine = compiled(intake)
    plans = valid_plans(engine)
    assume(plans)
    claim = max(claim_of(engine.sheet, plan) for plan in plans)
    most = [p for p in plans if claim_of(engine.sheet, p) >= claim - 1e-6]

    def objective(assign: Ints) -> float:
        return float(total(engine.board, fresh(engine.board, assign)))

    found = recombine(engine.board, most, most[0], seconds=5.0)

    assert is_valid(engine.board, found)
    assert objective(found) == pytest.approx(max(objective(p) for p in most), abs=1e-5)
    assert objective(recombine(engine.board, [], most[0], seconds=5.0)) == objective(most[0])


@settings(max_examples=20)
@given(intakes(6, 7))
def test_cuts_are_sought_at_prices_of_all_rooms(intake: Intake) -> None:
    """Rooms that came after the last solution once ended a list of 48 in an error: every room has a share then."""
    engine = compiled(intake)
    plans = valid_plans(engine)
    assume(plans)
    claim = max(claim_of(engine.sheet, plan) for plan in plans)
    most = [p for p in plans if claim_of(engine.sheet, p) >= claim - 1e-6]
    proof = ColumnProof(engine.sheet, engine.units, engine.board, claim, seed=1)
    proof.learn(most[0], engine.value(most[0]))
    proof.step()
    late = [room for plan in most[1:] for room in proof.pool.learn(plan)]
    proof._master.add(late)

    for _ in proof._cut():
        pass

    assert len(proof._master.share) == len(proof._master.inside)
    assert set(late) <= set(proof._master.inside)
