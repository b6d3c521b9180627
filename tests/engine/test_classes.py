"""Classes of people with the same reasons: valid, and near the bound of people where closeness is whole."""

import numpy as np
import pytest
from hypothesis import given, settings

from matcher.engine import classes
from matcher.engine.bound import classes_bound, rewards, trivial_bound
from matcher.engine.certificate import Proof
from matcher.engine.classes import frame_of_classes
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import make_valid
from matcher.engine.pairs import pair_fit_matrix, traits_of
from matcher.engine.semidefinite import SemidefiniteBound
from matcher.generate import generate
from matcher.intake import Intake
from matcher.scorer import score
from tests.builders import group, intake_of, people, person, quiet
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating


@pytest.mark.parametrize("kept", [classes.MOST_KEPT, 2])
@settings(max_examples=60)
@given(intake=intakes(), seed=SEEDS)
def test_no_valid_plan_is_worth_more_than_any_rows_of_classes_prove(kept: int, intake: Intake, seed: int) -> None:
    """With every set of reasons a class, and with all but two joined to these."""
    engine, chance = compiled(intake), np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "MOST_KEPT", kept)
        frame = frame_of_classes(engine.sheet, engine.traits)
        bound = classes_bound(engine.sheet, engine.traits)
    assert frame is not None
    factor = chance.normal(size=(len(frame.copies), chance.integers(1, 4))) * chance.choice((0.0, 0.1, 1.0))
    v = chance.normal(size=len(frame.member)) * chance.choice((0.0, 0.1, 1.0))
    p = chance.exponential(size=1) * chance.choice((0.0, 0.3, 3.0))
    plan = engine.plan(make_valid(engine.board, seating(engine, chance, float(chance.choice((0.0, 0.3))))))
    result = score(intake, plan)

    if result.valid:
        assert result.value <= Proof(frame, factor).rows(v, p).bound + rewards(engine.sheet) + 1e-9
        assert result.value <= bound + 1e-9


def test_a_class_stands_for_everybody_in_it() -> None:
    crowd = [
        *people("abc", 20, "anxiety"),
        person("d", 60, "career"),
        person("e", 20, "career", primary_reason="career"),
    ]
    engine = compiled(intake_of(*crowd, groups=(group("g1", 2, 5),)))

    frame = frame_of_classes(engine.sheet, engine.traits)

    assert frame is not None
    assert sorted(frame.copies) == [1, 1, 3]
    same = np.flatnonzero(frame.copies == 3)[0]
    assert frame.weight[same, same] == 0.5
    assert frame.weight.max() == 1.0
    assert np.isneginf(np.diag(frame.weight)[frame.copies == 1]).all()


def test_copies_count_as_the_people_they_stand_for() -> None:
    """Everybody of one age: classes and people have the same pairs, and their rows prove the same."""
    generated = generate("campus", 120, 2).applicants
    crowd = [person(p.id, 30, *p.reasons, primary_reason=p.primary_reason) for p in generated]
    sheet = compile_intake(intake_of(*crowd, groups=[group(f"g{k}", 6, 8) for k in range(15)], policy=quiet()))
    traits, everybody = traits_of(sheet), np.arange(sheet.people, dtype=np.int32)
    of_people = SemidefiniteBound(sheet, pair_fit_matrix(traits, everybody), everybody)
    for _ in range(10):
        of_people.step()

    assert classes_bound(sheet, traits) == pytest.approx(of_people.bound, rel=5e-3)


def test_very_many_sets_of_reasons_are_left_to_the_trivial_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "MOST_SETS", 3)
    sheet = compile_intake(generate("campus", 40, 1).intake)

    assert classes_bound(sheet, traits_of(sheet)) == trivial_bound(sheet)


def test_a_long_list_is_proved_closely() -> None:
    """4,000 people: each has seven of their age with wholly other reasons, so no row alone would be below 0.99."""
    sheet = compile_intake(generate("campus", 4_000, 1).intake)

    assert classes_bound(sheet, traits_of(sheet)) < 0.9 * trivial_bound(sheet)
