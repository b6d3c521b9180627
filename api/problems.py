"""Errors over HTTP: problem details (RFC 9457) with JSON pointers, and never a submitted value."""

from collections.abc import Iterable, Mapping
from typing import Literal

from flask import Flask, Response, g
from pydantic import Field
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from api.logs import places, service_log
from matcher.intake import Frozen

MOST_ERRORS = 1000
"""Errors one answer lists; the rest are counted."""

TITLES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""One wording on every Python version: the standard library has changed some of them."""

_DETAILS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "the request cannot be read: check how it is sent"),
    404: ("not_found", "there is nothing at this address: see /docs for what there is"),
    405: ("method_not_allowed", "this address does not take this method: see the Allow header"),
    413: ("too_large", "the request body is larger than this service takes: send a shorter list"),
    500: ("internal_error", "the service failed: report it with the request id, nothing of the request was kept"),
}


class ErrorItem(Frozen):
    """One thing wrong with a request."""

    pointer: str = Field(
        description=(
            "JSON pointer (RFC 6901) to the place in the request body; empty for the whole body or the request itself. "
            "Names of unknown fields are left out: the pointer then ends at what holds them."
        )
    )
    code: str = Field(description="What kind of error, for programs.")
    detail: str = Field(description="What is wrong and what to do, for people.")
    parameter: str | None = Field(
        default=None, description="The query parameter or the header at fault, where it is not the body."
    )
    file: Literal["list", "groups"] | None = Field(
        default=None, description="The file at fault, where files were sent."
    )
    row: int | None = Field(
        default=None, description="The row at fault, as a spreadsheet counts: the heading is row 1, as a rule."
    )
    column: str | None = Field(default=None, description="The field that the column at fault is read as.")


class ProblemDetails(Frozen):
    """A problem as of RFC 9457. It never repeats a submitted value."""

    type: str = "about:blank"
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What went wrong, for people.")
    errors: tuple[ErrorItem, ...] = Field(description=f"Every error, up to {MOST_ERRORS}; at least one.")
    request_id: str = Field(description="As in the X-Request-Id header.")


class ProblemError(Exception):
    """A request that is answered with a problem."""

    def __init__(self, status: int, errors: Iterable[ErrorItem], headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(f"{status} {TITLES[status]}: {len(self.errors)} error(s)")

    def at(self, pointer: str) -> "ProblemError":
        """The same problem, at a place in the body."""
        return ProblemError(
            self.status, [error.model_copy(update={"pointer": pointer}) for error in self.errors], self.headers
        )


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, *, parameter: str | None = None
) -> ProblemError:
    """A problem with one error that concerns the whole request, or a query parameter or header of it."""
    return ProblemError(status, [ErrorItem(pointer="", code=code, detail=detail, parameter=parameter)], headers)


def missing(what: str) -> ProblemError:
    """The answer where there is no such thing, or it is another clinic's: the two must not be told apart."""
    return problem(404, "not_found", f"there is no such {what}: check the id")


def answer_problems(app: Flask) -> None:
    """Answer every error of the app with a problem."""
    app.register_error_handler(ProblemError, answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_failure)


def answer(error: ProblemError) -> Response:
    """The problem as a response."""
    count = len(error.errors)
    body = ProblemDetails(
        title=TITLES[error.status],
        status=error.status,
        detail=error.errors[0].detail if count == 1 else f"{count} errors: see errors for where and what",
        errors=error.errors[:MOST_ERRORS],
        request_id=g.request_id,
    )
    g.counts["errors"] = count
    response = Response(
        body.model_dump_json(exclude_none=True), status=error.status, content_type="application/problem+json"
    )
    response.headers.update(error.headers)
    return response


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return Response(status=error.code, headers={"Location": error.new_url})
    status = error.code if error.code is not None and error.code in _DETAILS else 400
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer(problem(status, *_DETAILS[status], headers))


def _answer_failure(error: Exception) -> Response:
    """Log where it happened and what kind it was; an exception's own words may hold a submitted value."""
    record = {"error": type(error).__name__, "at": places(error.__traceback__)}
    service_log.error("failed", extra={"record": record})
    return answer(problem(500, *_DETAILS[500]))
