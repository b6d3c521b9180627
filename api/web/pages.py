"""What all pages share: how they are drawn, what they may do, and who may see them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_datetime
from flask import Blueprint, Response, g, render_template, request
from markupsafe import Markup

from api.problems import problem
from api.web.texts import text
from matcher.catalogue import LANGUAGE

web = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/web")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Scripts and styles of this host alone, and none within a page."""


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page."""
    html = render_template(template, t=text, moment=moment, csrf=csrf_field, **values)
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def moment(value: datetime) -> str:
    """A moment as the locale writes it, in the time of the machine that serves."""
    return format_datetime(value.astimezone(), "d MMM y, HH:mm", locale=LANGUAGE)


def csrf_field() -> Markup:
    """The hidden field by which a form shows that it is one of ours, where a session needs that."""
    token = g.get("csrf_token", "")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token) if token else Markup("")


@web.before_request
def refuse_other_sites() -> None:
    """Another site's page may not act here in the name of whoever looks at it.

    Raises:
        ProblemError: 403 where a changing request comes from a page of another origin.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != request.host):
        raise problem(403, "another_site", "this comes from another site: open the page here and try again")
