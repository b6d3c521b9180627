"""A policy from a TOML or JSON file."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from matcher.intake import Problem
from matcher.policy import Policy
from matcher.result import RowProblem
from matcher.tables.errors import TableError
from matcher.tables.settings import read_settings
from matcher.validation import problems_in


def read_policy(path: Path) -> Policy:
    """Read a policy; what the file leaves out keeps its default.

    Raises:
        TableError: If the file is neither TOML nor JSON, or with every key that is unknown or has a wrong value.
    """
    settings = read_settings(path)
    try:
        return Policy.model_validate(settings)
    except ValidationError as error:
        raise policy_refusal(error, path.name) from error


def policy_refusal(error: ValidationError, where: str) -> TableError:
    """What is wrong with a policy from a file or an option, key by key."""
    return TableError(_placed(problem, where) for problem in problems_in(error))


def _placed(problem: Problem, file: str) -> RowProblem:
    key = ".".join(str(part) for part in problem.path)
    code, message = problem.code, f"{problem.message}: correct it"
    if problem.code == "extra_forbidden":
        code, message = "unknown_key", f"there is no such key{_known(problem.path)}"
    return RowProblem(file=file, column=key or None, code=code, message=message)


def _known(path: Sequence[str | int]) -> str:
    """The nearest known key, and all of them where none is near."""
    model = _model_at(path[:-1])
    if model is None:
        return ": remove it"
    close = difflib.get_close_matches(str(path[-1]), model.model_fields, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {'.'.join([*map(str, path[:-1]), close[0]])}?"
    return f": remove it, or write one of {', '.join(model.model_fields)}"


def _model_at(path: Sequence[str | int]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Policy
    for part in path:
        if isinstance(part, int):
            continue
        if model is None or part not in model.model_fields:
            return None
        model = _model_in(model.model_fields[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model of a field: the annotation itself, or the item of a tuple of models."""
    candidates = (annotation, *get_args(annotation))
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)
