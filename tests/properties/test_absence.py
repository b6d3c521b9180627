"""What would help does help, and nothing smaller would: tried out by the scorer on random intakes."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from hypothesis import given, settings

from matcher.change import Workbench
from matcher.engine.compiling import compile_intake
from matcher.engine.exact import AssignmentModel
from matcher.engine.pairs import traits_of
from matcher.engine.units import units_of
from matcher.intake import Applicant, Intake
from matcher.obstacles import smallest_changes, why_not
from matcher.obstacles.remedies import (
    Change,
    Rank,
    clear,
    more_places,
    no_longer_apart,
    no_longer_together,
    remedy,
    seat_remedy,
)
from matcher.plan import Plan
from matcher.result import Help
from matcher.rules.base import SeatRule
from matcher.scorer import score
from tests.properties.intakes import SEEDS, intakes


def valid_plan(intake: Intake, chance: Random) -> Plan | None:
    """A valid plan with some people put out again where that breaks nothing."""
    sheet = compile_intake(intake)
    assign = AssignmentModel(sheet, units_of(sheet), traits_of(sheet)).any_assignment(2.0)
    if assign is None:
        return None
    found: dict[str, list[str]] = {g.id: [] for g in intake.offers}
    for applicant, number in zip(intake.applicants, assign.tolist(), strict=True):
        if number < len(intake.offers):
            found[intake.offers[number].id].append(applicant.id)
    plan = Plan.of(found)
    bench = Workbench(intake, plan)
    out = [a.id for a in intake.applicants if a.seated_in is None and chance.random() < 0.2]
    effect = bench.effect(dict.fromkeys(out))
    return plan if effect.broken else bench.changed(dict.fromkeys(out))


def seats(intake: Intake, plan: Plan, people: tuple[str, ...], group: str) -> bool:
    """Whether these people may sit there beside everybody else, by a score of the whole plan."""
    changed = Workbench(intake, plan).changed(dict.fromkeys(people, group))
    return score(intake, changed).valid


def single_changes(intake: Intake, applicant: Applicant) -> Iterator[Change]:
    """Every change of one fact about the person or a pair of theirs, of one group or one limit, wherever it leads."""
    keep = intake.policy.rules
    rules = [rule for rule in keep.active() if rule.hard and isinstance(rule, SeatRule)]
    for group in intake.offers:
        for rule in rules:
            if rule.blocks(intake, applicant, group) is not None:
                yield from seat_remedy(intake, rule.code, applicant, group) or ()
        place = more_places(group, group.max_size + 1)
        if place is not None:
            yield place
    yield clear(applicant)
    for pair in keep.keep_apart.pairs(intake):
        if applicant.id in pair:
            yield no_longer_apart(*pair)
    for pair in keep.keep_together.pairs(intake):
        if applicant.id in pair:
            yield no_longer_together(*pair)
    for group in intake.offers:
        members = [a for a in intake.applicants if a.seated_in == group.id]
        alone = Plan.of({group.id: [*(m.id for m in members), applicant.id]})
        for breach in score(intake, alone).breaches(hard=True):
            if breach.group is not None:
                yield from (c for c in remedy(intake, breach) or () if c.rank is Rank.POLICY)


def assert_helps(intake: Intake, plan: Plan, applicant: Applicant, found: tuple[Help, ...]) -> None:
    bench = Workbench(intake, plan)
    for suggested in found:
        changes = {c.said.text: c for c in chain(single_changes(intake, applicant), _of_the_room(bench, suggested))}
        changed = intake
        for said in suggested.changes:
            if said.code != "change-take":
                changed = changes[said.text].apply(changed)
        assert seats(changed, plan, suggested.people, suggested.group), suggested.text


def _of_the_room(bench: Workbench, suggested: Help) -> Iterator[Change]:
    for breach in bench.effect(dict.fromkeys(suggested.people, suggested.group)).broken:
        yield from remedy(bench.intake, breach) or ()


@settings(max_examples=60)
@given(intakes(4, 12), SEEDS)
def test_with_each_suggestion_the_person_sits_and_no_rule_is_broken(intake: Intake, seed: int) -> None:
    plan = valid_plan(intake, Random(seed))
    if plan is None:
        return
    bench = Workbench(intake, plan)
    for applicant in bench.score.waiting:
        assert_helps(intake, plan, applicant, smallest_changes(bench, applicant))


@settings(max_examples=40)
@given(intakes(4, 10), SEEDS)
def test_no_single_change_of_a_smaller_rank_would_do(intake: Intake, seed: int) -> None:
    plan = valid_plan(intake, Random(seed))
    if plan is None:
        return
    bench = Workbench(intake, plan)
    for applicant in bench.score.waiting:
        found = smallest_changes(bench, applicant)
        first = (len(found[0].changes), found[0].rank) if found else (9, 99)
        for group in intake.offers:
            if seats(intake, plan, (applicant.id,), group.id):
                assert first == (1, Rank.FREE_PLACE)
        for change in single_changes(intake, applicant):
            for group in intake.offers:
                if (1, change.rank) < first:
                    assert not seats(change.apply(intake), plan, (applicant.id,), group.id), change.said.text


@settings(max_examples=60)
@given(intakes(4, 8), SEEDS)
def test_what_stands_against_a_group_is_everything_the_scorer_finds(intake: Intake, seed: int) -> None:
    plan = valid_plan(intake, Random(seed))
    if plan is None:
        return
    bench, place = Workbench(intake, plan), plan.by_applicant()
    for applicant in intake.applicants:
        for group in intake.offers:
            if place.get(applicant.id) == group.id or applicant.seated_in is not None:
                continue
            found = why_not(intake, plan, applicant.id, group.id)
            after = score(intake, bench.changed({applicant.id: group.id}))
            assert sorted(o.rule for o in found.obstacles) == sorted(b.rule for b in after.breaches(hard=True))
            assert (found.move is None) == bool(found.obstacles)
            if found.swap is not None and found.swap.partner is not None:
                swapped = bench.changed({applicant.id: group.id, found.swap.partner: place.get(applicant.id)})
                assert score(intake, swapped).valid
                assert abs(score(intake, swapped).value - bench.score.value - found.swap.value) < 1e-6
