"""Days and moments as fields: texts in the form of ISO 8601, and no numbers that would count seconds since 1970."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("not a day: write it as 2025-01-31")


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("not a moment: write it as 2025-01-31T16:00:00Z")


Day = Annotated[date, BeforeValidator(_day)]
"""A day: ``"2025-01-31"`` in JSON."""

Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A moment with its zone: ``"2025-01-31T16:00:00Z"`` in JSON."""
