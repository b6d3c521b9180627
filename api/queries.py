"""Query parameters that cannot be used, said like everything else that is wrong."""

from flask import Response
from pydantic import ValidationError

from api.problems import ErrorItem, ProblemError, answer
from matcher.validation import problems_in


def refuse_parameters(error: ValidationError) -> Response:
    """The answer to a request whose path or query parameters do not fit; every one is told."""
    items = [
        ErrorItem(pointer="", code=found.code, detail=found.message, parameter=_declared(found.path, error))
        for found in problems_in(error)
    ]
    return answer(ProblemError(400, items))


def _declared(path: tuple[str | int, ...], error: ValidationError) -> str | None:
    # A name that the caller made up is not repeated.
    unknown = any(line["type"] == "extra_forbidden" for line in error.errors(include_input=False, include_url=False))
    return None if unknown or not path else str(path[0])
