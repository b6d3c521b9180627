"""CP-SAT's encoding of the rules, held against every plan there is of tiny intakes."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matcher.engine.exact import AssignmentModel
from matcher.engine.sheet import Ints
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.scorer import score
from tests.faces import Compiled, compiled, first_conflict
from tests.properties.intakes import intakes

SECONDS = 10.0
MOST_PLANS = 800


def all_plans(engine: Compiled) -> Iterator[Ints]:
    """Every way to seat everybody where the masks let them or to leave them waiting; seated members stay."""
    allowed = engine.sheet.allowed[:, engine.sheet.kind_of]
    choices = [
        [int(engine.sheet.home[i])] if engine.sheet.fixed[i] else [*map(int, np.flatnonzero(row)), engine.waitlist]
        for i, row in enumerate(allowed)
    ]
    for choice in product(*choices):
        yield np.array(choice, np.int32)


@settings(max_examples=60)
@given(intakes(4, 6))
def test_the_largest_claim_is_what_trying_every_plan_finds(intake: Intake) -> None:
    engine, measure = compiled(intake), Measure(intake)
    assume(np.prod(engine.sheet.allowed[~engine.sheet.fixed][:, engine.sheet.kind_of].sum(axis=1) + 1.0) <= MOST_PLANS)
    scores = [score(intake, engine.plan(assign), measure) for assign in all_plans(engine)]
    claims = [s.claim for s in scores if s.valid]

    found = AssignmentModel(engine.sheet, engine.units, engine.traits).solve(SECONDS, reproducible=True)

    if not claims:
        assert found.verdict == "impossible"
        assert first_conflict(engine) is not None
    else:
        assert found.assign is not None
        best = score(intake, engine.plan(found.assign), measure)
        assert best.valid
        assert best.claim == pytest.approx(max(claims), abs=1e-4)
        assert max(claims) <= found.claim_bound + 1e-9
        assert first_conflict(engine) is None
