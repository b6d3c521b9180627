"""Adding to the audit. Each entry's hash covers the entry and the hash before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import AuditRow, ClinicRow, now

BEGINNING = "0" * 64
"""The hash before the first entry."""

Detail = str | int | float | bool | None


def record(
    session: Session, clinic: str, actor: str, action: str, object_id: str | None = None, **details: Detail
) -> None:
    """Add what was done to the clinic's audit, in the transaction that does it.

    ``details`` are counts and ids of ours: nothing of an applicant, not even a pseudonym, so that entries can stay when
    a person is erased.
    """
    # Entries of one clinic are made one after the other, or two would follow the same one. Rows that name the clinic
    # may be added meanwhile: whoever has added one before would wait for this transaction, and this for theirs.
    session.execute(select(ClinicRow.id).where(ClinicRow.id == clinic).with_for_update(key_share=True))
    statement = select(AuditRow).where(AuditRow.clinic_id == clinic).order_by(AuditRow.number.desc()).limit(1)
    last = session.scalar(statement)
    number = 1 if last is None else last.number + 1
    previous = BEGINNING if last is None else last.hash
    entry = AuditRow(
        clinic_id=clinic,
        number=number,
        at=now(),
        actor=actor,
        action=action,
        object_id=object_id,
        details=dict(details),
        previous=previous,
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.flush()


def hash_of(entry: AuditRow) -> str:
    """The SHA-256 of an entry's fields and the hash before it, as canonical JSON."""
    fields: Mapping[str, object] = {
        "clinic": entry.clinic_id,
        "number": entry.number,
        "at": _written(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "object": entry.object_id,
        "details": entry.details,
        "previous": entry.previous,
    }
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
