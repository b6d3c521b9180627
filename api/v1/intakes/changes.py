"""Changing a list that is kept: the whole of it is checked again, and what is wrong points into what was sent."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from api.pointers import public_problem
from api.problems import ErrorItem, ProblemError
from api.store.people import checked
from matcher.intake import Intake, Problem
from matcher.validation import InvalidIntake

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
    try:
        return checked(intake, **changes)
    except InvalidIntake as error:
        items = [_item(problem, model, body, place(problem.path)) for problem in error.problems]
    raise ProblemError(422, items) from None


def elsewhere(problems: Iterable[Problem]) -> list[ErrorItem]:
    """Problems that a removal would make in what stays."""
    return [ErrorItem(pointer="", code=p.code, detail=f"elsewhere in the list: {p.message}") for p in problems]


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
