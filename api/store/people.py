"""Changing a kept list: all of it is checked again, what goes takes its mentions along, and the audit hears of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, g
from pydantic import ValidationError
from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import IntakeRow
from api.problems import problem
from api.settings import Settings
from api.store import intakes
from matcher.intake import NAMING_OTHERS, Applicant, Intake, Problem
from matcher.offers import equal_count
from matcher.validation import InvalidIntake, problems_in


def checked(intake: Intake, **changes: Any) -> Intake:
    """The intake with changes, checked as a whole; entries that stay are not read again.

    Raises:
        InvalidIntake: With every problem, or where it would be larger than this service keeps.
    """
    try:
        changed = intake.with_changes(**changes)
    except ValidationError as error:
        raise InvalidIntake(problems_in(error)) from None
    if limits := over_limits(changed):
        raise InvalidIntake(limits)
    return changed


def over_limits(intake: Intake) -> list[Problem]:
    """Where an intake is larger than this service keeps."""
    settings: Settings = current_app.config["SETTINGS"]
    counts = {
        "applicants": (len(intake.applicants), settings.max_stored_applicants),
        "groups": (len(intake.groups) or equal_count(intake), settings.most_stored_groups()),
    }
    return [
        Problem(path=(name,), code="too_many", message=f"more than {most} {name}: this service keeps no more in a list")
        for name, (found, most) in counts.items()
        if found > most
    ]


def without(intake: Intake, gone: str) -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """The fields of the intake once somebody is off it, and how many mentions of them went along, by their kind.

    Raises:
        ProblemError: 409 if nobody else is on the list.
    """
    if len(intake.applicants) == 1:
        detail = "this is the last person of the list, which needs one: delete the list instead"
        raise problem(409, "last_applicant", detail)
    counts = {"ties": 0, "avoid": 0, "together": 0}
    left = []
    for applicant in intake.applicants:
        if applicant.id == gone:
            continue
        kept = {}
        for field in NAMING_OTHERS:
            named: tuple[str, ...] = getattr(applicant, field)
            if gone in named:
                kept[field] = tuple(other for other in named if other != gone)
                counts[field] += 1
        left.append(applicant.model_copy(update=kept) if kept else applicant)
    ties = tuple(tie for tie in intake.ties if gone not in (tie.a, tie.b))
    counts["ties"] = len(intake.ties) - len(ties)
    return {"applicants": tuple(left), "ties": ties}, counts


def keeping_names(applicants: Sequence[Applicant], before: Mapping[str, Applicant]) -> tuple[Applicant, ...]:
    """The applicants as sent by somebody who may not see names: a name they do not send stays as it is."""
    return tuple(
        applicant.model_copy(update={"display_name": name})
        if applicant.display_name is None and (name := _name_of(before.get(applicant.id))) is not None
        else applicant
        for applicant in applicants
    )


def keep(session: Session, row: IntakeRow, intake: Intake, action: str, **details: int) -> None:
    """Keep a change of few entries as the list's next revision, and say so in the audit; see ``intakes.amend``."""
    who = current()
    intakes.amend(session, row, intake, who.actor)
    record(session, who.clinic, who.actor, action, row.id, revision=row.revision, **details)
    g.counts.update(applicants=len(intake.applicants), groups=len(intake.groups))


def _name_of(applicant: Applicant | None) -> str | None:
    return None if applicant is None else applicant.display_name
