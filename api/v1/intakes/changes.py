"""Changing a list that is kept: the whole of it is checked again, and what is wrong points into what was sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import current_app
from pydantic import BaseModel, ValidationError

from api.pointers import public_problem
from api.problems import ErrorItem, ProblemError
from api.settings import Settings
from matcher.intake import Applicant, Intake, Problem
from matcher.offers import equal_count
from matcher.validation import problems_in

Path = tuple[str | int, ...]
Place = Callable[[Path], Path | None]
"""Where something of an intake stands in the body that was sent; None if it does not."""


def fitted(intake: Intake, model: type[BaseModel], body: object, place: Place, **changes: Any) -> Intake:
    """The intake with changes, checked as a whole; entries that stay are not read again.

    Args:
        intake: The intake before.
        model: What documents the body that was sent.
        body: That body.
        place: Where something of the intake stands in it.
        changes: Fields of the intake.

    Raises:
        ProblemError: 422 with every problem, at its place in the body or said to be elsewhere in the list.
    """
    problems = []
    try:
        changed = intake.with_changes(**changes)
        if not (limits := over_limits(changed)):
            return changed
        problems += limits
    except ValidationError as error:
        problems += problems_in(error)
    items = [_item(problem, model, body, place(problem.path)) for problem in problems]
    raise ProblemError(422, items) from None


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


def elsewhere(problems: Iterable[Problem]) -> list[ErrorItem]:
    """Problems that a removal would make in what stays."""
    return [ErrorItem(pointer="", code=p.code, detail=f"elsewhere in the list: {p.message}") for p in problems]


def keeping_names(applicants: Sequence[Applicant], before: Mapping[str, Applicant]) -> tuple[Applicant, ...]:
    """The applicants as sent by somebody who may not see names: a name they do not send stays as it is."""
    return tuple(
        applicant.model_copy(update={"display_name": name})
        if applicant.display_name is None and (name := _name_of(before.get(applicant.id))) is not None
        else applicant
        for applicant in applicants
    )


def _name_of(applicant: Applicant | None) -> str | None:
    return None if applicant is None else applicant.display_name


def _item(problem: Problem, model: type[BaseModel], body: object, path: Path | None) -> ErrorItem:
    if path is None:
        return elsewhere([problem])[0]
    public = public_problem(problem.model_copy(update={"path": path}), model)
    pointer = public.model_copy(update={"path": _there(public.path, body)}).pointer
    return ErrorItem(pointer=pointer, code=public.code, detail=public.message)


def _there(path: Path, body: Any) -> Path:
    """As much of a path as there is in the body."""
    for depth, part in enumerate(path):
        inside = isinstance(body, list) and isinstance(part, int) and part < len(body)
        if not inside and not (isinstance(body, dict) and part in body):
            return path[:depth]
        body = body[part]
    return path
