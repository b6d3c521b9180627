"""Explanations: a plan from its value down to single terms, and one person's place or their waiting."""

from matcher.explain.account import explain
from matcher.explain.alternatives import Alternative, Option
from matcher.explain.companions import Companion
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
from matcher.explain.why import Why, why

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
    "explain",
    "why",
]
