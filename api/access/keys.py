"""Keys of programs."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.scopes import KEY_DAYS, Scope
from api.access.secrets import digest, new_key
from api.audit.chain import record
from api.db.ids import new_id
from api.db.models import KeyRow, now
from api.store import owned


def create(
    session: Session, clinic: str, actor: str, name: str, scopes: Collection[Scope], days: int = KEY_DAYS
) -> tuple[KeyRow, str]:
    """A new key and its secret, which nobody can read again."""
    secret = new_key()
    row = KeyRow(
        id=new_id("key"),
        clinic_id=clinic,
        name=name,
        digest=digest(secret),
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_by=actor,
        expires_at=now() + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    record(session, clinic, actor, "key.created", row.id, scopes=" ".join(row.scopes), days=days)
    return row, secret


def find(session: Session, clinic: str, key_id: str) -> KeyRow:
    """The clinic's key.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    return owned.find(session, KeyRow, "key", clinic, key_id)


def find_by_secret(session: Session, secret: str) -> KeyRow | None:
    """The key with this secret, if it may be used."""
    row = session.scalar(select(KeyRow).where(KeyRow.digest == digest(secret)))
    return row if row is not None and is_live(row, now()) else None


def is_live(row: KeyRow, moment: datetime) -> bool:
    """Whether the key may be used at this moment."""
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > moment)


def revoke(session: Session, row: KeyRow, actor: str) -> None:
    """End a key now; its row stays, for those who read the audit."""
    if row.revoked_at is None:
        row.revoked_at = now()
        record(session, row.clinic_id, actor, "key.revoked", row.id)
