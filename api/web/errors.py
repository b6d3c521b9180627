"""Problems as pages, for whoever came with a browser: what happened and what to do, never a submitted value."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request, url_for

from api.access.gate import gate
from api.access.returning import PAGES
from api.problems import ProblemDetails
from api.web.pages import page
from api.web.texts import has_text

PROBLEM = "application/problem+json"

HTML = "text/html"

WITHOUT_DETAIL = (404, 405, 500)
"""Of these the problem says nothing that helps a person who looks at a page."""

MOST_SAID = 10


def show_problems_as_pages(app: Flask) -> None:
    """Turn the problems that a browser gets into pages, or into the part of a page that htmx puts in its place.

    Whoever is not signed in, and could be, is led to where they can.
    """

    @app.after_request
    def show(response: Response) -> Response:
        if response.mimetype != PROBLEM or not _is_for_people():
            return response
        told = ProblemDetails.model_validate_json(response.get_data())
        if told.status == 401 and request.blueprint == PAGES and gate().is_closed():
            return _to_sign_in()
        values: dict[str, Any] = {
            "code": f"error-{told.status}" if has_text(f"error-{told.status}") else "error-other",
            "number": told.status,
            "request_id": told.request_id,
            "details": () if told.status in WITHOUT_DETAIL else _said(told),
        }
        if _is_part():
            response.set_data(render_template("problem_part.html", **values))
            response.headers.update({"HX-Retarget": "#alert", "HX-Reswap": "innerHTML"})
        else:
            shown = page("problem.html", told.status, **values)
            response.set_data(shown.get_data())
            response.headers["Content-Security-Policy"] = shown.headers["Content-Security-Policy"]
        response.content_type = "text/html; charset=utf-8"
        return response


def _is_for_people() -> bool:
    """Whether a page asked, not a program: the interface answers programs alone, but for signing in elsewhere."""
    if request.path.startswith("/v1/") and request.blueprint != "oidc":
        return False
    return _is_part() or request.accept_mimetypes.best_match((PROBLEM, "application/json", HTML)) == HTML


def _is_part() -> bool:
    """Whether htmx asked, to put the answer into a page."""
    return "HX-Request" in request.headers


def _to_sign_in() -> Response:
    if request.method == "GET" and not _is_part():
        wanted, ended = request.full_path.rstrip("?"), None
    else:
        # What was sent cannot be sent again; the page that sent it can be shown again.
        sent_by = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
        wanted, ended = f"{sent_by.path}?{sent_by.query}".rstrip("?"), "yes"
    address = url_for("web.sign_in", next=wanted, ended=ended)
    if _is_part():
        return Response(status=401, headers={"HX-Redirect": address})
    return Response(status=303, headers={"Location": address})


def _said(told: ProblemDetails) -> list[str]:
    details = dict.fromkeys(error.detail for error in told.errors)
    return [f"{each[:1].upper()}{each[1:].rstrip('.')}." for each in details][:MOST_SAID]
