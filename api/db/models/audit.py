"""The audit: what was done, by whom, in a chain of hashes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.access import DIGEST_LENGTH
from api.db.models.base import ID_LENGTH, Base, Moment, Serial


class AuditRow(Base):
    """One deed. ``details`` holds counts and ids of ours, never anything of an applicant, so that it can stay for ever.

    ``hash`` covers every other field and the hash before it: a row changed, left out or put in breaks the chain.
    """

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("clinic_id", "number"),)

    key: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(ID_LENGTH))
    action: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    hash: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
