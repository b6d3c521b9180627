"""Who may use the service: keys, users and their sessions. Secrets are kept as digests alone."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, now

DIGEST_LENGTH = 64
"""Hexadecimal digits of a SHA-256."""


class KeyRow(Base):
    """A key of a program. Its secret is random enough that a plain digest cannot be guessed."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "clinic_id", "id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    expires_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    used_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class UserRow(Base):
    """A person who signs in, with one role in one clinic.

    Logins are told apart within a clinic alone: another clinic's cannot be found out by trying them.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index(None, "clinic_id", "id"),
        UniqueConstraint("clinic_id", "login"),
        UniqueConstraint("clinic_id", "subject"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    login: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(300), default=None)
    subject: Mapped[str | None] = mapped_column(String(300), default=None)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment, default=None)


class SessionRow(Base):
    """A signed-in browser."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id"), Index(None, "expires_at"))

    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
