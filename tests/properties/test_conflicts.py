"""A conflict is one, and a smallest one: tried out on every plan there is of tiny intakes."""

from collections.abc import Iterable
from itertools import product

from hypothesis import given, settings

from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.room import Breach
from matcher.scorer import score
from tests.faces import compiled, first_conflict
from tests.properties.intakes import intakes


def cause(breach: Breach) -> tuple[str, str]:
    """What would have to go for this breach to go: the rule, or the pin of somebody who waits."""
    return ("rule", breach.rule) if breach.group is not None else ("pin", breach.members[0])


def causes_of_every_plan(intake: Intake) -> list[set[tuple[str, str]]]:
    """For every plan that leaves seated members where they are, what stands against it."""
    measure = Measure(intake)
    choices = [[a.seated_in] if a.seated_in else [None, *(g.id for g in intake.offers)] for a in intake.applicants]
    found = []
    for choice in product(*choices):
        rooms: dict[str, list[str]] = {}
        for applicant, group in zip(intake.applicants, choice, strict=True):
            if group is not None:
                rooms.setdefault(group, []).append(applicant.id)
        found.append({cause(b) for b in score(intake, Plan.of(rooms), measure).breaches(hard=True)})
    return found


def can_hold(causes: Iterable[set[tuple[str, str]]], asked: set[tuple[str, str]]) -> bool:
    """Whether some plan has nothing of what is asked against it."""
    return any(not against & asked for against in causes)


@settings(max_examples=50)
@given(intakes(3, 4, pinned=0.5))
def test_what_is_named_cannot_hold_together_and_would_without_any_one_of_it(intake: Intake) -> None:
    engine = compiled(intake)
    causes = causes_of_every_plan(intake)

    conflict = first_conflict(engine)

    if conflict is None:
        assert any(not against for against in causes)
        return
    pins = {("pin", a.id) for a in intake.applicants if a.pinned_group and a.id in conflict.applicants}
    rules = {("rule", rule) for rule in conflict.rules}
    assert not can_hold(causes, rules | pins)
    for left_out in rules | pins:
        assert can_hold(causes, (rules | pins) - {left_out}), left_out
