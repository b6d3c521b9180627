"""ETags and what hangs on them: a change says which state it is meant for, a reader which one they have."""

from flask import Response, request

from api.problems import problem


def etag(revision: int) -> str:
    """The strong ETag of a revision."""
    return f'"{revision}"'


def require_match(revision: int) -> None:
    """Refuse a change that is not meant for this revision.

    Raises:
        ProblemError: 428 without If-Match, 412 if it names another state.
    """
    if "If-Match" not in request.headers:
        detail = "say which state this change is for: send the ETag that you last saw as If-Match"
        raise problem(428, "precondition_required", detail, parameter="If-Match")
    if not request.if_match.contains(str(revision)):
        detail = "this has changed since you read it: read it again, and decide anew"
        raise problem(412, "changed_meanwhile", detail, {"ETag": etag(revision)}, parameter="If-Match")


def with_etag(response: Response, revision: int) -> Response:
    """The response with its ETag; nothing but a 304 where the caller has that state already."""
    response.headers["ETag"] = etag(revision)
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response
