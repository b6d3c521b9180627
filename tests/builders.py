"""Words of the field for tests: people, groups, intakes and rooms with only what a test is about."""

from collections.abc import Iterable
from typing import Any

from matcher.intake import Applicant, Group, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.room import Breach, Room
from matcher.rules import Rule, Rules
from matcher.scorer import Score, score

ALWAYS_ON = ("screening", "placement", "size")
"""Rules that cannot be switched off."""


def person(name: str, age: object = None, *reasons: str, **fields: Any) -> Applicant:
    """An applicant with an age (or none), reasons for joining, and whatever else is said."""
    return Applicant.model_validate({"id": name, "age": age, "reasons": reasons, **fields})


def people(names: str, age: object = None, *reasons: str, **fields: Any) -> tuple[Applicant, ...]:
    """One applicant for each letter, all alike."""
    return tuple(person(name, age, *reasons, **fields) for name in names)


def group(name: str, /, least: int = 2, most: int = 10, target: int | None = None, **fields: Any) -> Group:
    """A group on offer; its target is its most places unless said otherwise."""
    sizes = {"min_size": least, "max_size": most, "target_size": most if target is None else target}
    return Group.model_validate({"id": name, **sizes, **fields})


def quiet(*rules: Rule, **settings: Any) -> Policy:
    """A policy in which these rules speak and every rule that can be off is off."""
    chosen: dict[str, Any] = {}
    for name, field in Rules.model_fields.items():
        if name == "no_isolate":
            chosen[name] = ()
        elif name not in ALWAYS_ON:
            chosen[name] = field.default.model_copy(update={"mode": "off"})
    for rule in rules:
        chosen[rule.code] = (*chosen["no_isolate"], rule) if rule.code == "no_isolate" else rule
    return Policy(rules=Rules.model_validate(chosen), **settings)


def intake_of(
    *applicants: Applicant, groups: Iterable[Group] | None = None, policy: Policy | None = None, **fields: Any
) -> Intake:
    """An intake of these people, for one group of two to ten under a quiet policy unless said otherwise."""
    offered = (group("g1"),) if groups is None else tuple(groups)
    return Intake(applicants=applicants, groups=offered, policy=policy or quiet(), **fields)


def seat(intake: Intake, members: str, in_group: str = "g1") -> Room:
    """A room of this intake with one member for each letter."""
    return Room(intake.group_by_id[in_group], tuple(intake.applicant_by_id[m] for m in members), Measure(intake))


def plan_of(**rooms: str) -> Plan:
    """A plan with one member for each letter."""
    return Plan.of(rooms)


def scored(intake: Intake, **rooms: str) -> Score:
    """The score of a plan with one member for each letter."""
    return score(intake, plan_of(**rooms))


def breaches(score: Score, rule: str) -> list[Breach]:
    """All breaches of one rule, hard or soft."""
    return [b for hard in (True, False) for b in score.breaches(hard=hard) if b.rule == rule]
