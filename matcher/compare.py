"""Plans side by side: who sits elsewhere, what that does to the figures, and which rules it breaks or mends."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from propcache.api import cached_property
from pydantic import Field

from matcher.answer import breach_report
from matcher.change import Move
from matcher.intake import Frozen, Group, Intake
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.result import BreachReport
from matcher.room import Breach
from matcher.rules.size import Size, TargetSize
from matcher.scorer import Score, score

_NAMES_OF_SIZES = frozenset(("id", "name", "min_size", "max_size", "target_size"))
"""What of a group its members do not meet: what it is called, and how large it might have been."""

_ABOUT_A_GROUP = frozenset((Size.code, TargetSize.code))
"""Rules that speak about a group as a whole, whoever is in it."""


@dataclass(frozen=True)
class Alternative:
    """One of the plans compared: what it is called, and the intake it was made for."""

    name: str
    intake: Intake
    plan: Plan

    @cached_property
    def score(self) -> Score:
        """The plan under its own policy."""
        return score(self.intake, self.plan)

    def score_under(self, policy: Policy) -> Score:
        """The plan as if another policy held."""
        return self.score if policy == self.intake.policy else score(under(self.intake, policy), self.plan)


class Figures(Frozen):
    """One plan of a comparison in figures. Fits and values of the first policy can be compared between plans."""

    name: str
    groups: int = Field(description="Groups that open.")
    placed: int
    waiting: int
    broken: int = Field(description="Hard rules broken under the plan's own policy, counted by breach.")
    value: float = Field(description="Under the plan's own policy.")
    value_by_first: float = Field(description="Under the policy of the first plan.")
    mean_fit: float | None = Field(description="Mean fit of everybody placed under the first policy, in [0, 1].")
    worst_group: float | None = Field(description="Lowest mean fit of a group under the first policy, in [0, 1].")
    worst_member: float | None = Field(description="Lowest fit of a member under the first policy, in [0, 1].")
    penalty: float = Field(description="What the soft rules of the first policy cost, in points of fit.")
    fits: dict[str, float] = Field(description="Fit of everybody placed under the first policy, by id.")


class GroupPair(Frozen):
    """A group of the first plan and the one of the other plan that stands for it; None where there is none."""

    first: str | None
    other: str | None
    staying: int = Field(description="People who are in both.")
    fit_first: float | None = Field(description="Mean fit under the first policy, in [0, 1].")
    fit_other: float | None


class Difference(Frozen):
    """How another plan differs from the first. Groups that are alike in all but name are told apart by their people."""

    name: str
    groups: tuple[GroupPair, ...]
    moved: tuple[Move, ...] = Field(description="Placed in both plans, in groups that do not stand for each other.")
    newly_placed: tuple[Move, ...] = Field(description="Waits in the first plan only.")
    newly_waiting: tuple[Move, ...] = Field(description="Waits in the other plan only.")
    better: int = Field(description="People placed in both whose fit rises by a point of a hundred or more.")
    worse: int = Field(description="People placed in both whose fit falls by a point of a hundred or more.")
    gained: tuple[BreachReport, ...] = Field(description="Rules of the first policy that only the other plan breaks.")
    lost: tuple[BreachReport, ...] = Field(description="Rules of the first policy that only the first plan breaks.")


class Comparison(Frozen):
    """Two or more plans for the same people: figures of each, and how each differs from the first."""

    plans: tuple[Figures, ...]
    differences: tuple[Difference, ...]


NOTICED = 0.01
"""A change of a person's fit below this, in [0, 1], is not counted as better or worse."""


def compare(*alternatives: Alternative) -> Comparison:
    """Lay plans for the same people side by side; the first is the one that the others are compared with.

    Groups, sizes and policy may differ. Everybody's fit and every breach is measured by the first plan's policy in all
    of them; only ``Figures.value`` and ``Figures.broken`` are by the plan's own.

    Raises:
        ValueError: If there are fewer than two plans, or they are not about the same people.
        KeyError: If a plan names a group or a person its intake does not know (see ``Plan.unknown_to``).
    """
    if len(alternatives) < 2:
        raise ValueError("a comparison needs at least two plans")
    first, *others = alternatives
    people = first.intake.applicant_by_id.keys()
    if any(other.intake.applicant_by_id.keys() != people for other in others):
        raise ValueError("the plans are not about the same people: take plans of one list")
    policy = first.intake.policy
    scores = [alternative.score_under(policy) for alternative in alternatives]
    return Comparison(
        plans=tuple(_figures(a, s) for a, s in zip(alternatives, scores, strict=True)),
        differences=tuple(
            _difference(first, scores[0], other, by_first) for other, by_first in zip(others, scores[1:], strict=True)
        ),
    )


def under(intake: Intake, policy: Policy) -> Intake:
    """The same intake under another policy, with the same groups on offer."""
    return intake.with_changes(groups=intake.offers, policy=policy)


