"""What all pages share: how they are drawn, and what they may do."""

from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from flask import Blueprint, Flask, Response, render_template
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from api.web.texts import text
from matcher.catalogue import LANGUAGE, phrase

web = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/web")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Scripts, styles and fonts of this host alone, and none within a page."""

LONGEST_NUMBER = 9
"""Digits of a number that is read at all."""


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page; templates say the pages' own texts with ``t``, those of the library with ``say``."""
    html = render_template(template, t=text, say=phrase, moment=moment, **values)
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def counted(written: str, most: int) -> int | None:
    """A number from 1 to ``most`` as an address or a form has it; None where it is anything else."""
    number = int(written) if written.isdecimal() and len(written) <= LONGEST_NUMBER else 0
    return number if 1 <= number <= most else None


def moment(value: datetime) -> str:
    """A moment as the locale writes it, in the time of the machine that serves."""
    return format_datetime(value.astimezone(), "d MMM y, HH:mm", locale=LANGUAGE)


def draw_reports_parts(app: Flask) -> None:
    """Let pages include parts of the library's report, as ``report/…``."""
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([app.jinja_loader, PrefixLoader({"report": PackageLoader("matcher.report")})])
