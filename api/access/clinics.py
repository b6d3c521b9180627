"""Clinics: nothing of one is ever seen by another."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.chain import record
from api.db.models import ClinicRow

CLINIC_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
"""What a clinic is called where its people sign in: chosen by the operator, short, no secret."""


def create(session: Session, actor: str, clinic: str, name: str) -> ClinicRow:
    """A new clinic.

    Raises:
        ValueError: If the id cannot be one, or is taken.
    """
    if not CLINIC_ID.fullmatch(clinic):
        raise ValueError("a clinic's id is 2 to 40 small letters, digits and hyphens: north, city-clinic")
    if session.get(ClinicRow, clinic) is not None:
        raise ValueError("there is a clinic with this id: take another")
    row = ClinicRow(id=clinic, name=name)
    session.add(row)
    session.flush()
    record(session, clinic, actor, "clinic.created", clinic)
    return row


def every(session: Session) -> Sequence[ClinicRow]:
    """All clinics, by id."""
    return session.scalars(select(ClinicRow).order_by(ClinicRow.id)).all()
