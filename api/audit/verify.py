"""Walking the chain of an audit: is every entry there, as it was written, and after the one it was written after?"""

import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.chain import BEGINNING, hash_of
from api.db.models import AuditRow, ClinicRow

Break = Literal["changed", "missing", "put_in", "cut_off", "another"]
"""What is wrong with a chain at its first broken entry (see ``TOLD``)."""

TOLD: dict[Break, str] = {
    "changed": "it is not as it was written: a field of it, or its hash, was changed afterwards",
    "missing": "it is missing: there is a later entry, but not this one",
    "put_in": "it does not follow the entry before it: one of the two was put in or replaced afterwards",
    "cut_off": "it is missing: a head that was kept elsewhere names it, and the audit ends before it",
    "another": "it is another entry than the head that was kept elsewhere names: the audit was written anew",
}
"""In words, after "entry 17: "."""

ROWS_AT_ONCE = 1000
"""Entries held in memory while walking."""

_HEAD = re.compile(r"(?P<clinic>[^:\s]{1,40}):(?P<number>[1-9]\d{0,9}):(?P<hash>[0-9a-f]{64})")


class UnreadableHeadError(ValueError):
    """A text that is no head of an audit."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a clinic's audit. Kept elsewhere, it shows later whether entries up to it were cut off."""

    clinic: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.clinic}:{self.number}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The head that ``str`` wrote.

        Raises:
            UnreadableHeadError: If it is none.
        """
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise UnreadableHeadError("write a head as `audit verify` printed it: clinic, number and hash with colons")
        return cls(found["clinic"], int(found["number"]), found["hash"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking one clinic's audit found: the head of what is whole, and the first broken entry if there is one."""

    clinic: str
    entries: int
    head: Head | None
    broken: int | None = None
    what: Break | None = None


def verify(session: Session, clinic: str, kept: Iterable[Head] = ()) -> Verdict:
    """Walk the chain of a clinic from its first entry to the first that is broken.

    A chain alone cannot show that its end was cut off, nor that all of it was written anew: ``kept`` are heads that
    somebody noted elsewhere, and are looked up on the way.
    """
    noted = {head.number: head.hash for head in kept if head.clinic == clinic}
    number, previous, head = 0, BEGINNING, None
    statement = select(AuditRow).where(AuditRow.clinic_id == clinic).order_by(AuditRow.number)
    with closing(session.scalars(statement.execution_options(yield_per=ROWS_AT_ONCE))) as entries:
        for entry in entries:
            number += 1
            what = _break(entry, number, previous, noted.get(number))
            if what is not None:
                return Verdict(clinic, number - 1, head, number, what)
            previous, head = entry.hash, Head(clinic, entry.number, entry.hash)
            session.expunge(entry)
    if beyond := [each for each in noted if each > number]:
        return Verdict(clinic, number, head, min(beyond), "cut_off")
    return Verdict(clinic, number, head)


def clinics(session: Session) -> list[str]:
    """The clinics there are, by id."""
    return list(session.scalars(select(ClinicRow.id).order_by(ClinicRow.id)))


def _break(entry: AuditRow, number: int, previous: str, noted: str | None) -> Break | None:
    if entry.number != number:
        return "missing" if entry.number > number else "put_in"
    if hash_of(entry) != entry.hash:
        return "changed"
    if entry.previous != previous:
        return "put_in"
    return "another" if noted is not None and noted != entry.hash else None
