"""Reading the audit: by action and time, and as JSON lines for keeping elsewhere."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.audit.verify import ROWS_AT_ONCE
from api.db.models import AuditRow
from matcher.intake import Frozen


class AuditEntry(Frozen):
    """One deed in the audit."""

    number: int = Field(description="The entry's number in its clinic, from 1 on, without gaps.")
    at: datetime
    actor: str = Field(description="Who did it: a user, a key, or a part of the service.")
    action: str = Field(description="What was done: intake.created, plan.published, person.erased ...")
    object_id: str | None = Field(description="What it was done to.")
    details: dict[str, Any] = Field(description="Counts, and ids of the service; nothing of an applicant.")
    previous: str = Field(description="The hash of the entry before; 64 zeros at the first.")
    hash: str = Field(description="The SHA-256 of the other fields and the clinic, as canonical JSON.")


def chosen(clinic: str, action: str | None = None, since: datetime | None = None) -> Select[AuditRow]:
    """The clinic's entries, all of them unless told otherwise; an action ``plan`` stands for every ``plan.…``."""
    statement = select(AuditRow).where(AuditRow.clinic_id == clinic)
    if action is not None:
        kinds = AuditRow.action.startswith(f"{action}.", autoescape=True)
        statement = statement.where((AuditRow.action == action) | kinds)
    return statement if since is None else statement.where(AuditRow.at >= since)


def entry_of(row: AuditRow) -> AuditEntry:
    """A row as it goes out."""
    return AuditEntry.model_validate(row, from_attributes=True)


def lines(session: Session, statement: Select[AuditRow]) -> Iterator[str]:
    """The entries as JSON lines, the oldest first."""
    ordered = statement.order_by(AuditRow.number).execution_options(yield_per=ROWS_AT_ONCE)
    with closing(session.scalars(ordered)) as rows:
        for row in rows:
            yield entry_of(row).model_dump_json() + "\n"
            session.expunge(row)
