"""Explanations: a plan from its value down to single terms, and one person's place or their waiting."""

from matcher.explain.account import explain, explain_group
from matcher.explain.alternatives import Alternative, Option
from matcher.explain.companions import Companion, companion, without_name
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
from matcher.explain.why import Why, not_possible, options_of, why, why_on

__all__ = [
    "Ages",
    "Alternative",
    "Companion",
    "GroupAccount",
    "MemberAccount",
    "Option",
    "PairTerm",
    "PlanAccount",
    "ReasonHeld",
    "Reasons",
    "RuleTerm",
    "StageHeld",
    "Why",
    "companion",
    "explain",
    "explain_group",
    "not_possible",
    "options_of",
    "why",
    "why_on",
    "without_name",
]
