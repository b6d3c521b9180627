"""What real lists look like, as numbers: ages, reasons and how they go together, screening, wishes.

Ages of the clinic: shares of the adult age bands among clients of public mental-health services in the United States,
SAMHSA Mental Health Client-Level Data 2020 (public domain). Ages and reasons of the campus: shares among clients of
university counselling centres 2016-17. Which reasons go together: how many times more often than by chance two topics
stand in one of 745 questions put to therapists. All of them are rounded; none is a person's.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["campus", "clinic"]


@dataclass(frozen=True, slots=True)
class AgeShare:
    """The share of people from ``low`` to ``high`` years of age, both included."""

    low: int
    high: int
    share: float


AGES: dict[Kind, tuple[AgeShare, ...]] = {
    "campus": (
        AgeShare(18, 22, 0.80),
        AgeShare(23, 25, 0.12),
        AgeShare(26, 30, 0.05),
        AgeShare(31, 45, 0.03),
    ),
    "clinic": (
        AgeShare(18, 20, 0.065),
        AgeShare(21, 24, 0.079),
        AgeShare(25, 29, 0.122),
        AgeShare(30, 34, 0.120),
        AgeShare(35, 39, 0.112),
        AgeShare(40, 44, 0.093),
        AgeShare(45, 49, 0.086),
        AgeShare(50, 54, 0.089),
        AgeShare(55, 59, 0.090),
        AgeShare(60, 64, 0.067),
        AgeShare(65, 74, 0.058),
        AgeShare(75, 84, 0.019),
    ),
}

STAGES: dict[Kind, dict[str, float]] = {
    "campus": {"undergraduate": 1.0, "graduate-student": 1.0, "mature-student": 0.3},
    "clinic": {
        "undergraduate": 0.6,
        "graduate-student": 0.2,
        "mature-student": 0.1,
        "early-career": 1.0,
        "established-career": 0.8,
        "new-parent": 0.2,
        "parent-young-children": 0.7,
        "mid-career": 0.6,
        "parent-adult-children": 0.5,
        "approaching-retirement": 0.5,
        "retired": 1.2,
        "caregiver": 0.2,
        "between-roles": 0.3,
    },
}
"""How common a stage of life is among the people of an age for which it is typical; proportions."""

REASON_COUNTS = (0.35, 0.32, 0.20, 0.09, 0.04)
"""Shares of people with one, two .. five reasons; risk reasons come on top."""

COMMON_REASONS = {
    "anxiety": 0.48,
    "stress": 0.39,
    "depression": 0.35,
    "relationship": 0.23,
    "family-conflict": 0.21,
    "interpersonal-patterns": 0.19,
    "sleep": 0.16,
    "loneliness": 0.16,
}
"""Shares of people who give the reason."""

RARER_REASONS: dict[Kind, tuple[str, ...]] = {
    "campus": (
        "self-esteem", "grief-loss", "trauma", "academic", "identity", "perfectionism", "social-anxiety",
        "acculturation",
    ),
    "clinic": (
        "self-esteem", "grief-loss", "trauma", "work-stress", "life-transition", "health-concern", "caregiving",
        "separation-divorce",
    ),
}  # fmt: skip
RARER_SHARE = 0.02
"""Share of people who give one of the rarer reasons, each."""

LIFTS = {
    ("anxiety", "depression"): 1.8,
    ("anxiety", "stress"): 2.5,
    ("anxiety", "sleep"): 2.0,
    ("anxiety", "relationship"): 0.5,
    ("anxiety", "family-conflict"): 0.4,
    ("anxiety", "trauma"): 1.3,
    ("depression", "sleep"): 1.3,
    ("depression", "self-esteem"): 1.2,
    ("depression", "grief-loss"): 1.2,
    ("depression", "relationship"): 0.4,
    ("depression", "family-conflict"): 0.6,
    ("depression", "interpersonal-patterns"): 0.7,
    ("stress", "family-conflict"): 2.0,
    ("stress", "sleep"): 1.5,
    ("relationship", "family-conflict"): 0.5,
    ("relationship", "interpersonal-patterns"): 0.6,
    ("relationship", "separation-divorce"): 0.5,
    ("relationship", "self-esteem"): 0.8,
    ("family-conflict", "interpersonal-patterns"): 0.4,
    ("interpersonal-patterns", "loneliness"): 1.5,
    ("interpersonal-patterns", "self-esteem"): 1.2,
    ("grief-loss", "trauma"): 4.4,
}
"""How many times more often than by chance two reasons are given together; others are independent."""

RISK_REASONS = {"suicidality": 0.07, "self-harm": 0.02}
"""Shares on a list for groups. Centres as a whole see more (suicidal thoughts 0.25), but screen before they list."""

NOT_CLEARED = 0.04
CLEARANCE_NOT_RECORDED = 0.2
"""Share of people without a risk reason whose clearance is not recorded."""

NO_PRIMARY_REASON = 0.15
SECOND_REASON_FIRST = 0.2
"""Share of people with several reasons whose top concern is not the strongest of them."""

NO_AVAILABILITY = 0.05
AVAILABLE_BLOCKS = (2, 6)
BLOCK_MINUTES = 90
BLOCK_STARTS = {10 * 60: 0.5, 13 * 60: 0.7, 15 * 60 + 30: 1.6, 17 * 60: 1.8}
"""Starts of the four blocks of a working day in minutes after midnight, with how readily people come."""

AGE_AS_BAND = 0.06
AGE_AS_BIRTH_YEAR = 0.03
AGE_MISSING = 0.03
STAGE_MISSING = 0.04
BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")

KEPT_APART = 0.015
"""Share of people who stand in a keep-apart pair."""

KEPT_TOGETHER = 0.008
"""Share of people who stand in a keep-together pair."""

DAYS_WAITED = 120
"""Longest wait, in days."""

PRIORITIES = (0.80, 0.14, 0.05, 0.01)
PLACE_BY = 0.03
PLACE_BY_DAYS = (14, 60)
HAS_THERAPIST = 0.15
AVOIDS_LEADER = 0.01
IN_PERSON_ONLY = 0.15
"""Share of a clinic's people who come in person only; on a campus all groups meet there."""
