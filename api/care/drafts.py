"""Lists that were handed in and are not kept yet: they hold people, too."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.care.pseudonym import Pseudonym
from api.db.models import DraftRow
from api.store.drafts import Draft
from matcher.tables import TableError


def drafts_about(session: Session, clinic: str, person: Pseudonym) -> Iterator[tuple[DraftRow, dict[int, list[str]]]]:
    """The clinic's drafts that speak of a person, each with the cells of the rows that do, by the row's number.

    A file that is no table is looked through as it is, and counts as row 0.
    """
    for draft in session.scalars(select(DraftRow).where(DraftRow.clinic_id == clinic).order_by(DraftRow.id)):
        if found := _rows(draft, person):
            yield draft, found


def _rows(draft: DraftRow, person: Pseudonym) -> dict[int, list[str]]:
    try:
        grid = Draft(draft).grid
    except TableError:
        text = draft.list_bytes.decode("utf-8", "replace")
        return {0: [person.who]} if person.is_in(text) else {}
    return {row.number: list(row.cells) for row in grid.rows if any(map(person.is_in, row.cells))}
