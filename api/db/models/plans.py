"""Plans and their revisions, which are never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, PackedJson, now


class PlanRow(Base):
    """A plan over all its revisions; revision 0 stands for a plan whose first job has not answered yet."""

    __tablename__ = "plans"
    __table_args__ = (Index(None, "clinic_id", "id"), Index(None, "intake_id", "id"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int] = mapped_column(default=0)
    published_revision: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PlanRevisionRow(Base):
    """One state of a plan: who sits where, what is pinned, its figures, and where it came from.

    ``seating`` is a plan's JSON, ``pins`` maps applicants to groups, ``kept_off`` to lists of groups, ``told`` to the
    groups that were published when the revision was made; ``result`` is the library's whole answer under all of these.
    ``origin`` is job, moves, revision, import, undo, redo or back; ``parent`` is the revision it was made from, or of
    an undo or redo the revision that it equals. ``reason`` is what somebody said why; it may speak of people.
    """

    __tablename__ = "plan_revisions"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    intake_revision: Mapped[int]
    seating: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    pins: Mapped[dict[str, str]] = mapped_column(PackedJson)
    kept_off: Mapped[dict[str, list[str]]] = mapped_column(PackedJson)
    told: Mapped[dict[str, str]] = mapped_column(PackedJson)
    result: Mapped[dict[str, Any]] = mapped_column(PackedJson, deferred=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(20))
    parent: Mapped[int | None] = mapped_column(default=None)
    job_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), unique=True, default=None)
    moves: Mapped[list[Any]] = mapped_column(PackedJson)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str | None] = mapped_column(JSON(none_as_null=True), default=None)
