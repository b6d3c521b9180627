"""What a key or a role allows."""

from collections.abc import Mapping
from enum import StrEnum

KEY_DAYS = 365
"""How long a key lasts unless told otherwise."""

MOST_KEY_DAYS = 3650
"""How long a key lasts at the most."""


class Scope(StrEnum):
    """One thing that somebody may do."""

    SUBMIT = "submit"
    """Hand in and change intakes."""

    SCREEN = "screen"
    """Note what screening has decided about somebody."""

    PLAN = "plan"
    """Read intakes and plans, compose, move, ask for recommendations."""

    PUBLISH = "publish"
    """Publish plans."""

    ROSTER = "roster"
    """Read rosters, with names."""

    AUDIT = "audit"
    """Read the audit."""

    ADMIN = "admin"
    """Keys, users, webhooks, retention, erasing and handing out what is kept about one person."""


ROLES: Mapping[str, frozenset[Scope]] = {
    "coordinator": frozenset(Scope) - {Scope.AUDIT},
    "clinician": frozenset({Scope.SCREEN, Scope.PLAN, Scope.ROSTER}),
    "integration": frozenset({Scope.SUBMIT, Scope.PLAN}),
    "auditor": frozenset({Scope.AUDIT}),
}
"""What each role of a user allows."""
