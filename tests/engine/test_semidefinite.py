"""The semidefinite bound: against every plan of tiny intakes at every step, and how tight it gets."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matcher.engine import eigenspace
from matcher.engine.compiling import compile_intake
from matcher.engine.pairs import pair_fit_matrix, traits_of
from matcher.engine.semidefinite import SemidefiniteBound
from matcher.engine.solve import solve
from matcher.generate import generate, generate_groups
from matcher.intake import Intake, Sizes
from matcher.measure import Measure
from matcher.scorer import score
from matcher.stop import Work
from tests.builders import group, intake_of, person
from tests.faces import compiled
from tests.properties.intakes import intakes
from tests.properties.test_encoding import MOST_PLANS, all_plans


def begun(intake: Intake) -> SemidefiniteBound:
    sheet = compile_intake(intake)
    everybody = np.arange(sheet.people, dtype=np.int32)
    return SemidefiniteBound(sheet, pair_fit_matrix(traits_of(sheet), everybody), everybody)


def stepped(intake: Intake, steps: int) -> SemidefiniteBound:
    bound = begun(intake)
    for _ in range(steps):
        bound.step()
    return bound


@pytest.mark.parametrize("most_decomposed", [eigenspace.MOST_DECOMPOSED, 0])
@settings(max_examples=40)
@given(intake=intakes(4, 6))
def test_it_holds_for_every_plan_at_every_step(most_decomposed: int, intake: Intake) -> None:
    engine, measure = compiled(intake), Measure(intake)
    assume(np.prod(engine.sheet.allowed[~engine.sheet.fixed][:, engine.sheet.kind_of].sum(axis=1) + 1.0) <= MOST_PLANS)
    scores = [score(intake, engine.plan(assign), measure) for assign in all_plans(engine)]
    best = max((s.value for s in scores if s.valid), default=-np.inf)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eigenspace, "MOST_DECOMPOSED", most_decomposed)
        bound = begun(intake)
        for _ in range(6):
            before = bound.bound
            assert before >= best - 1e-9
            bound.step()
            assert bound.bound <= before
        assert bound.bound >= best - 1e-9


@pytest.mark.parametrize(("offers", "gap"), [("eight", 0.015), ("sizes", 0.015), ("timed", 0.045)])
def test_it_comes_near_the_best_plan_known(offers: str, gap: float) -> None:
    """120 invented people; the b-matching dual that was here before stayed 9 to 11 % above."""
    crowd = generate("campus", 120, 1).applicants
    intake = Intake(
        applicants=crowd,
        groups=generate_groups(crowd, 1) if offers == "timed" else (),
        sizes=Sizes(min_size=8, max_size=8) if offers == "eight" else Sizes(),
    )
    value = solve(intake, Work(15), seed=1, reproducible=True).value
    assert value is not None

    bound = stepped(intake, 15).bound

    assert value <= bound <= (1 + gap) * value


def test_following_the_eigenvectors_does_as_well_as_decomposing(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = generate("clinic", 90, 2).intake
    decomposed = stepped(intake, 10).bound
    monkeypatch.setattr(eigenspace, "MOST_DECOMPOSED", 0)

    followed = stepped(intake, 10).bound

    assert followed == pytest.approx(decomposed, rel=2e-3)


def test_it_ends_by_itself() -> None:
    bound = begun(generate("campus", 40, 1).intake)
    steps = 0
    while not bound.done:
        bound.step()
        steps += 1

    assert 10 <= steps < 500
    settled = bound.bound
    bound.step()
    assert bound.bound == settled


@pytest.mark.parametrize("crowd", [1, 2, 3])
def test_hardly_anybody_is_no_trouble(crowd: int) -> None:
    intake = intake_of(*(person(f"p{k}", 20) for k in range(crowd)), groups=(group("g1", 2, 3),))

    assert stepped(intake, 2).bound >= 0


def test_an_interrupted_step_holds_and_the_next_ones_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = generate("campus", 120, 1).intake
    best = solve(intake, Work(3), seed=1, reproducible=True).value
    bound = begun(intake)
    iterate = bound._iterate

    def interrupted() -> object:
        found = iterate()
        bound.interrupt()
        return found

    monkeypatch.setattr(bound, "_iterate", interrupted)
    bound.step()
    first = bound.bound
    monkeypatch.undo()
    for _ in range(10):
        bound.step()

    assert best is not None
    assert bound.iterations > 11
    assert best <= bound.bound < first
