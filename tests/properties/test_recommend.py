"""Every ranked group is worth what the scorer says, and nothing better is left out."""

import numpy as np
from hypothesis import assume, given, settings

from matcher.change import Workbench
from matcher.intake import Intake
from matcher.recommend import Recommendation, Recommender, listed
from tests.faces import compiled
from tests.properties.intakes import SEEDS, intakes, seating

EXACT = 1e-6


def _asked(intake: Intake, seed: int) -> tuple[Workbench, Recommendation]:
    """A random plan, and what it has for somebody who waits."""
    engine, random = compiled(intake), np.random.default_rng(seed)
    plan = engine.plan(seating(engine, random, waiting=0.3))
    waiting = [a.id for a in intake.applicants if a.id not in plan.by_applicant() and a.seated_in is None]
    assume(waiting)
    return Workbench(intake, plan), Recommender(intake, plan).recommend(str(random.choice(waiting)), top=None)


@settings(max_examples=150, deadline=None)
@given(intakes(), SEEDS)
def test_every_group_is_ranked_by_what_the_scorer_says(intake: Intake, seed: int) -> None:
    bench, found = _asked(intake, seed)

    assert {line.group for line in found.ranking} == {group.id for group in intake.offers}
    for line in found.ranking:
        effect = bench.effect({found.applicant: line.group})
        assert abs(line.value - effect.value) < EXACT
        assert abs(line.fit - effect.fit(found.applicant)) < EXACT
        assert bool(line.blocked_by) == bool(effect.broken), (line, effect.broken)
    for choice in found.choices:
        gained = sum(note.cost for note in choice.costs)
        members = sum(member.change for member in choice.members)
        assert abs(choice.value - (choice.fit + members - gained + choice.relieved)) < EXACT
    ranks = [(bool(line.blocked_by), -line.value) for line in found.ranking]
    assert ranks == sorted(ranks)


@settings(max_examples=150, deadline=None)
@given(intakes(), SEEDS)
def test_the_best_member_to_make_way_is_found(intake: Intake, seed: int) -> None:
    bench, found = _asked(intake, seed)
    makings = {way.group: way for way in found.making_way}

    for group in (group.id for group in intake.offers):
        best = -np.inf
        here = bench.rooms.get(group)
        for member in here.room.members if here else ():
            for host in bench.rooms:
                if host == group or member.seated_in is not None:
                    continue
                effect = bench.effect({found.applicant: group, member.id: host})
                if not any(b.hard for room in effect.after.values() for b in room.breaches):
                    best = max(best, effect.value)
        if group in makings:
            assert abs(makings[group].value - best) < EXACT
        else:
            assert best == -np.inf
    values = [way.value for way in found.making_way]
    assert values == sorted(values, reverse=True)


@settings(max_examples=60, deadline=None)
@given(intakes(), SEEDS)
def test_a_plan_joined_by_somebody_new_is_laid_out_as_if_anew(intake: Intake, seed: int) -> None:
    *others, newcomer = intake.applicants
    assume(newcomer.seated_in is None)
    fields = {name: getattr(intake, name) for name in Intake.model_fields}
    fields["applicants"] = [
        a.model_copy(
            update={name: tuple(x for x in getattr(a, name) if x != newcomer.id) for name in ("avoid", "together")}
        )
        for a in others
    ]
    fields["ties"] = [tie for tie in intake.ties if newcomer.id not in (tie.a, tie.b)]
    fields |= {"groups": intake.offers, "as_of": intake.day}
    known = Intake(**fields)
    engine = compiled(known)
    plan = engine.plan(seating(engine, np.random.default_rng(seed), waiting=0.3))

    assert listed(known, newcomer) == known.with_changes(
        applicants=(*known.applicants, newcomer), groups=known.offers, as_of=known.day
    )
    joined = Recommender(known, plan).recommend_newcomer(newcomer, top=None)

    assert joined == Recommender(listed(known, newcomer), plan).recommend(newcomer.id, top=None)
