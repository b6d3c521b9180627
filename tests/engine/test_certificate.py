"""What rows prove: for any A, v and p, no valid plan is worth more."""

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.engine.certificate import Frame, Proof, frame_of
from matcher.engine.construct import make_valid
from matcher.engine.pairs import pair_fit_matrix
from matcher.generate import generate
from matcher.intake import Intake
from matcher.scorer import score
from tests.builders import group, intake_of, people, person, quiet
from tests.faces import Compiled, compiled
from tests.properties.intakes import SEEDS, intakes, seating


def frame(engine: Compiled) -> Frame:
    everybody = np.arange(engine.sheet.people, dtype=np.int32)
    return frame_of(engine.sheet, pair_fit_matrix(engine.traits, everybody), everybody)


@settings(max_examples=150)
@given(intakes(), SEEDS)
def test_no_valid_plan_is_worth_more_than_any_rows_prove(intake: Intake, seed: int) -> None:
    """The better the plan and the odder A, v and p, the sharper the test; both are drawn."""
    engine, chance = compiled(intake), np.random.default_rng(seed)
    rows = frame(engine)
    factor = chance.normal(size=(len(rows.copies), chance.integers(1, 4))) * chance.choice((0.0, 0.1, 1.0))
    v = chance.normal(size=len(rows.member)) * chance.choice((0.0, 0.1, 1.0))
    p = chance.exponential(size=len(rows.rooms)) * chance.choice((0.0, 0.3, 3.0))
    plan = engine.plan(make_valid(engine.board, seating(engine, chance, float(chance.choice((0.0, 0.3))))))
    result = score(intake, plan)

    assert not result.valid or result.value <= Proof(rows, factor).rows(v, p).bound + 1e-9


def test_two_couples_are_valued_exactly() -> None:
    """Two rooms of two, nothing to choose: with no A, v or p the rows add up to the only plan's value."""
    crowd = [person("a", 20), person("b", 20), person("c", 60), person("d", 60)]
    engine = compiled(intake_of(*crowd, groups=(group("g1", 2, 2), group("g2", 2, 2)), policy=quiet()))
    rows = frame(engine)

    bound = Proof(rows, np.zeros((4, 1))).rows(np.zeros(4), np.zeros(1)).bound

    assert bound == pytest.approx(4 * engine.board.weight[0, 1], abs=1e-6)


def test_whoever_cannot_be_seated_counts_nothing() -> None:
    """Five people, one room of two: three rows wait, whoever they are."""
    intake = intake_of(*people("abcde", 20), groups=(group("g1", 2, 2),), policy=quiet())
    rows = frame(compiled(intake))

    bound = Proof(rows, np.zeros((5, 1))).rows(np.zeros(5), np.zeros(1)).bound

    assert rows.waiting == 3
    assert bound == pytest.approx(2 * 0.75, abs=1e-6)


def test_the_slopes_are_those_of_the_bound() -> None:
    chance = np.random.default_rng(3)
    crowd = generate("campus", 12, 3).applicants
    rows = frame(compiled(intake_of(*crowd, groups=(group("g1", 2, 4), group("g2", 3, 5)))))
    proof = Proof(rows, chance.normal(size=(len(rows.copies), 2)) * 0.1)
    v, p = chance.normal(size=len(rows.member)) * 0.1, chance.exponential(size=len(rows.rooms)) * 0.1
    here, step = proof.rows(v, p), 1e-7

    for entry in range(len(v)):
        moved = proof.rows(v + step * (np.arange(len(v)) == entry), p)
        assert (moved.bound - here.bound) / step == pytest.approx(here.slope_v[entry], abs=1e-4)
    for kind in range(len(p)):
        moved = proof.rows(v, p + step * (np.arange(len(p)) == kind))
        assert (moved.bound - here.bound) / step == pytest.approx(here.slope_p[kind], abs=1e-4)


def test_a_negative_price_of_a_room_proves_nothing() -> None:
    rows = frame(compiled(intake_of(*people("abc", 20), groups=(group("g1", 2, 3),))))

    with pytest.raises(ValueError, match="must not be negative"):
        Proof(rows, np.zeros((3, 1))).rows(np.zeros(3), np.array([-0.1]))
