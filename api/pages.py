"""Long lists in pages: each page ends with a cursor to the next."""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel, Field
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.db.ids import ID_PATTERN
from api.problems import ProblemError, problem
from api.queries import Query
from matcher.intake import Frozen

Row = TypeVar("Row")
Item = TypeVar("Item", bound=BaseModel)

_NUMBER = re.compile(r"-?\d{1,10}")

MOST_ITEMS = 200
"""Entries of a page at the most."""


class PageQuery(Query):
    """Which page of a list."""

    limit: int = Field(default=50, ge=1, le=MOST_ITEMS, description="Entries on the page at the most.")
    cursor: str | None = Field(
        default=None, max_length=200, description="The `next` of the page before; without it, the first page."
    )


class Page(Frozen, Generic[Item]):
    """Some of a list, the newest first."""

    items: tuple[Item, ...]
    next: str | None = Field(default=None, description="The cursor of the next page; null on the last.")


def page_of(
    session: Session, statement: Select[Row], key: InstrumentedAttribute[str], query: PageQuery
) -> tuple[Sequence[Row], str | None]:
    """The rows of a page, the newest id first, and the cursor of the next.

    Raises:
        ProblemError: 400 if the cursor is none of ours.
    """
    if query.cursor is not None:
        statement = statement.where(key < _id_in(query.cursor))
    rows = session.scalars(statement.order_by(key.desc()).limit(query.limit + 1)).all()
    kept = rows[: query.limit]
    more = len(rows) > len(kept)
    return kept, _cursor(getattr(kept[-1], key.key)) if more else None


def numbered_page_of(
    session: Session, statement: Select[Row], key: InstrumentedAttribute[int], query: PageQuery
) -> tuple[Sequence[Row], str | None]:
    """The same of rows that are numbered from 1, the highest number first.

    Raises:
        ProblemError: 400 if the cursor is none of ours.
    """
    if query.cursor is not None:
        statement = statement.where(key < numbers_in(query.cursor, 1)[0])
    rows = session.scalars(statement.order_by(key.desc()).limit(query.limit + 1)).all()
    kept = rows[: query.limit]
    more = len(rows) > len(kept)
    return kept, cursor_of(getattr(kept[-1], key.key)) if more else None


def cursor_of(*numbers: int) -> str:
    """A cursor that holds numbers: a revision, a position."""
    return _cursor(":".join(map(str, numbers)))


def numbers_in(cursor: str, count: int) -> tuple[int, ...]:
    """The numbers of a cursor.

    Raises:
        ProblemError: 400 if the cursor is none of ours.
    """
    parts = _text_in(cursor).split(":")
    if len(parts) != count or not all(_NUMBER.fullmatch(part) for part in parts):
        raise _refusal()
    return tuple(map(int, parts))


def _cursor(last: str) -> str:
    return base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")


def _id_in(cursor: str) -> str:
    found = _text_in(cursor)
    if not ID_PATTERN.fullmatch(found):
        raise _refusal()
    return found


def _text_in(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return ""


def _refusal() -> ProblemError:
    return problem(400, "bad_cursor", "this is no cursor of ours: begin with the first page", parameter="cursor")
