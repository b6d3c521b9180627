"""One group fewer, or one more: which to close costs least, which to add helps most."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from matcher.compare import Alternative, Comparison, compare, named_by_people
from matcher.intake import Frozen, Group, Intake
from matcher.plan import Plan
from matcher.result import Result
from matcher.rules.base import SeatRule
from matcher.scorer import claim, score
from matcher.sentences import Sentence, sentence
from matcher.whatif.effort import Effort
from matcher.whatif.offers import another, fixed_groups, with_groups, without

MOST_TRIED = 20
"""Groups that are left out, and copies that are added, in turn; of more the likeliest are tried."""

FIRST_SHARE = 0.25
"""Of the time for a first plan of the list as it is; from there it and every change go on for equally long."""

CLAIM_DIGITS = 9
"""Digits behind the point up to which claims are compared: what differs after them is rounding."""


Change = Literal["as_is", "fewer", "more"]
"""What is other about the groups on offer: nothing, one is left out, there is one more."""


class GroupVariant(Frozen):
    """The list with other groups on offer. ``change`` names the kind, ``group`` the one left out, or copied.

    ``claim`` is the summed claim of everybody placed, by the list as it is.
    """

    change: Change
    group: str | None = Field(description="The group left out or copied; None where all groups are alike.")
    offered: int = Field(description="Groups on offer.")
    said: Sentence
    claim: float
    result: Result


class GroupsAnswer(Frozen):
    """The plan as it is, then one group fewer and one more, the best first: by claims placed, then by value."""

    as_is: GroupVariant
    fewer: tuple[GroupVariant, ...]
    more: tuple[GroupVariant, ...]
    not_closed: tuple[str, ...] = Field(description="Groups that people sit in or are pinned to: never left out.")
    untried: int = Field(description="Groups that were not left out or copied because there are too many.")
    comparison: Comparison | None = Field(description="As it is, the best with one fewer, the best with one more.")


@dataclass(frozen=True)
class _Trial:
    change: Change
    group: str | None
    intake: Intake
    start: Plan


def groups_more_or_fewer(intake: Intake, effort: Effort | None = None) -> GroupsAnswer:
    """What one group fewer would cost, and what one more would bring.

    Equal groups made from sizes are made one fewer, and one more. Of described groups each is left out in turn, and
    each kind is offered once more with its hour and conditions, its leaders still to be found. Groups that somebody
    already sits in or is pinned to are not left out.

    Args:
        intake: The list as it is.
        effort: How long to search; the list as it is and each change start from one plan and get the same time.
    """
    effort = effort or Effort()
    rough = effort.solve(intake, FIRST_SHARE)
    start = rough.plan or Plan()
    trials, untried = _trials(intake, start)
    share = (1 - FIRST_SHARE) / (1 + len(trials))
    base = effort.solve(intake, share, start=start)
    as_is = _variant(intake, _Trial("as_is", None, intake, start), base)
    found = [_variant(intake, trial, effort.solve(trial.intake, share, start=trial.start)) for trial in trials]
    ranked = sorted(found, key=_rank)
    fewer = tuple(v for v in ranked if v.change == "fewer")
    more = tuple(v for v in ranked if v.change == "more")
    intakes: Mapping[tuple[str, str | None], Intake] = {(t.change, t.group): t.intake for t in trials}
    sides = [
        Alternative(v.said.text, intakes.get((v.change, v.group), intake), v.result.plan)
        for v in (as_is, *fewer[:1], *more[:1])
        if v.result.plan is not None
    ]
    return GroupsAnswer(
        as_is=as_is,
        fewer=fewer,
        more=more,
        not_closed=tuple(sorted(fixed_groups(intake))) if intake.groups else (),
        untried=untried,
        comparison=compare(*sides) if as_is.result.plan is not None and len(sides) > 1 else None,
    )


def _rank(variant: GroupVariant) -> tuple[bool, float, float, str]:
    value = variant.result.value
    return value is None, -round(variant.claim, CLAIM_DIGITS), -(value or 0.0), variant.group or ""


def _variant(intake: Intake, trial: _Trial, result: Result) -> GroupVariant:
    placed = () if result.plan is None else result.plan.by_applicant()
    offered = len(trial.intake.offers)
    return GroupVariant(
        change=trial.change,
        group=trial.group,
        offered=offered,
        said=said_of(trial.change, trial.group, offered),
        claim=sum(claim(intake, intake.applicant_by_id[who]) for who in placed),
        result=result,
    )


def said_of(change: Change, group: str | None, offered: int) -> Sentence:
    """What a variant is called: by the group left out or copied, or by how many there are where all are alike."""
    match change:
        case "as_is":
            return sentence("whatif-groups-as-is", groups=offered)
        case "fewer":
            return _named("whatif-groups-without", "whatif-groups-fewer", group, offered)
        case "more":
            return _named("whatif-groups-copy", "whatif-groups-more", group, offered)


def _named(of_one: str, of_any: str, group: str | None, offered: int) -> Sentence:
    return sentence(of_any, groups=offered) if group is None else sentence(of_one, group=group)


def _trials(intake: Intake, start: Plan) -> tuple[list[_Trial], int]:
    if not intake.groups:
        return list(_equal(intake, start)), 0
    left_out, copied = _left_out(intake, start), _copied(intake, start)
    trials = [
        *(
            _Trial("fewer", gone.id, with_groups(intake, without(intake, gone.id)), _leaving(start, gone.id))
            for gone in left_out[:MOST_TRIED]
        ),
        *(
            _Trial("more", origin, with_groups(intake, (*intake.offers, copy)), start)
            for origin, copy in copied[:MOST_TRIED]
        ),
    ]
    return trials, len(left_out) + len(copied) - len(trials)


def _equal(intake: Intake, start: Plan) -> Iterator[_Trial]:
    offers = intake.offers
    values = {room.room.group.id: room.value for room in score(intake, start).rooms}
    free = [group for group in offers if group.id not in fixed_groups(intake)]
    if len(offers) > 1 and free:
        worst = min(free, key=lambda group: values.get(group.id, 0.0)).id
        yield _Trial("fewer", None, with_groups(intake, without(intake, worst)), _leaving(start, worst))
    yield _Trial("more", None, with_groups(intake, (*offers, another(intake, offers[0]))), start)


def _left_out(intake: Intake, start: Plan) -> list[Group]:
    """The groups to leave out in turn, those that carry least first; of groups that are the same one."""
    if len(intake.offers) < 2:
        return []
    fixed, named = fixed_groups(intake), named_by_people(intake)
    values = {room.room.group.id: room.value for room in score(intake, start).rooms}
    kinds: dict[Hashable, Group] = {}
    for group in sorted(intake.offers, key=lambda group: values.get(group.id, 0.0)):
        if group.id not in fixed:
            kinds.setdefault(group.id if group.id in named else _all_but(group, "id", "name"), group)
    return list(kinds.values())


def _copied(intake: Intake, start: Plan) -> list[tuple[str, Group]]:
    """A copy of each kind of group with the group it is of, those that most of the waiting could join first."""
    placed = start.by_applicant()
    waiting = [a for a in intake.applicants if a.id not in placed]
    rules = [r for r in intake.policy.rules.active() if isinstance(r, SeatRule) and r.mode == "hard"]
    kinds: dict[Hashable, tuple[str, Group]] = {}
    for group in intake.offers:
        copy = another(intake, group)
        kinds.setdefault(_all_but(copy, "id"), (group.id, copy))

    def joining(copied: tuple[str, Group]) -> int:
        return -sum(all(rule.blocks(intake, a, copied[1]) is None for rule in rules) for a in waiting)

    return sorted(kinds.values(), key=joining)


def _all_but(group: Group, *fields: str) -> Hashable:
    return tuple(value for field, value in group.__dict__.items() if field not in fields)


def _leaving(plan: Plan, group: str) -> Plan:
    return Plan(groups=tuple(seating for seating in plan.groups if seating.id != group))
