"""A frontier of moves against every plan there is, on small intakes with every rule."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.revise import frontier, revise
from matcher.revise.ladder import Ladder
from matcher.revise.places import Places
from matcher.revise.problem import Problem
from matcher.scorer import score
from matcher.stop import Work
from tests.properties.intakes import SEEDS, intakes
from tests.properties.test_change import any_plan

MOST_PLANS = 3_000
"""Plans that are scored one by one; lists with more are left to the other test."""

Best = dict[int, tuple[float, float]]


def every_plan(intake: Intake) -> Iterator[Plan]:
    """Every seating there is, rules or not."""
    groups = [None, *(group.id for group in intake.offers)]
    ids = [applicant.id for applicant in intake.applicants]
    for places in product(groups, repeat=len(ids)):
        rooms: dict[str, list[str]] = {group.id: [] for group in intake.offers}
        for person, group in zip(ids, places, strict=True):
            if group is not None:
                rooms[group].append(person)
        yield Plan.of(rooms)


def best_within(intake: Intake, places: Places) -> Best:
    """Claim and value of the best valid plan with at most so many moves, from the scorer alone."""
    measure = Measure(intake)
    found: Best = {}
    for plan in every_plan(intake):
        scored = score(intake, plan, measure)
        moves = len(places.moves(plan))
        here = (round(scored.claim, 7), scored.value)
        if scored.valid and here > found.get(moves, (-1.0, 0.0)):
            found[moves] = here
    best: Best = {}
    for moves in range(len(intake.applicants) + 1):
        known = [value for made, value in found.items() if made <= moves]
        if known:
            best[moves] = max(known)
    return best


@settings(max_examples=20)
@given(intakes(4, 6), SEEDS)
def test_the_frontier_is_the_best_of_every_plan(intake: Intake, seed: int) -> None:
    if (len(intake.offers) + 1) ** len(intake.applicants) > MOST_PLANS:
        return
    plan = any_plan(intake, Random(seed))
    best = best_within(intake, Places(intake, plan))

    found = frontier(intake, plan, len(intake.applicants), stop=Work(2))

    assert found.least_moves == min(best, default=None)
    assert {p.max_moves: p.claim for p in found.points} == pytest.approx({k: c for k, (c, _) in best.items()}, abs=1e-6)
    assert {p.max_moves: p.value for p in found.points} == pytest.approx({k: v for k, (_, v) in best.items()}, abs=1e-6)


@settings(max_examples=12)
@given(intakes(5, 8), SEEDS)
def test_the_search_for_long_lists_stays_between_valid_and_bound(intake: Intake, seed: int) -> None:
    """What is done where not every plan can be looked at, held against where it can."""
    plan = any_plan(intake, Random(seed))
    problem = Problem(Places(intake, plan))
    exact = Ladder(problem, Work(4), 0)
    searched = Ladder(problem, Work(4), 0, exact=False)

    assert searched.least == exact.least
    best = {rung.budget: rung for rung in exact.climb(range(5))}
    for rung in searched.climb(range(5)):
        truth = best[rung.budget].scored
        assert rung.scored.valid
        assert rung.moves <= rung.budget
        assert rung.scored.claim <= truth.claim + 1e-6
        assert truth.claim <= rung.claim_bound + 1e-5
        if rung.scored.claim >= truth.claim - 1e-6:
            assert rung.scored.value <= truth.value + 1e-6
            assert truth.value <= rung.bound + 1e-6


@settings(max_examples=30)
@given(intakes(5, 10), SEEDS)
def test_a_revision_lists_exactly_who_moves_and_loses_nobody(intake: Intake, seed: int) -> None:
    chance = Random(seed)
    plan = any_plan(intake, chance)
    how = {"max_moves": chance.randint(0, 6)} if chance.random() < 0.5 else {"stay": chance.choice((0.0, 0.2, 2.0))}

    revision = revise(intake, plan, stop=Work(2), **how)

    if revision.outcome != "revised":
        assert not revision.moves
        return
    assert revision.result is not None
    assert revision.result.plan is not None
    now, before = revision.result.plan.by_applicant(), Places(intake, plan).before
    assert {(m.id, m.origin, m.target) for m in revision.moves} == {
        (person, group, now.get(person)) for person, group in before.items() if now.get(person) != group
    }
    assert {m.id for m in revision.new} == {a.id for a in intake.applicants} - set(before)
    assert {*now, *(w.id for w in revision.result.waitlist)} == {a.id for a in intake.applicants}
    assert len(revision.moves) <= how.get("max_moves", len(before))
    measured = score(intake, revision.result.plan)
    assert measured.valid
    assert revision.bound is not None
    assert revision.bound >= measured.value - (revision.moves_price or 0) - 1e-6
    for move in revision.moves:
        if move.gain is None:
            continue
        rooms = {s.id: [p for p in s.members if p != move.id] for s in revision.result.plan.groups}
        rooms.setdefault(move.origin, []).append(move.id)
        back = score(intake, Plan.of(rooms))
        assert back.valid
        assert move.gain == pytest.approx(measured.value - back.value, abs=1e-6)
        assert move.own is not None
        assert move.others is not None
        assert move.gain == pytest.approx(move.own + move.others, abs=1e-9)
