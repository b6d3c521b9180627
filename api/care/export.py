"""All that is kept about one person, to be handed to them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.care.drafts import drafts_about
from api.care.places import NAMES_ONLY, intakes_of, look, of_clinic, of_intake, person_in
from api.care.pseudonym import Pseudonym
from api.db.models import ApplicantRow, IntakeRevisionRow, IntakeRow, now
from api.store import intakes
from matcher.intake import NAMING_OTHERS, Frozen


class KeptEntry(Frozen):
    """The person's own entry in a list."""

    intake: str
    name: str = Field(description="What people call the list.")
    since: int = Field(description="The first revision of the list in which it holds.")
    until: int | None = Field(description="The first in which it holds no longer; null where it still does.")
    display_name: str | None
    data: dict[str, Any]


class KeptMention(Frozen):
    """Something else that speaks of the person: another's entry, a tie, a seat, a sentence, an answer."""

    kept_in: str = Field(description="The table.")
    row: dict[str, str | int] = Field(description="Which row of it.")
    field: str
    pointer: str = Field(description="Where in the field, as a JSON pointer.")
    value: Any = Field(description="The smallest part that speaks of the person.")


class PersonAccount(Frozen):
    """All that is kept about a person. Sentences and lists of members may name others by their pseudonyms."""

    id: str
    made_at: datetime
    entries: tuple[KeptEntry, ...]
    mentions: tuple[KeptMention, ...]


def account_of(session: Session, clinic: str, who: str, intake: str | None = None) -> PersonAccount:
    """Gather what the clinic keeps about a person, in all of its lists or in one.

    Raises:
        ProblemError: 404 if the clinic has no such list.
    """
    ids = intakes_of(session, clinic) if intake is None else [intakes.find(session, clinic, intake).id]
    person = person_in(session, ids, who)
    own = select(ApplicantRow, IntakeRow.name).join(IntakeRow, IntakeRow.id == ApplicantRow.intake_id)
    own = own.where(ApplicantRow.id == who, ApplicantRow.intake_id.in_(ids)).order_by(ApplicantRow.key)
    entries = tuple(
        KeptEntry(
            intake=row.intake_id,
            name=name,
            since=row.since,
            until=row.until,
            display_name=row.display_name,
            data=row.data,
        )
        for row, name in session.execute(own)
    )
    mentions = [
        *_mentions(session, clinic, ids, person),
        *(_in_drafts(session, clinic, person) if intake is None else ()),
    ]
    return PersonAccount(id=who, made_at=now(), entries=entries, mentions=tuple(mentions))


def _mentions(session: Session, clinic: str, ids: list[str], person: Pseudonym) -> Iterator[KeptMention]:
    for intake_id in ids:
        yield from _of_others(session, intake_id, person.who)
    for place in (*(place for intake_id in ids for place in of_intake(intake_id)), *of_clinic(clinic)):
        for found in look(session, place, person):
            for pointer, value in person.mentions(found.value, only_names=found.column in NAMES_ONLY):
                yield KeptMention(
                    kept_in=found.table.name, row=found.row, field=found.column, pointer=pointer, value=value
                )


def _in_drafts(session: Session, clinic: str, person: Pseudonym) -> Iterator[KeptMention]:
    for draft, rows in drafts_about(session, clinic, person):
        for number, cells in rows.items():
            yield KeptMention(
                kept_in="drafts", row={"id": draft.id}, field="list_bytes", pointer=f"/{number}", value=cells
            )


def _of_others(session: Session, intake_id: str, who: str) -> Iterator[KeptMention]:
    listed = select(ApplicantRow).where(ApplicantRow.intake_id == intake_id, ApplicantRow.id != who)
    for other in session.scalars(listed.order_by(ApplicantRow.key)):
        for field in NAMING_OTHERS:
            if who in other.data.get(field, ()):
                row: dict[str, str | int] = {"intake": intake_id, "id": other.id, "since": other.since}
                yield KeptMention(kept_in="applicants", row=row, field="data", pointer=f"/{field}", value=who)
    revisions = select(IntakeRevisionRow).where(IntakeRevisionRow.intake_id == intake_id)
    for revision in session.scalars(revisions.order_by(IntakeRevisionRow.revision)):
        for number, tie in enumerate(revision.ties):
            if who in (tie["a"], tie["b"]):
                row = {"intake": intake_id, "revision": revision.revision}
                yield KeptMention(kept_in="intake_revisions", row=row, field="ties", pointer=f"/{number}", value=tie)
