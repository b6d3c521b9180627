"""What administrators cannot do: give more than they have, and leave a clinic without one of them."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import keys
from api.access.principal import Principal
from api.access.scopes import ROLES, Scope
from api.db.models import ClinicRow, KeyRow, UserRow, now
from api.problems import problem


def refuse_more(who: Principal, scopes: Collection[Scope]) -> None:
    """Refuse to hand out, or to decide over, what the administrator themselves may not do.

    Otherwise whoever keeps the keys could read the audit of it, by a key or a user made for that.

    Raises:
        ProblemError: 403.
    """
    if more := frozenset(scopes) - who.scopes:
        names = ", ".join(scope for scope in Scope if scope in more)
        detail = f"this goes beyond what you may do yourself ({names}): it is done on the command line"
        raise problem(403, "beyond_own_scopes", detail)


def hold(session: Session, clinic: str) -> None:
    """Let changes of a clinic's keys, users and sessions happen one after the other.

    Whatever changes such a row holds the clinic first, as the audit does at the end: two that took the two in another
    order would wait for each other.
    """
    session.execute(select(ClinicRow.id).where(ClinicRow.id == clinic).with_for_update())


def require_one_left(session: Session, clinic: str) -> None:
    """Refuse what has left the clinic without anybody who administers it; the transaction is rolled back with that.

    The clinic has to be held (see ``hold``).

    Raises:
        ProblemError: 409.
    """
    session.flush()
    if not has_one(session, clinic):
        detail = (
            "nobody would be left to administer the clinic: first make a coordinator, or a key with the scope admin"
        )
        raise problem(409, "last_administrator", detail)


def has_one(session: Session, clinic: str) -> bool:
    """Whether an enabled user or a living key administers the clinic."""
    return any(True for _ in _administrators(session, clinic))


def _administrators(session: Session, clinic: str) -> Iterable[UserRow | KeyRow]:
    roles = [name for name, scopes in ROLES.items() if Scope.ADMIN in scopes]
    enabled = select(UserRow).where(UserRow.clinic_id == clinic, UserRow.role.in_(roles), UserRow.disabled_at.is_(None))
    yield from session.scalars(enabled)
    kept = select(KeyRow).where(KeyRow.clinic_id == clinic, KeyRow.revoked_at.is_(None))
    yield from (row for row in session.scalars(kept) if keys.is_live(row, now()) and Scope.ADMIN in row.scopes)
