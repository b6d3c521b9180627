"""The cheapest repairs of an intake without a valid plan: with each a plan was found, by model and scorer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from matcher.engine.compiling import compile_intake
from matcher.engine.exact import MOST_SEATS, AssignmentModel
from matcher.engine.pairs import traits_of
from matcher.engine.units import units_of
from matcher.intake import Applicant, Group, Intake
from matcher.obstacles.absence import joined
from matcher.obstacles.conflicts import find_conflicts
from matcher.obstacles.remedies import (
    Change,
    Rank,
    Remedy,
    applied,
    more_places,
    no_longer_together,
    pinned_or_waiting,
    remedy,
    seat_remedy,
    smaller_start,
    soft_rule,
    take_back_pin,
)
from matcher.plan import Plan
from matcher.result import Conflict, Repair
from matcher.rules.base import SeatRule
from matcher.rules.placement import Placement
from matcher.scorer import score

MOST_REPAIRS = 4
"""Repairs listed for one conflict."""

MOST_OF_A_KIND = 2
"""Repairs of one kind: where seven pins are one too many, two of them stand for all."""

MOST_QUESTIONS = 60
"""Sets of changes tried for one conflict, the cheapest first."""

MOST_CHANGES = 2
"""Changes in one repair of one conflict; two only where no single one would do."""

MOST_TURNS = 10
"""Times that the conflicts left after a repair are repaired in turn."""

SECONDS_PER_PLAN = 2.0
"""Deterministic seconds CP-SAT gets to find a plan; without an answer the repair is not listed."""

_LIMITS = (Rank.LEAST_SIZE, Rank.PLACE)
"""Where less is enough, more is not listed."""

_CAN_BE_SOFT = ("age_span", "no_isolate", "common_ground", "primary_reason")


def with_repairs(intake: Intake, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts, each with its cheapest repairs.

    With a repair all pins of the conflict hold that it does not take back; whoever else is pinned may wait, but sits
    nowhere else. Order: one change before two, then by price, the sum of the changes' ranks
    (:class:`~matcher.obstacles.remedies.Rank`) plus one each, then by how much of it. None is listed unless a valid
    plan was found with it.
    """
    return tuple(c.model_copy(update={"repairs": _repairs(intake, c, MOST_REPAIRS)}) for c in conflicts)


def repair_of_all(intake: Intake, conflicts: Sequence[Conflict]) -> Repair | None:
    """Changes after which all pins and rules hold together: the cheapest repair of each conflict, one after another.

    Where there is one conflict this is the cheapest; with several, whose repairs might be shared, it may not be.
    None if a conflict has no repair, or no valid plan was found at the end.
    """
    changes: list[Change] = []
    changed = intake
    for _ in range(MOST_TURNS):
        if not conflicts:
            break
        for conflict in conflicts:
            found = _cheapest(changed, conflict)
            if found is None:
                return None
            changes += found
            changed = applied(changed, found)
        sheet = compile_intake(changed)
        conflicts = find_conflicts(sheet, traits_of(sheet))
    return _repair(tuple(changes)) if find_plan(changed) is not None else None


def find_plan(intake: Intake) -> Plan | None:
    """Any valid plan, by the model and by the scorer; None if none is found soon, or the list is too long for that."""
    sheet = compile_intake(intake)
    if sheet.people * sheet.groups > MOST_SEATS:
        return None
    assign = AssignmentModel(sheet, units_of(sheet), traits_of(sheet)).any_assignment(SECONDS_PER_PLAN)
    if assign is None:
        return None
    plan = sheet.plan(assign)
    return plan if score(intake, plan).valid else None


def _repairs(intake: Intake, conflict: Conflict, most: int) -> tuple[Repair, ...]:
    return tuple(_repair(changes) for _, changes in zip(range(most), _tried(intake, conflict), strict=False))


def _cheapest(intake: Intake, conflict: Conflict) -> Remedy | None:
    return next(_tried(intake, conflict), None)


def _repair(changes: Remedy) -> Repair:
    said = tuple(change.said for change in changes)
    return Repair(changes=said, price=sum(change.price for change in changes), text=joined(said))


