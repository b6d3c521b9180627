"""One rule alone on one plan: what it finds, what it costs, and that the engine agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matcher.intake import Applicant, Group
from matcher.plan import Plan
from matcher.room import Breach
from matcher.rules import Rule
from matcher.scorer import score
from tests.builders import breaches, intake_of, quiet
from tests.faces import assert_faces_agree


@dataclass(frozen=True)
class Verdict:
    """A rule's breaches, their sentences, whether the plan is valid, and by how much the rule lowers its value."""

    breaches: tuple[Breach, ...]
    told: tuple[str, ...]
    valid: bool
    fall: float


def judge(
    rule: Rule,
    *applicants: Applicant,
    groups: Iterable[Group] | None = None,
    rooms: dict[str, str] | None = None,
    **fields: Any,
) -> Verdict:
    """Judge a plan (one letter for each member; everybody in g1 unless said otherwise) by one rule alone."""
    plan = Plan.of({"g1": [a.id for a in applicants]} if rooms is None else rooms)
    intake = intake_of(*applicants, groups=groups, policy=quiet(rule), **fields)
    result = assert_faces_agree(intake, plan)
    without = score(intake.model_copy(update={"policy": quiet()}), plan)
    found = breaches(result, rule.code)
    sentences = tuple(rule.explain(breach) for breach in found)
    return Verdict(tuple(found), sentences, result.valid, without.value - result.value)
