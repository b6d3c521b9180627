"""What all tables have in common: names of constraints, moments in UTC, and JSON packed small."""

import json
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, MetaData, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have the same names in every database, so that a migration can name them."""

Serial = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself in columns of type INTEGER only."""

ID_LENGTH = 40
"""Characters that an id of ours has at the most."""


class Base(DeclarativeBase):
    """The tables of the service."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Say that it is UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class PackedJson(TypeDecorator[Any]):
    """JSON of a size that is worth packing: plans, results, lists of ties."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Pack."""
        if value is None:
            return None
        return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 3)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Unpack."""
        return None if value is None else json.loads(unpacked(value))


def unpacked(value: bytes) -> str:
    """The text of packed JSON, for whoever passes it on unread."""
    return zlib.decompress(value).decode()


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
