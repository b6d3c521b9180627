"""Finding out who asks, before every request that asks for it."""

from datetime import datetime, timedelta
from typing import NoReturn

from flask import Flask, Request, current_app, g, request
from sqlalchemy import or_, update
from sqlalchemy.orm import InstrumentedAttribute

from api.access import keys, sessions, users
from api.access.gate import gate, refuse_foreign_pages, refuse_strangers
from api.access.principal import LOCAL, Principal, scopes_asked
from api.access.returning import PAGES
from api.access.scopes import Scope
from api.access.secrets import csrf_token, same
from api.db.database import Database
from api.db.models import KeyRow, SessionRow, now
from api.problems import problem
from api.settings import Settings
from api.transactions import database

NOTED_SECONDS = 60
"""How exactly the last use of a key or a session is known: writing down each one would cost more than the request."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def identify_callers(app: Flask) -> None:
    """Set ``g.principal`` for every request to a view that asks for a scope; None for the others.

    Raises:
        ProblemError: From the request: 401 where nobody is known, 403 where a session's change lacks its token.
    """

    @app.before_request
    def identify() -> None:
        g.principal = None
        view = current_app.view_functions.get(request.endpoint or "")
        if view is not None and scopes_asked(view) is not None:
            g.principal = who_asks(request, database(), current_app.config["SETTINGS"])


def who_asks(request: Request, database: Database, settings: Settings) -> Principal:
    """Whoever sends this request.

    Raises:
        ProblemError: 401 where nobody is known, 403 where a session's change lacks its token.
    """
    if (sent := request.headers.get("Authorization")) is not None:
        return _by_key(sent, database)
    if token := request.cookies.get(sessions.COOKIE):
        return _by_session(token, request, database, settings)
    if gate().is_closed():
        _refuse("the service does not know who asks: send a key as Authorization: Bearer …")
    refuse_strangers(request)
    return LOCAL


def _by_key(sent: str, database: Database) -> Principal:
    kind, _, secret = sent.partition(" ")
    if kind.lower() != "bearer":
        _refuse("keys are sent as Authorization: Bearer …, and nothing else is taken there")
    with database.reading() as session:
        row = keys.find_by_secret(session, secret.strip())
    if row is None:
        detail = "this key is unknown, revoked or has run out: ask an administrator for another"
        _refuse(detail, 'error="invalid_token"')
    _note(database, KeyRow.used_at, KeyRow.id, row.id, row.used_at)
    return Principal(row.clinic_id, row.id, frozenset(Scope(name) for name in row.scopes), "key")


def _by_session(token: str, request: Request, database: Database, settings: Settings) -> Principal:
    with database.reading() as session:
        found = sessions.find(session, token, settings)
    if found is None:
        _refuse("this session has ended: sign in again")
    opened, user = found
    if request.method not in _SAFE:
        _require_own_page(request, token)
    _note(database, SessionRow.seen_at, SessionRow.digest, opened.digest, opened.seen_at)
    return Principal(user.clinic_id, user.id, users.scopes_of(user), "session", user.login, user.role)


def _require_own_page(request: Request, token: str) -> None:
    """Refuse a change that a page of another site may have sent with the cookie."""
    given = request.headers.get(sessions.CSRF_HEADER)
    if given is None and request.blueprint == PAGES:
        refuse_foreign_pages(request)
    elif not same(given or "", csrf_token(token)):
        detail = "a change in a session needs the token that GET /v1/session gives, as X-CSRF-Token"
        raise problem(403, "csrf_token_missing", detail, parameter=sessions.CSRF_HEADER)


def _refuse(detail: str, challenge: str = "") -> NoReturn:
    headers = {"WWW-Authenticate": f"Bearer {challenge}".strip()}
    raise problem(401, "unauthorized", detail, headers, parameter="Authorization")


def _note(
    database: Database,
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    key: InstrumentedAttribute[str],
    value: str,
    last: datetime | None,
) -> None:
    """Write down that it was used just now, unless that was done within a minute."""
    stale = now() - timedelta(seconds=NOTED_SECONDS)
    if last is not None and last > stale:
        return
    with database.writing() as session:
        still = (key == value, or_(column.is_(None), column <= stale))
        session.execute(update(key.class_).where(*still).values({column.key: now()}))
