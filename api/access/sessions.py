"""Signed-in browsers."""

from datetime import timedelta

from pydantic import Field
from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.access import passwords, users
from api.access.admins import hold
from api.access.secrets import digest, new_token
from api.audit.chain import record
from api.db.database import Database
from api.db.models import HOME_CLINIC, SessionRow, UserRow, now
from api.problems import problem
from api.settings import Settings
from matcher.intake import Frozen

COOKIE = "group_matcher_session"
"""The cookie of a signed-in browser."""

CSRF_HEADER = "X-CSRF-Token"
"""What has to come with a change, beside the cookie."""


class SignIn(Frozen):
    """Somebody who signs in."""

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=passwords.MOST_LENGTH)
    clinic: str = Field(default=HOME_CLINIC, min_length=1, max_length=40, description="The id of their clinic.")


def open_session(session: Session, row: UserRow, settings: Settings) -> tuple[SessionRow, str]:
    """A new session of the user and its secret; a wrong password is forgotten."""
    row.failures, row.locked_until = 0, None
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now()))
    token = new_token()
    opened = SessionRow(
        digest=digest(token), user_id=row.id, expires_at=now() + timedelta(hours=settings.session_hours)
    )
    session.add(opened)
    session.flush()
    record(session, row.clinic_id, row.id, "session.opened")
    return opened, token


def sign_in(database: Database, settings: Settings, given: SignIn) -> tuple[UserRow, SessionRow, str]:
    """The user with this login and password, a new session of theirs and its secret.

    Nobody learns whether a login exists: a wrong login, a wrong password, a user who is disabled or locked are
    answered alike, and after the same work.

    Raises:
        ProblemError: 401.
    """
    with database.reading() as session:
        known = users.find_by_login(session, given.clinic, given.login)
    # Hashing takes long: no transaction waits for it.
    right = passwords.matches(None if known is None else known.password, given.password)
    with database.writing() as session:
        # Whoever tries many passwords at once is counted one after the other.
        hold(session, given.clinic)
        row = None if known is None else session.get(UserRow, known.id, with_for_update=True)
        if row is not None and right and row.password == (known and known.password) and users.may_sign_in(row, now()):
            return (row, *open_session(session, row, settings))
        if row is not None and not right:
            users.count_failure(session, row)
    detail = "login and password do not go together, or there were too many tries: wait, or ask an administrator"
    raise problem(401, "not_signed_in", detail)


def find(session: Session, token: str, settings: Settings) -> tuple[SessionRow, UserRow] | None:
    """The session with this secret and its user, if it may be used."""
    row = session.get(SessionRow, digest(token))
    if row is None:
        return None
    idle = timedelta(minutes=settings.session_idle_minutes)
    user = session.get_one(UserRow, row.user_id)
    live = row.expires_at > now() and row.seen_at + idle > now() and user.disabled_at is None
    return (row, user) if live else None


def get(session: Session, token: str) -> tuple[SessionRow, UserRow]:
    """The session with this secret and its user, for a request that is known to come in it.

    Raises:
        ProblemError: 401 if it has ended meanwhile.
    """
    row = session.get(SessionRow, digest(token))
    if row is None:
        raise problem(401, "unauthorized", "this session has ended: sign in again", {"WWW-Authenticate": "Bearer"})
    return row, session.get_one(UserRow, row.user_id)


def close(session: Session, token: str, clinic: str, actor: str) -> None:
    """End the session."""
    hold(session, clinic)
    session.execute(delete(SessionRow).where(SessionRow.digest == digest(token)))
    record(session, clinic, actor, "session.closed")