def _tried(intake: Intake, conflict: Conflict) -> Iterator[Remedy]:
    """The sets of changes with which a plan is found, the cheapest first."""
    pins = [a for a in _people(intake, conflict) if a.pinned_group is not None and a.seated_in is None]
    named = {a.id for a in pins}
    kinds: Counter[tuple[str, ...]] = Counter()
    limits: set[tuple[str, object]] = set()
    questions = 0
    for changes in _sets(_candidates(intake, conflict, pins)):
        kind = tuple(change.said.code for change in changes)
        raised = {(c.said.code, c.said.params.get("group")) for c in changes if c.rank in _LIMITS}
        if kinds[kind] == MOST_OF_A_KIND or raised & limits:
            continue
        questions += 1
        if questions > MOST_QUESTIONS or (kinds and len(changes) > len(next(iter(kinds)))):
            return
        if find_plan(pinned_or_waiting(applied(intake, changes), named)) is not None:
            kinds[kind] += 1
            limits |= raised
            yield changes


def _sets(candidates: Iterable[Remedy]) -> list[Remedy]:
    """All candidates and all pairs of them that are small enough, each once, the cheapest first."""
    singles = list({_names(changes): changes for changes in candidates}.values())
    pairs = [tuple({c.said.text: c for c in (*a, *b)}.values()) for a, b in combinations(singles, 2)]
    all_sets = {_names(c): c for c in (*singles, *pairs) if 0 < len(c) <= MOST_CHANGES}
    return sorted(all_sets.values(), key=_cost)


def _names(changes: Remedy) -> tuple[str, ...]:
    return tuple(sorted(change.said.text for change in changes))


def _cost(changes: Remedy) -> tuple[int, int, float]:
    return len(changes), sum(c.price for c in changes), sum(c.amount for c in changes)


def _candidates(intake: Intake, conflict: Conflict, pins: Sequence[Applicant]) -> Iterator[Remedy]:
    """Whatever might resolve the conflict: its pins, what they break where they are pinned, sizes, partners, rules."""
    for applicant in pins:
        yield (take_back_pin(applicant),)
    if Placement.code in conflict.rules:
        elsewhere = (a for a in intake.applicants if a.pinned_group is not None and a.seated_in is None)
        yield from ((take_back_pin(applicant),) for applicant in elsewhere if applicant not in pins)
    rooms: dict[str, list[str]] = {}
    for applicant in pins:
        rooms.setdefault(applicant.pinned_group or "", []).append(applicant.id)
    for group in rooms:
        rooms[group] += [m.id for m in intake.seated(group) if m.id not in rooms[group]]
    for breach in score(intake, Plan.of(rooms)).breaches(hard=True):
        if breach.group is not None:
            changes = remedy(intake, breach)
            if changes is not None and all(change.rank is not Rank.OPEN for change in changes):
                yield changes
    for group_id, members in rooms.items():
        yield from _of_sizes(intake.group_by_id[group_id], len(members))
    for applicant in pins:
        yield from _of_partners(intake, applicant, intake.group_by_id[applicant.pinned_group or ""])
    for code in (code for code in conflict.rules if code in _CAN_BE_SOFT):
        attributes = {rule.attribute for rule in intake.policy.rules.no_isolate if rule.hard}
        if code == "no_isolate":
            yield from ((soft_rule(code, attribute),) for attribute in sorted(attributes))
        else:
            yield (soft_rule(code),)


def _of_sizes(group: Group, members: int) -> Iterator[Remedy]:
    """Places for all who are pinned there and one or two who come with them, or a smaller start."""
    for most in {max(members, group.max_size + more) for more in (1, 2)}:
        change = more_places(group, most)
        if change is not None:
            yield (change,)
    for least in range(max(2, members), group.min_size):
        yield (smaller_start(group, least),)


def _of_partners(intake: Intake, applicant: Applicant, group: Group) -> Iterator[Remedy]:
    """Those who must sit with a pinned person: whether they still must, and what keeps them out of the group."""
    rules = [rule for rule in intake.policy.rules.active() if rule.hard and isinstance(rule, SeatRule)]
    keep = intake.policy.rules.keep_together
    pairs = keep.pairs(intake) if keep.hard else ()
    known, queue = {applicant.id}, [applicant.id]
    while queue:
        person = queue.pop()
        for pair in sorted(pair for pair in pairs if person in pair):
            other = pair[0] if pair[1] == person else pair[1]
            if other in known:
                continue
            yield (no_longer_together(*pair),)
            known.add(other)
            queue.append(other)
            partner = intake.applicant_by_id[other]
            for rule in rules:
                if rule.blocks(intake, partner, group) is not None:
                    changes = seat_remedy(intake, rule.code, partner, group)
                    if changes is not None:
                        yield changes


def _people(intake: Intake, conflict: Conflict) -> list[Applicant]:
    return [applicant for applicant in intake.applicants if applicant.id in conflict.applicants]
