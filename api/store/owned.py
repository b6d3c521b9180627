"""Finding what a clinic has: the one place that tells clinics apart."""

from functools import cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from api.db.models import DraftRow, IntakeRow, JobRow, KeyRow, PlanRow, UserRow, WebhookRow
from api.problems import missing

Row = TypeVar("Row", IntakeRow, PlanRow, JobRow, KeyRow, UserRow, WebhookRow, DraftRow)


def find(session: Session, kind: type[Row], what: str, clinic: str, object_id: str, *, hold: bool = False) -> Row:
    """The clinic's row with this id; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404, which says ``what`` there is none of, if the clinic has none with this id.
    """
    statement = _of_a_clinic(kind)
    if hold:
        # What this transaction has read before may have changed while it waited.
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row: Row | None = session.scalar(statement, {"object": object_id, "clinic": clinic})
    if row is None:
        raise missing(what)
    return row


@cache
def _of_a_clinic(kind: type[Row]) -> Select[Row]:
    """The statement, put together once: that takes as long as asking it."""
    return select(kind).where(kind.id == bindparam("object"), kind.clinic_id == bindparam("clinic"))
