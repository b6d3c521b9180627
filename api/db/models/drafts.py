"""Lists that were handed in on the pages and are being mended: no intake yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, PackedJson, now


class DraftRow(Base):
    """The files as they came, and what a coordinator has corrected since.

    ``mapping`` says which heading is read as which field; ``cells`` has the new text of a cell by row and heading;
    ``left_out`` the rows that were excluded knowingly. With an ``intake_id`` it is a newer state of that list.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "clinic_id", "id"), Index(None, "intake_id"), Index(None, "updated_at"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), default=None)
    name: Mapped[str] = mapped_column(String(200))
    list_name: Mapped[str] = mapped_column(String(200))
    list_bytes: Mapped[bytes] = mapped_column(LargeBinary)
    groups_name: Mapped[str | None] = mapped_column(String(200), default=None)
    groups_bytes: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    mapping: Mapped[dict[str, str]] = mapped_column(PackedJson)
    cells: Mapped[dict[str, dict[str, str]]] = mapped_column(PackedJson)
    left_out: Mapped[list[int]] = mapped_column(PackedJson)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)


class HeadingRow(Base):
    """What a clinic's heading was read as last time, so that nobody says it twice."""

    __tablename__ = "remembered_headings"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True)
    heading: Mapped[str] = mapped_column(String(200), primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime] = mapped_column(Moment, default=now)
