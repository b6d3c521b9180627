"""Clinics: the tenants of the service."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import ID_LENGTH, Base, Moment, now

HOME_CLINIC = "home"
"""The clinic of a service that has only one."""


class ClinicRow(Base):
    """A clinic; nothing of one is ever seen by another."""

    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    retention_days: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
