"""On random intakes, bands and stages are the whole list, and their figures are the scorer's."""

import numpy as np
from hypothesis import given, settings

from matcher.answer import evaluate
from matcher.intake import Intake
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating

EXACT = 1e-6


@settings(max_examples=40, deadline=None)
@given(intakes(most=30), SEEDS)
def test_rows_add_up_to_the_list(intake: Intake, seed: int) -> None:
    engine = compiled(intake)
    result = evaluate(intake, engine.plan(seating(engine, np.random.default_rng(seed), waiting=0.3)))
    account = result.age_account

    assert account is not None
    for rows in (account.bands, account.stages):
        assert sum(row.people for row in rows) == result.applicants
        assert sum(row.placed for row in rows) == result.placed
        assert sum(row.waiting for row in rows) == len(result.waitlist)
        assert all(row.placed + row.waiting == row.people for row in rows)
        assert min((row.worst_fit for row in rows if row.worst_fit is not None), default=None) == result.worst_member
        if result.mean_fit is not None:
            summed = sum(row.mean_fit * row.placed for row in rows if row.mean_fit is not None)
            assert abs(summed - result.mean_fit * result.placed) < EXACT
        days = [person.days_waited for person in result.waitlist if person.days_waited is not None]
        assert sum(row.days_known for row in rows) == len(days)
        assert max((row.longest_days for row in rows if row.longest_days is not None), default=None) == max(
            days, default=None
        )
        codes = sorted({(person.id, reason.code) for person in result.waitlist for reason in person.reasons})
        assert sum(reason.people for row in rows for reason in row.reasons) == len(codes)
    assert [warning.text for warning in account.warnings] == [w for w in result.warnings if w.startswith("Of the ")]
