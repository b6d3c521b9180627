"""The account of a plan, drawn up from the scorer's own parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from matcher.answer import WORKING_FLOOR, lasting
from matcher.change import Workbench
from matcher.explain.companions import reason_label, stage_label
from matcher.explain.models import (
    Ages,
    GroupAccount,
    MemberAccount,
    PairTerm,
    PlanAccount,
    ReasonHeld,
    Reasons,
    RuleTerm,
    StageHeld,
)
from matcher.intake import Applicant, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.points import gain_or_loss
from matcher.room import Breach, Room
from matcher.rules import Rule, Rules
from matcher.scorer import RoomScore, score
from matcher.sentences import Param, Sentence, sentence


def explain(intake: Intake, plan: Plan) -> PlanAccount:
    """Account for a plan of this intake: value, groups, members, terms.

    Raises:
        KeyError: If the plan names a group or a person the intake does not know (see ``Plan.unknown_to``).
    """
    measure = Measure(intake)
    scored = score(intake, plan, measure)
    settings = tuple(_settings(intake.policy.rules))
    groups = tuple(_group(room, settings) for room in scored.rooms)
    fits = sum(fit for room in scored.rooms for fit in room.fits.values())
    waiting = scored.waiting
    left = [_term(rule, path, breach) for path, rule in settings for breach in rule.broken_by_waiting(intake, waiting)]
    return PlanAccount(
        value=scored.value,
        fits=fits,
        penalty=sum(group.penalty for group in groups),
        mean_fit=scored.mean_fit,
        worst_member=scored.worst_member,
        worst_group=scored.worst_group,
        placed=scored.placed,
        waiting=len(scored.waiting),
        balance=intake.policy.balance,
        broken=tuple(left),
        groups=groups,
        said=tuple(_plan_said(scored.value, fits, scored.placed, groups)),
    )


def explain_group(bench: Workbench, group: str) -> GroupAccount:
    """Account for one group of a plan that is laid out.

    Raises:
        KeyError: If the plan does not open it.
    """
    return _group(bench.rooms[group], tuple(_settings(bench.intake.policy.rules)))


def _settings(rules: Rules) -> Iterator[tuple[str, Rule]]:
    """Every active rule with its place in the policy."""
    for name in type(rules).model_fields:
        setting = getattr(rules, name)
        for path, rule in (
            ((f"policy.rules.{name}[{place}]", rule) for place, rule in enumerate(setting))
            if isinstance(setting, tuple)
            else ((f"policy.rules.{name}", setting),)
        ):
            if rule.mode != "off":
                yield path, rule


def _term(rule: Rule, path: str, breach: Breach) -> RuleTerm:
    return RuleTerm(
        rule=rule.code,
        hard=breach.hard,
        members=breach.members,
        amount=breach.amount,
        weight=None if breach.hard else rule.weight,
        cost=breach.cost,
        policy=f"{path}.{'mode' if breach.hard else 'weight'}",
        said=rule.sentence(breach),
    )


def _group(scored: RoomScore, settings: Sequence[tuple[str, Rule]]) -> GroupAccount:
    room, group = scored.room, scored.room.group
    terms = [_term(rule, path, breach) for path, rule in settings for breach in rule.broken_by(room)]
    ages, stages, reasons = _ages(room), _stages(room), _reasons(room)
    chance = lasting(len(room.members))
    return GroupAccount(
        id=group.id,
        name=group.name,
        session=None if group.session is None else str(group.session),
        fit=scored.fit,
        worst=scored.worst,
        value=scored.value,
        penalty=scored.penalty,
        ages=ages,
        stages=stages,
        reasons=reasons,
        lasting=chance,
        terms=tuple(term for term in terms if not term.hard),
        broken=tuple(term for term in terms if term.hard),
        members=tuple(_member(member, scored) for member in room.members),
        said=tuple(_group_said(ages, stages, reasons, chance)),
    )


def _member(member: Applicant, scored: RoomScore) -> MemberAccount:
    measure, balance = scored.room.measure, scored.room.measure.policy.balance
    others = [other for other in scored.room.members if other.id != member.id]
    pairs = []
    for other in others:
        closeness, difference = measure.closeness(member, other), measure.difference(member, other)
        pairs.append(
            PairTerm(
                id=other.id,
                closeness=closeness,
                difference=difference,
                closeness_part=balance * closeness / len(others),
                difference_part=(1 - balance) * difference / len(others),
            )
        )
    return MemberAccount(
        id=member.id,
        fit=scored.fits[member.id],
        years=measure.features(member).years,
        age=None if member.age is None else str(member.age),
        seated=member.seated_in == scored.room.group.id,
        pinned=member.pinned_group == scored.room.group.id,
        pairs=tuple(pairs),
    )


def _ages(room: Room) -> Ages | None:
    years = [y for m in room.members if (y := room.measure.features(m).years) is not None]
    if not years:
        return None
    return Ages(known=len(years), youngest=min(years), median=median(years), oldest=max(years))


def _stages(room: Room) -> tuple[StageHeld, ...]:
    measure = room.measure
    held = Counter(stage for m in room.members if (stage := measure.features(m).stage) is not None)
    return tuple(StageHeld(stage=s, label=stage_label(measure, s), members=n) for s, n in _most_first(held))


def _reasons(room: Room) -> Reasons:
    measure, axis = room.measure, room.measure.policy.reason_axis
    vocabulary = measure.vocabulary
    counted = Counter(reason for m in room.members for reason in measure.balanced_reasons(m))
    held = tuple(
        ReasonHeld(reason=r, label=reason_label(measure, r), category=vocabulary.category(r, axis), members=n)
        for r, n in _most_first(counted)
    )
    known = (vocabulary.category(r.slug, axis) for r in vocabulary.reasons if not vocabulary.is_risk(r.slug))
    return Reasons(
        held=held,
        repeated=sum(reason.members > 1 for reason in held),
        categories=len({reason.category for reason in held} - {None}),
        categories_known=len(set(known) - {None}),
    )


def _most_first(held: Counter[str]) -> list[tuple[str, int]]:
    return sorted(held.items(), key=lambda item: (-item[1], item[0]))


def _group_said(ages: Ages | None, stages: Sequence[StageHeld], reasons: Reasons, chance: float) -> Iterator[Sentence]:
    if ages is not None and ages.youngest == ages.oldest:
        yield sentence("group-age", age=_year(ages.youngest))
    elif ages is not None:
        spread = {name: _year(value) for name, value in (("youngest", ages.youngest), ("oldest", ages.oldest))}
        yield sentence("group-ages", **spread, median=_year(ages.median))
    if stages:
        yield sentence("group-stages", stages=tuple(f"{stage.label} ({stage.members})" for stage in stages))
    if reasons.held:
        figures = {"categories": reasons.categories, "known": reasons.categories_known, "reasons": len(reasons.held)}
        yield sentence("group-reasons", **figures)
    if reasons.repeated:
        often = tuple(f"{reason.label} ({reason.members})" for reason in reasons.held if reason.members > 1)
        yield sentence("group-repeated", repeated=often)
    yield sentence("group-lasting", chance=round(100 * chance), floor=WORKING_FLOOR)


def _plan_said(value: float, fits: float, placed: int, groups: Iterable[GroupAccount]) -> Iterator[Sentence]:
    count = len(tuple(groups))
    figures: dict[str, Param] = {"value": round(value, 2), "fits": round(fits, 2)}
    yield sentence("plan-value", **figures, **gain_or_loss("costs", value - fits), people=placed, groups=count)


def _year(years: float) -> int | float:
    """Whole years without a decimal."""
    rounded = round(years, 1)
    return int(rounded) if rounded == int(rounded) else rounded
