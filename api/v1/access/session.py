"""``/v1/session``: signing in and out."""

from datetime import datetime
from typing import Literal

from flask import Response, current_app, request
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access import sessions, users
from api.access.cookies import give_cookie, take_cookie
from api.access.limits import sign_in_view
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.access.secrets import csrf_token
from api.access.sessions import SignIn
from api.body import read_fields
from api.db.models import SessionRow, UserRow
from api.openapi import REF, answers, emptied, made, problems, takes
from api.settings import Settings
from api.transactions import database, reading, writing
from matcher.intake import Frozen

session_resource = APIBlueprint("session", __name__, url_prefix="/v1/session", abp_tags=[{"name": "Access"}])

ANY = tuple(Scope)
"""Whoever is known may ask who they are, and sign out."""


class SessionAnswer(Frozen):
    """Who asks, and what they may do."""

    by: Literal["local", "key", "session"] = Field(
        description="How they are known: at the machine of an open service, by a key, by having signed in."
    )
    clinic: str
    actor: str = Field(description="The id under which the audit has what they do.")
    scopes: tuple[Scope, ...]
    login: str | None = Field(description="Of somebody who has signed in; null otherwise.")
    role: str | None = Field(description="Of somebody who has signed in; null otherwise.")
    csrf_token: str | None = Field(
        description="To be sent as X-CSRF-Token with every change in this session; null without a session."
    )
    expires_at: datetime | None = Field(description="When the session ends, used or not; null without a session.")


_EXAMPLE = {
    "by": "session",
    "clinic": "home",
    "actor": "usr_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "scopes": ["screen", "plan", "roster"],
    "login": "front-desk",
    "role": "clinician",
    "csrf_token": "5e" * 32,
    "expires_at": "2026-09-01T20:30:00Z",
}


@session_resource.post(
    "",
    summary="Sign in",
    description=(
        "Sets the cookie of a session. After five wrong passwords in a row a login is locked for half a minute, and "
        "twice as long each further time; whether a login exists, is locked or is disabled is never told."
    ),
    operation_id="sign_in",
    request_body=takes(
        {"$ref": REF + "SignIn"}, {"a clinician": {"login": "front-desk", "password": "four plain words here"}}
    ),
    responses={
        "201": made("They are signed in.", SessionAnswer, {"signed in": _EXAMPLE}),
        **problems(
            "Malformed", "NotSignedIn", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid", "TooOften"
        ),
    },
)
@sign_in_view
def sign_in() -> Response:
    """Sign in."""
    settings: Settings = current_app.config["SETTINGS"]
    given = read_fields(SignIn)
    user, opened, token = sessions.sign_in(database(), settings, given)
    response = Response(_answer(user, opened, token).model_dump_json(), status=201, content_type="application/json")
    response.headers["Location"] = "/v1/session"
    give_cookie(response, token, opened)
    return response


@session_resource.get(
    "",
    summary="Who asks?",
    description="What the service knows of the caller, and the token that changes in a session need.",
    operation_id="read_session",
    responses={
        "200": answers("Who it is.", SessionAnswer, {"signed in": _EXAMPLE}),
        **problems("NotFound", "MethodNotAllowed"),
    },
)
@requires(*ANY)
def read_session() -> Response:
    """Say who it is."""
    who = current()
    if who.by == "session":
        token = request.cookies[sessions.COOKIE]
        with reading() as session:
            opened, user = sessions.get(session, token)
        found = _answer(user, opened, token)
    else:
        found = SessionAnswer(
            by=who.by,
            clinic=who.clinic,
            actor=who.actor,
            scopes=tuple(scope for scope in Scope if scope in who.scopes),
            login=None,
            role=None,
            csrf_token=None,
            expires_at=None,
        )
    return Response(found.model_dump_json(), content_type="application/json")


@session_resource.delete(
    "",
    summary="Sign out",
    description="Ends the session; a key stays what it is.",
    operation_id="sign_out",
    responses={"204": emptied("They are signed out."), **problems("NotFound", "MethodNotAllowed")},
)
@requires(*ANY)
def sign_out() -> Response:
    """Sign out."""
    who = current()
    response = Response(status=204)
    if who.by == "session":
        with writing() as session:
            sessions.close(session, request.cookies[sessions.COOKIE], who.clinic, who.actor)
        take_cookie(response)
    return response


def _answer(user: UserRow, opened: SessionRow, token: str) -> SessionAnswer:
    scopes = users.scopes_of(user)
    return SessionAnswer(
        by="session",
        clinic=user.clinic_id,
        actor=user.id,
        scopes=tuple(scope for scope in Scope if scope in scopes),
        login=user.login,
        role=user.role,
        csrf_token=csrf_token(token),
        expires_at=opened.expires_at,
    )
