"""Query parameters, and those that cannot be used said like everything else that is wrong."""

from functools import cache
from typing import Any

from flask import Response
from pydantic import BaseModel, ValidationError

from api.problems import ErrorItem, ProblemError, answer
from matcher.validation import problems_in


class Query(BaseModel):
    """The query parameters of a route."""

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema. Flask-OpenAPI asks for it with every request, and making it takes as long as reading a plan."""
        return super().model_json_schema(*args, **kwargs) if args or kwargs else _schema(cls)


@cache
def _schema(kind: type[Query]) -> dict[str, Any]:
    return super(Query, kind).model_json_schema()


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
