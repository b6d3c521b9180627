"""Signing in and out on the pages."""

from flask import current_app, redirect, request, url_for
from pydantic import ValidationError
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from api.access import sessions
from api.access.cookies import give_cookie, take_cookie
from api.access.gate import gate, refuse_foreign_pages
from api.access.limits import sign_in_view
from api.access.principal import current, requires
from api.access.returning import page_or_start
from api.access.scopes import Scope
from api.access.sessions import SignIn
from api.db.models import HOME_CLINIC, ClinicRow
from api.problems import ProblemError
from api.settings import Settings
from api.transactions import database, reading, writing
from api.web.pages import page, web


@web.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is; on a service that does not ask, go on."""
    if not gate().is_closed():
        return redirect(page_or_start(request.args.get("next", "/")), 303)
    said = "sign-in-ended" if request.args.get("ended") else "sign-in-out" if request.args.get("out") else ""
    return _asked(request.args.get("clinic", ""), request.args.get("next", "/"), said=said)


@web.post("/sign-in")
@sign_in_view
def let_in() -> Response:
    """Let them in, and lead them to where they wanted to go."""
    # Otherwise another site could sign somebody in as somebody else, and read what they then hand in.
    refuse_foreign_pages(request)
    settings: Settings = current_app.config["SETTINGS"]
    form = request.form
    clinic, wanted = form.get("clinic", "") or HOME_CLINIC, form.get("next", "/")
    try:
        given = SignIn(login=form.get("login", ""), password=form.get("password", ""), clinic=clinic)
        _, opened, token = sessions.sign_in(database(), settings, given)
    except (ValidationError, ProblemError):
        return _asked(clinic, wanted, said="sign-in-refused", login=form.get("login", "")[:200], status=401)
    response = redirect(page_or_start(wanted), 303)
    give_cookie(response, token, opened)
    return response


@web.post("/sign-out")
@requires(*Scope)
def sign_out() -> Response:
    """End the session."""
    asks = current()
    response = redirect(url_for("web.sign_in", out="yes"), 303)
    if asks.by == "session":
        with writing() as session:
            sessions.close(session, request.cookies[sessions.COOKIE], asks.clinic, asks.actor)
        take_cookie(response)
    return response


def _asked(clinic: str, wanted: str, *, said: str = "", login: str = "", status: int = 200) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    with reading() as session:
        several = (session.scalar(select(func.count()).select_from(ClinicRow)) or 0) > 1
    return page(
        "sign_in.html",
        status,
        said=said,
        login=login,
        clinic=clinic[:40],
        # A link to the identity provider says which clinic, so that has to be known before it is drawn.
        asks_clinic=several and not clinic,
        several=several,
        next=page_or_start(wanted),
        elsewhere=settings.oidc_issuer is not None,
    )
