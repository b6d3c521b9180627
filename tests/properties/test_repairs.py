"""A repair leads to a valid plan, and no cheaper single change does: tried on every plan there is of tiny intakes."""

from itertools import product

from hypothesis import given, settings

from matcher.intake import Intake
from matcher.measure import Measure
from matcher.obstacles.conflicts import find_conflicts
from matcher.obstacles.remedies import pinned_or_waiting
from matcher.obstacles.repairs import _candidates, _cost, find_plan, repair_of_all, with_repairs
from matcher.plan import Plan
from matcher.scorer import score
from tests.faces import compiled
from tests.properties.intakes import intakes


def has_a_plan(intake: Intake) -> bool:
    """Whether any plan that leaves seated members where they are is valid."""
    measure = Measure(intake)
    choices = [[a.seated_in] if a.seated_in else [None, *(g.id for g in intake.offers)] for a in intake.applicants]
    for choice in product(*choices):
        rooms: dict[str, list[str]] = {}
        for applicant, group in zip(intake.applicants, choice, strict=True):
            if group is not None:
                rooms.setdefault(group, []).append(applicant.id)
        if score(intake, Plan.of(rooms), measure).valid:
            return True
    return False


@settings(max_examples=25)
@given(intakes(3, 4, pinned=0.6))
def test_the_first_repair_is_the_cheapest_and_conflicts_are_all_named(intake: Intake) -> None:
    engine = compiled(intake)
    conflicts = find_conflicts(engine.sheet, engine.traits)
    found = with_repairs(intake, conflicts)
    pins_of = [
        [a for a in intake.applicants if a.id in c.applicants and a.pinned_group and not a.seated_in] for c in found
    ]
    for conflict, pins in zip(found, pins_of, strict=True):
        kept = {a.id for a in pins}
        assert not has_a_plan(pinned_or_waiting(intake, kept))
        tried = sorted((c for c in _candidates(intake, conflict, pins) if len(c) == 1), key=_cost)
        working = [c for c in tried if has_a_plan(pinned_or_waiting(c[0].apply(intake), kept))]
        assert working, "taking one pin back resolves a minimal conflict"
        assert conflict.repairs[0].price == working[0][0].price
    named = {a.id for pins in pins_of for a in pins}
    rest = {a.id for a in intake.applicants if a.pinned_group} - named
    assert has_a_plan(pinned_or_waiting(intake, rest))
    if conflicts and repair_of_all(intake, conflicts) is None:
        assert find_plan(intake) is None
