"""Where the database may speak of a person, and reading and rewriting it there.

Columns are found by their type, so that one that is added to a table is looked through like the others.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, Table, Text, cast, select, type_coerce, update
from sqlalchemy.orm import Session

from api.care.pseudonym import Pseudonym
from api.db.models import (
    ApplicantRow,
    Base,
    DeliveryRow,
    GroupRow,
    IdempotencyRow,
    IntakeRow,
    JobEventRow,
    JobRow,
    PlanRevisionRow,
    PlanRow,
    WebhookRow,
)
from api.db.models.base import PackedJson

ROWS_AT_ONCE = 200
"""Rows looked through at once; a plan's may be megabytes."""

NAMES_ONLY = frozenset({"pins", "kept_off", "told"})
"""Columns that map applicants to groups."""


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of a table that may speak of a person."""

    table: Table
    where: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a row that may speak of the person, parsed."""

    table: Table
    row: dict[str, Any]
    """Its primary key."""
    column: str
    value: Any


def of_intake(intake_id: str) -> tuple[Place, ...]:
    """What hangs on one list beside its own rows: its plans and its jobs."""
    plans = select(PlanRow.id).where(PlanRow.intake_id == intake_id)
    jobs = select(JobRow.id).where(JobRow.intake_id == intake_id)
    return (
        Place(_table(PlanRevisionRow), PlanRevisionRow.plan_id.in_(plans)),
        Place(_table(JobRow), JobRow.intake_id == intake_id),
        Place(_table(JobEventRow), JobEventRow.job_id.in_(jobs)),
    )


def of_clinic(clinic: str) -> tuple[Place, ...]:
    """What hangs on no list: jobs without one, and what was sent."""
    jobs = (JobRow.clinic_id == clinic, JobRow.intake_id.is_(None))
    webhooks = select(WebhookRow.id).where(WebhookRow.clinic_id == clinic)
    return (
        Place(_table(JobRow), jobs[0] & jobs[1]),
        Place(_table(JobEventRow), JobEventRow.job_id.in_(select(JobRow.id).where(*jobs))),
        Place(_table(DeliveryRow), DeliveryRow.webhook_id.in_(webhooks)),
        Place(_table(IdempotencyRow), IdempotencyRow.clinic_id == clinic),
    )


def look(session: Session, place: Place, person: Pseudonym) -> Iterator[Found]:
    """What of a place may speak of the person; only that is parsed."""
    keys = list(place.table.primary_key.columns)
    columns = [column for column in place.table.columns if _raw(column) is not None]
    read = [raw for column in columns if (raw := _raw(column)) is not None]
    statement = select(*keys, *read).where(place.where).execution_options(yield_per=ROWS_AT_ONCE)
    with closing(session.execute(statement)) as rows:
        for row in rows:
            for column, raw in zip(columns, row[len(keys) :], strict=True):
                text = _text(column, raw)
                if text is not None and person.may_be_in(text):
                    key = {each.name: value for each, value in zip(keys, row, strict=False)}
                    yield Found(place.table, key, column.name, _parsed(column, text))


def rewrite(session: Session, found: Found, value: Any) -> None:
    """Keep another value in the column."""
    column = found.table.c[found.column]
    stored = _written(value) if isinstance(column.type, LargeBinary) else value
    where = [found.table.c[name] == part for name, part in found.row.items()]
    session.execute(update(found.table).where(*where).values({found.column: stored}))


def intakes_of(session: Session, clinic: str) -> list[str]:
    """The clinic's lists, the oldest first."""
    return list(session.scalars(select(IntakeRow.id).where(IntakeRow.clinic_id == clinic).order_by(IntakeRow.id)))


def person_in(session: Session, ids: Sequence[str], who: str) -> Pseudonym:
    """A person of some lists, told apart from others and from groups whose names contain theirs."""
    longer: set[str] = set()
    for row in (ApplicantRow, GroupRow):
        named = select(row.id).where(row.intake_id.in_(ids), row.id.contains(who, autoescape=True))
        longer.update(session.scalars(named.distinct()))
    return Pseudonym(who, longer)


def _table(row: type[Base]) -> Table:
    found = row.__table__
    assert isinstance(found, Table)
    return found


def _raw(column: Column[Any]) -> ColumnElement[Any] | None:
    """The column unparsed, if it holds JSON or an answer; else None."""
    if isinstance(column.type, PackedJson | LargeBinary):
        return type_coerce(column, LargeBinary)
    return cast(column, Text) if isinstance(column.type, JSON) else None


def _text(column: Column[Any], raw: Any) -> str | None:
    if raw is None or isinstance(raw, str):
        return raw
    return (zlib.decompress(raw) if isinstance(column.type, PackedJson) else bytes(raw)).decode("utf-8", "replace")


def _parsed(column: Column[Any], text: str) -> Any:
    if not isinstance(column.type, LargeBinary):
        return json.loads(text)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _written(value: Any) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()
