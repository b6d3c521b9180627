"""Regular chores, so that of many processes one does them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base, Moment


class ChoreRow(Base):
    """When a chore was last begun: whoever moves this on does it."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
