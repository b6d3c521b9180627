"""Answers to requests that may be sent again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.access import DIGEST_LENGTH
from api.db.models.base import Base, Moment, now

KEY_LENGTH = 255
"""Characters of an Idempotency-Key at the most."""


class IdempotencyRow(Base):
    """What a request with an Idempotency-Key was answered; the digest tells another request under the same key."""

    __tablename__ = "idempotency_records"
    __table_args__ = (Index(None, "created_at"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
