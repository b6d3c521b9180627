"""Every figure of an explanation adds up to the scorer's, and every option does exactly what is said of it."""

from itertools import chain
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from matcher.change import Workbench
from matcher.explain import Option, PlanAccount, Why, explain, why
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.scorer import score
from matcher.tables import read_intake
from tests.properties.intakes import SEEDS, intakes
from tests.properties.test_change import any_plan

EXACT = 1e-6
FIXTURES = Path(__file__).parents[2] / "fixtures"
LISTS = ("campus-24", "campus-64", "clinic-240", "infeasible")


def full_rooms(intake: Intake, chance: Random) -> Plan:
    """Everybody who sits somewhere there, everybody else anywhere or nowhere, and never alone."""
    seated = [(a.id, a.seated_in) for a in intake.applicants if a.seated_in is not None]
    others = [(a.id, chance.choice(intake.offers).id) for a in intake.applicants if a.seated_in is None]
    rooms: dict[str, list[str]] = {group.id: [] for group in intake.offers}
    for applicant, group in (*seated, *(o for o in others if chance.random() < 0.9)):
        rooms[group].append(applicant)
    return Plan.of(rooms)


def assert_adds_up(intake: Intake, plan: Plan, account: PlanAccount) -> None:
    scored = score(intake, plan)
    assert account.value == pytest.approx(scored.value, abs=EXACT)
    assert account.value == pytest.approx(account.fits - account.penalty, abs=EXACT)
    assert account.value == pytest.approx(sum(group.value for group in account.groups), abs=EXACT)
    rooms = {room.room.group.id: room for room in scored.rooms}
    assert [group.id for group in account.groups] == list(rooms)
    for group in account.groups:
        room = rooms[group.id]
        assert group.penalty == pytest.approx(sum(term.cost for term in group.terms), abs=EXACT)
        assert group.value == pytest.approx(sum(m.fit for m in group.members) - group.penalty, abs=EXACT)
        assert (group.value, group.fit, group.worst) == pytest.approx((room.value, room.fit, room.worst), abs=EXACT)
        for term in group.terms:
            assert term.weight is not None
            assert term.cost == pytest.approx(term.amount * term.weight, abs=EXACT)
            assert term.weight == setting(intake, term.policy)
        assert [t.rule for t in group.broken] == [b.rule for b in room.breaches if b.hard]
        for member in group.members:
            parts = sum(pair.closeness_part + pair.difference_part for pair in member.pairs)
            assert member.fit == pytest.approx(parts, abs=EXACT)
            assert member.fit == pytest.approx(room.fits[member.id], abs=EXACT)
    hard = [*account.broken, *chain.from_iterable(group.broken for group in account.groups)]
    assert (not hard) == scored.valid


def setting(intake: Intake, path: str) -> object:
    """The figure that stands in the policy at a path such as policy.rules.no_isolate[1].weight."""
    found: object = intake
    for name in path.replace("]", "").replace("[", ".").split("."):
        found = found[int(name)] if isinstance(found, tuple) else getattr(found, name)
    return found


def options_of(answer: Why) -> list[Option]:
    return [o for a in answer.alternatives for o in (a.move, a.swap) if o is not None]


def assert_does_what_is_said(intake: Intake, plan: Plan, answer: Why) -> None:
    before, bench = score(intake, plan), Workbench(intake, plan)
    fits = {member: fit for room in before.rooms for member, fit in room.fits.items()}
    for option in options_of(answer):
        changed = bench.changed({move.id: move.target for move in option.moves})
        after = score(intake, changed)
        now = {member: fit for room in after.rooms for member, fit in room.fits.items()}
        movers = {move.id for move in option.moves}
        assert option.change == pytest.approx(after.value - before.value, abs=EXACT)
        assert option.change == pytest.approx(option.own + option.partner + option.others - option.costs, abs=EXACT)
        assert option.costs == pytest.approx(sum(rule.change for rule in option.rules), abs=EXACT)
        assert option.fit == pytest.approx(now[answer.id], abs=EXACT)
        assert option.own == pytest.approx(now[answer.id] - fits[answer.id], abs=EXACT)
        others = sum(now[member] - fits[member] for member in fits if member not in movers)
        assert option.others == pytest.approx(others, abs=EXACT)
        if before.valid:
            assert (not option.breaks) == after.valid


def best_by_trying_all(bench: Workbench, person: str) -> list[tuple[bool, float]]:
    """The best change into every other open group, by the scorer alone: (broken, minus the change), the best first."""
    here, best = bench.place[person], []
    for group, room in bench.rooms.items():
        if group == here:
            continue
        partners = [m.id for m in room.room.newcomers]
        tries = [bench.effect({person: group}), *(bench.effect({person: group, q: here}) for q in partners)]
        best.append(min((bool(effect.broken), -effect.value) for effect in tries))
    return sorted(best)


@settings(max_examples=60)
@given(intakes(), SEEDS)
def test_an_account_adds_up(intake: Intake, seed: int) -> None:
    plan = any_plan(intake, Random(seed))
    assert_adds_up(intake, plan, explain(intake, plan))


@settings(max_examples=80)
@given(intakes(fewest=8), SEEDS)
def test_the_next_best_groups_are_the_best_of_all_moves_and_swaps(intake: Intake, seed: int) -> None:
    plan = full_rooms(intake, Random(seed))
    bench = Workbench(intake, plan)
    movable = [a.id for a in intake.applicants if a.seated_in is None and a.id in bench.place]
    for person in movable[:3]:
        answer = why(intake, plan, person)

        found = [(not a.best.possible, -a.best.change) for a in answer.alternatives]
        expected = best_by_trying_all(bench, person)[: len(found)]
        assert len(found) == min(3, len(bench.rooms) - 1)
        assert [broken for broken, _ in found] == [broken for broken, _ in expected]
        assert [cost for _, cost in found] == pytest.approx([cost for _, cost in expected], abs=EXACT)
        assert_does_what_is_said(intake, plan, answer)


def dealt(intake: Intake) -> Plan:
    """Everybody at their own place or dealt to the groups in turn."""
    rooms: dict[str, list[str]] = {group.id: [] for group in intake.offers}
    for number, applicant in enumerate(intake.applicants):
        rooms[applicant.seated_in or intake.offers[number % len(intake.offers)].id].append(applicant.id)
    return Plan.of(rooms)


@pytest.mark.parametrize("name", LISTS)
def test_on_every_fixture_the_figures_are_the_scorers(name: str) -> None:
    intake = read_intake(FIXTURES / f"{name}.csv", groups=FIXTURES / f"{name}-groups.csv").intake
    plan = dealt(intake)

    assert_adds_up(intake, plan, explain(intake, plan))
    bench = Workbench(intake, plan)
    for applicant in [a for a in intake.applicants if a.seated_in is None][:2]:
        answer = why(intake, plan, applicant.id)
        assert_does_what_is_said(intake, plan, answer)
        found = [(not a.best.possible, -a.best.change) for a in answer.alternatives]
        for (broken, cost), (really, least) in zip(found, best_by_trying_all(bench, applicant.id), strict=False):
            assert broken == really
            assert cost == pytest.approx(least, abs=EXACT)
