"""Invented lists, to try the service out with."""

from flask import current_app
from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import IntakeRow
from api.problems import problem
from api.settings import Settings
from api.store import intakes
from matcher.generate import AS_OF, Kind, generate, generate_groups
from matcher.intake import Intake


def require_inventing() -> None:
    """Refuse where the operator wants no invented lists.

    Raises:
        ProblemError: 403.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise problem(403, "no_demo", "this service invents no lists: its operator can turn that on")


def invent(kind: Kind, size: int, seed: int) -> Intake:
    """A list of people who do not exist, with groups that suit them."""
    settings: Settings = current_app.config["SETTINGS"]
    people = generate(kind, size, seed).applicants
    groups = generate_groups(people, seed)[: settings.max_groups]
    return Intake(applicants=people, groups=groups, as_of=AS_OF)


def keep(session: Session, name: str, intake: Intake) -> IntakeRow:
    """Keep an invented list for the clinic of whoever asks."""
    who = current()
    row = intakes.create(session, who.clinic, name, intake, who.actor)
    record(session, who.clinic, who.actor, "intake.created", row.id, revision=1, source="demo")
    return row
