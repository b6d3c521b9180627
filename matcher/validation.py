"""From plain data to an intake, with every problem at once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from matcher.intake import Intake, IntakeError, Problem

MOST_PROBLEMS = 20_000
"""Problems that are told one by one; a list with more of them is not the list somebody meant."""

_LISTS = ("applicants", "groups", "ties")


class InvalidIntake(ValueError):
    """An intake that cannot be used; ``problems`` has every reason, in the order of the data."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problem(s) in the intake")


def validate_intake(data: Mapping[str, Any], *, strict: bool = False) -> Intake:
    """Read an intake from plain data (as parsed from JSON).

    Entries that cannot be read are set aside, so that the others are still compared with each other and all problems
    come at once. ``strict`` takes JSON types at their word: ``"2"`` is no number and ``true`` is not 1.

    Raises:
        InvalidIntake: With every problem and its path.
    """
    try:
        if strict:
            return Intake.model_validate_json(json.dumps(data), strict=True)
        return Intake.model_validate(data)
    except ValidationError as error:
        problems = problems_in(error)
    problems += _between_the_readable(data, problems)
    raise InvalidIntake(problems)


def problems_in(error: ValidationError) -> list[Problem]:
    """The problems a pydantic error carries, without any submitted value."""
    if error.error_count() > MOST_PROBLEMS:
        message = f"{error.error_count()} problems, too many to tell one by one: check how the list was made"
        return [Problem(path=(), code="too_many_problems", message=message)]
    found: list[Problem] = []
    for line in error.errors(include_url=False, include_input=False):
        path = tuple(line["loc"])
        cause = line.get("ctx", {}).get("error")
        if isinstance(cause, IntakeError):
            found.extend(Problem(path=(*path, *p.path), code=p.code, message=p.message) for p in cause.problems)
        elif line["type"] == "value_error":
            found.append(Problem(path=path, code="invalid", message=str(cause)))
        else:
            found.append(Problem(path=path, code=line["type"], message=line["msg"]))
    return _without_echoes(found)


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """A list whose entries are wrong is also called too short by pydantic: only the entries are worth saying."""
    parents = {problem.path[:-depth] for problem in problems for depth in range(1, len(problem.path))}
    return [p for p in problems if not (p.code == "too_short" and p.path in parents)]


def _between_the_readable(data: Mapping[str, Any], known: Sequence[Problem]) -> list[Problem]:
    broken = {problem.path[:2] for problem in known if len(problem.path) >= 2 and problem.path[0] in _LISTS}
    unknown = {problem.path[0] for problem in known if problem.code == "extra_forbidden" and len(problem.path) == 1}
    if not broken | unknown or not isinstance(data, Mapping):
        return []
    kept: dict[str, list[int]] = {}
    rest = {name: value for name, value in data.items() if name not in unknown}
    for name in _LISTS:
        entries = data.get(name)
        if isinstance(entries, list | tuple):
            kept[name] = [i for i in range(len(entries)) if (name, i) not in broken]
            rest[name] = [entries[i] for i in kept[name]]
    try:
        Intake.model_validate(rest)
    except ValidationError as error:
        return [_moved(p, kept) for p in problems_in(error) if _is_new(p, broken)]
    return []


def _is_new(problem: Problem, broken: set[tuple[str | int, ...]]) -> bool:
    """Left out: references to entries that were set aside only because they could not be read."""
    if len(problem.path) < 2 or problem.path[0] not in _LISTS:
        return False
    if problem.code in ("unknown_applicant", "unknown_group"):
        where = "groups" if problem.code == "unknown_group" else "applicants"
        return not any(path[0] == where for path in broken)
    return True


def _moved(problem: Problem, kept: Mapping[str, Sequence[int]]) -> Problem:
    name, index, *rest = problem.path
    if isinstance(index, int):
        return problem.model_copy(update={"path": (name, kept[str(name)][index], *rest)})
    return problem