def counterparts(first: Alternative, other: Alternative) -> dict[str, str]:
    """For groups of the first plan the one of the other that stands for it, so that the fewest people move.

    Only groups that meet at the same hour, with the same leaders and conditions, stand for each other; a group that
    somebody is fixed to, seated in or told of stands for itself alone. The best assignment is an exact one (cost
    scaling, Goldberg & Kennedy 1995, in ortools).
    """
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    ours, theirs = list(_opened(first)), list(_opened(other))
    named = named_by_people(first.intake) | named_by_people(other.intake)
    here = {group.id: _kind(group, named) for group in ours}
    there = {group.id: _kind(group, named) for group in theirs}
    place = other.plan.by_applicant()
    staying: Counter[tuple[str, str]] = Counter()
    for seating in first.plan.groups:
        for member in seating.members:
            target = place.get(member)
            if target is not None and here[seating.id] == there[target]:
                staying[seating.id, target] += 1
    for group in here.keys() & there.keys():
        if here[group] == there[group]:
            staying[group, group] += 0
    if not staying:
        return {}
    row = {group.id: number for number, group in enumerate(ours)}
    column = {group.id: number for number, group in enumerate(theirs)}
    left = np.array([row[a] for a, _ in staying], np.int64)
    right = np.array([column[b] for _, b in staying], np.int64)
    # One person outweighs every name that stays, so that names only decide between equals.
    gain = np.array([n * (len(ours) + 1) + (a == b) for (a, b), n in staying.items()], np.int64)
    # Everybody needs a partner: each group may also take a stand-in of its own, and stand-ins pair like their groups.
    m, n = len(ours), len(theirs)
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(
        np.concatenate([left, np.arange(m), m + np.arange(n), m + right]),
        np.concatenate([right, n + np.arange(m), np.arange(n), n + left]),
        np.concatenate([-gain, np.zeros(m + n + len(left), np.int64)]),
    )
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    mates = [solver.right_mate(number) for number in range(m)]
    return {ours[number].id: theirs[mate].id for number, mate in enumerate(mates) if mate < n}


def _opened(alternative: Alternative) -> Iterable[Group]:
    return (alternative.intake.group_by_id[seating.id] for seating in alternative.plan.groups)


def named_by_people(intake: Intake) -> set[str]:
    """Groups that somebody is fixed to, kept off, seated in, told of or wishes for: these are not just any."""
    named: set[str] = set()
    for a in intake.applicants:
        named.update(a.kept_off_groups, a.preferred_groups)
        named.update(g for g in (a.pinned_group, a.seated_in, a.published_group) if g is not None)
    return named


def _kind(group: Group, named: set[str]) -> Hashable:
    if group.id in named:
        return group.id
    return tuple(getattr(group, field) for field in Group.model_fields if field not in _NAMES_OF_SIZES)


def _figures(alternative: Alternative, by_first: Score) -> Figures:
    own = alternative.score
    return Figures(
        name=alternative.name,
        groups=len(own.rooms),
        placed=own.placed,
        waiting=len(own.waiting),
        broken=sum(1 for _ in own.breaches(hard=True)),
        value=own.value,
        value_by_first=by_first.value,
        mean_fit=by_first.mean_fit,
        worst_group=by_first.worst_group,
        worst_member=by_first.worst_member,
        penalty=sum(room.penalty for room in by_first.rooms),
        fits=_fits(by_first),
    )


def _fits(scored: Score) -> dict[str, float]:
    return {member: fit for room in scored.rooms for member, fit in room.fits.items()}


def _difference(first: Alternative, scored: Score, other: Alternative, by_first: Score) -> Difference:
    mates = counterparts(first, other)
    here, there = first.plan.by_applicant(), other.plan.by_applicant()
    moves = [Move(id=a.id, origin=here.get(a.id), target=there.get(a.id)) for a in first.intake.applicants]
    before, after = _fits(scored), _fits(by_first)
    changes = [after[member] - before[member] for member in before.keys() & after.keys()]
    was, now = _breaches(scored, mates), _breaches(by_first, {group: group for group in there.values()})

    def reports(breaches: Iterable[Breach]) -> tuple[BreachReport, ...]:
        found = [breach_report(first.intake, b) for b in breaches if b.hard or b.cost]
        return tuple(sorted(found, key=lambda b: (not b.hard, -abs(b.cost), b.text)))

    return Difference(
        name=other.name,
        groups=tuple(_pairs(scored, by_first, mates)),
        moved=tuple(m for m in moves if m.origin and m.target and mates.get(m.origin) != m.target),
        newly_placed=tuple(m for m in moves if m.origin is None and m.target is not None),
        newly_waiting=tuple(m for m in moves if m.origin is not None and m.target is None),
        better=sum(change >= NOTICED for change in changes),
        worse=sum(change <= -NOTICED for change in changes),
        gained=reports(b for matter, found in now.items() if matter not in was for b in found),
        lost=reports(b for matter, found in was.items() if matter not in now for b in found),
    )


def _pairs(scored: Score, by_first: Score, mates: Mapping[str, str]) -> Iterable[GroupPair]:
    ours = {room.room.group.id: room for room in scored.rooms}
    theirs = {room.room.group.id: room for room in by_first.rooms}
    for group, room in ours.items():
        mate = theirs[mates[group]] if group in mates else None
        yield GroupPair(
            first=group,
            other=mates.get(group),
            staying=0 if mate is None else len(room.room.ids & mate.room.ids),
            fit_first=room.fit,
            fit_other=None if mate is None else mate.fit,
        )
    taken = set(mates.values())
    for group, room in theirs.items():
        if group not in taken:
            yield GroupPair(first=None, other=group, staying=0, fit_first=None, fit_other=room.fit)


def _breaches(scored: Score, called: Mapping[str, str]) -> dict[Hashable, list[Breach]]:
    """The breaches by what they are about; ``called`` says what a group is called in the other plan."""
    found: dict[Hashable, list[Breach]] = defaultdict(list)
    for hard in (True, False):
        for breach in scored.breaches(hard=hard):
            group = called.get(breach.group or "", breach.group)
            about = group if breach.rule in _ABOUT_A_GROUP else tuple(sorted(breach.members))
            found[breach.rule, about].append(breach)
    return found
