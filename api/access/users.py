"""People who sign in."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.access import passwords
from api.access.scopes import ROLES, Scope
from api.audit.chain import record
from api.db.ids import new_id
from api.db.models import SessionRow, UserRow, now
from api.problems import problem
from api.store import owned

FREE_FAILURES = 5
"""Wrong passwords in a row that cost nothing but another try."""

FIRST_LOCK_SECONDS = 30
"""How long a login is locked after one more; every further one doubles it."""

MOST_LOCK_SECONDS = 3600
"""The longest lock: whoever guesses others' passwords must not shut them out for days."""


def create(session: Session, clinic: str, actor: str, login: str, role: str, password: str | None) -> UserRow:
    """A new user; without a password they sign in with the clinic's identity provider alone.

    Raises:
        ProblemError: 409 if the clinic has a user with this login.
    """
    login = folded(login)
    if find_by_login(session, clinic, login) is not None:
        raise problem(409, "login_taken", "a user of the clinic has this login: take another")
    row = UserRow(
        id=new_id("usr"),
        clinic_id=clinic,
        login=login,
        role=role,
        password=None if password is None else passwords.hashed(password),
    )
    session.add(row)
    session.flush()
    record(session, clinic, actor, "user.created", row.id, role=role)
    return row


def folded(login: str) -> str:
    """A login as it is kept: nobody has to remember its capitals."""
    return login.strip().casefold()


def find(session: Session, clinic: str, user_id: str) -> UserRow:
    """The clinic's user.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    return owned.find(session, UserRow, "user", clinic, user_id)


def find_by_login(session: Session, clinic: str, login: str) -> UserRow | None:
    """The clinic's user with this login."""
    return session.scalar(select(UserRow).where(UserRow.clinic_id == clinic, UserRow.login == folded(login)))


def find_login(session: Session, clinic: str, login: str) -> UserRow:
    """The clinic's user with this login.

    Raises:
        ProblemError: 404 if the clinic has none.
    """
    row = find_by_login(session, clinic, login)
    if row is None:
        raise problem(404, "not_found", "the clinic has no user with this login: see `group-matcher users list`")
    return row


def scopes_of(row: UserRow) -> frozenset[Scope]:
    """What the user may do."""
    return ROLES[row.role]


def set_role(session: Session, row: UserRow, actor: str, role: str) -> None:
    """Give the user another role, from their next request on."""
    if row.role != role:
        row.role = role
        record(session, row.clinic_id, actor, "user.role_changed", row.id, role=role)


def set_password(session: Session, row: UserRow, actor: str, password: str) -> None:
    """Give the user another password; they are signed out everywhere, and a lock is gone."""
    row.password = passwords.hashed(password)
    row.failures, row.locked_until = 0, None
    _sign_out(session, row)
    record(session, row.clinic_id, actor, "user.password_set", row.id)


def disable(session: Session, row: UserRow, actor: str) -> None:
    """Keep the user out, and sign them out everywhere."""
    if row.disabled_at is None:
        row.disabled_at = now()
        _sign_out(session, row)
        record(session, row.clinic_id, actor, "user.disabled", row.id)


def enable(session: Session, row: UserRow, actor: str) -> None:
    """Let the user in again."""
    if row.disabled_at is not None:
        row.disabled_at = None
        record(session, row.clinic_id, actor, "user.enabled", row.id)


def may_sign_in(row: UserRow, moment: datetime) -> bool:
    """Whether the user is neither disabled nor locked at this moment."""
    return row.disabled_at is None and (row.locked_until is None or row.locked_until <= moment)


def count_failure(session: Session, row: UserRow) -> None:
    """Count a wrong password; while the login is locked nothing more is counted."""
    if not may_sign_in(row, now()):
        return
    row.failures += 1
    if (over := row.failures - FREE_FAILURES) > 0:
        # A power beyond the longest lock is not computed.
        seconds = min(FIRST_LOCK_SECONDS * 2 ** min(over - 1, 20), MOST_LOCK_SECONDS)
        row.locked_until = now() + timedelta(seconds=seconds)
        record(session, row.clinic_id, row.id, "user.locked", row.id, failures=row.failures, seconds=seconds)


def _sign_out(session: Session, row: UserRow) -> None:
    session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
