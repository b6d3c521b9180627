"""What all pages stand in: their words, who is signed in, what they may do, and how large their forms may be."""

from functools import cache
from importlib.resources import files

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from api.access.principal import Principal
from api.access.returning import PAGES
from api.access.scopes import Scope
from api.problems import problem
from api.settings import Settings
from api.web.pages import moment, web
from api.web.texts import text

FORM = "application/x-www-form-urlencoded"


def use_frame(app: Flask) -> None:
    """Give templates their words, and take the pages' forms as long as bodies may be."""
    app.jinja_env.globals.update(t=text, moment=moment, may=may, signed_in=signed_in)

    @app.before_request
    def read_form() -> None:
        if request.blueprint != PAGES or request.mimetype != FORM:
            return
        settings: Settings = current_app.config["SETTINGS"]
        # A table of many groups is longer than what forms may be by default.
        request.max_content_length = request.max_form_memory_size = settings.max_request_bytes
        if any("\0" in value for values in request.form.listvalues() for value in values):
            raise problem(400, "unreadable_text", "a text holds the character U+0000, which cannot be kept: remove it")


@web.get("/web/shared.css")
def shared_style() -> Response:
    """The style that the pages have in common with the library's report."""
    response = Response(_shared_style(), content_type="text/css; charset=utf-8")
    response.cache_control.no_cache = True
    response.add_etag()
    return response.make_conditional(request)


@cache
def _shared_style() -> str:
    return (files("matcher.report") / "templates" / "shared.css").read_text(encoding="utf-8")


def signed_in() -> Principal | None:
    """Who asks, where that was found out."""
    found: Principal | None = g.get("principal")
    return found


def may(scope: str) -> bool:
    """Whether whoever asks may do this: what they may not do is not offered."""
    asks = signed_in()
    return asks is not None and Scope(scope) in asks.scopes
