"""Intakes with their revisions.

An applicant's row holds from one revision of the intake until another: a change adds a row for the person it is about
and no other, and every earlier revision can still be read.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, PackedJson, Serial, now

PSEUDONYM_LENGTH = 100
"""Characters of a caller's id at the most."""


class IntakeRow(Base):
    """A list of applicants, the groups on offer and the policy, over all revisions.

    ``erasures`` counts the people erased from it, in every revision: what a process remembers of it ends there.
    """

    __tablename__ = "intakes"
    __table_args__ = (Index(None, "clinic_id", "id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int] = mapped_column(default=1)
    erasures: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)


class IntakeRevisionRow(Base):
    """What one revision says beside applicants and groups."""

    __tablename__ = "intake_revisions"

    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    sizes: Mapped[dict[str, Any]] = mapped_column(JSON)
    ties: Mapped[list[Any]] = mapped_column(PackedJson)
    vocabulary: Mapped[dict[str, Any] | None] = mapped_column(PackedJson, default=None)
    as_of: Mapped[date | None] = mapped_column(default=None)
    applicants: Mapped[int]
    groups: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))


class _Entry:
    """A row that holds from revision ``since`` on and, once replaced, before revision ``until``."""

    key: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(String(PSEUDONYM_LENGTH))
    since: Mapped[int]
    until: Mapped[int | None] = mapped_column(default=None)
    position: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class ApplicantRow(_Entry, Base):
    """One person of a list; ``data`` has everything but the name."""

    __tablename__ = "applicants"
    __table_args__ = (Index(None, "intake_id", "id"), Index(None, "intake_id", "until", "position"))

    display_name: Mapped[str | None] = mapped_column(String(200), default=None)


class GroupRow(_Entry, Base):
    """One group on offer."""

    __tablename__ = "group_offers"
    __table_args__ = (Index(None, "intake_id", "id"), Index(None, "intake_id", "until", "position"))
