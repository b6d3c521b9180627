"""A day is written as a text; a number would be read as seconds since 1970."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from matcher.days import Day, Moment

DAY: TypeAdapter[date] = TypeAdapter(Day)
MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)

NUMBERS = (0, 86_400, 1_738_281_600, 86_400.0, True, "0", "1738281600", b"2025-01-31")
"""Not of the form asked for, though pydantic by itself reads most of them as seconds since 1970."""


@pytest.mark.parametrize("given", ["2025-01-31", date(2025, 1, 31)])
def test_a_day_is_a_text_or_a_date(given: object) -> None:
    assert DAY.validate_python(given) == date(2025, 1, 31)


@pytest.mark.parametrize("given", ["2025-01-31T16:00:00Z", datetime(2025, 1, 31, 16, tzinfo=UTC)])
def test_a_moment_is_a_text_or_a_datetime(given: object) -> None:
    assert MOMENT.validate_python(given) == datetime(2025, 1, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("number", [*NUMBERS, "2025-02-30", "31.01.2025"], ids=repr)
def test_a_number_is_no_day(number: object) -> None:
    with pytest.raises(ValidationError, match="not a day: write it as 2025-01-31"):
        DAY.validate_python(number)


@pytest.mark.parametrize("number", [*NUMBERS, "2025-01-31"], ids=repr)
def test_a_number_is_no_moment(number: object) -> None:
    with pytest.raises(ValidationError, match="not a moment: write it as 2025-01-31T16:00:00Z"):
        MOMENT.validate_python(number)


@pytest.mark.parametrize("number", ["0", "86400", "86400.0"])
def test_nor_is_one_in_json(number: str) -> None:
    with pytest.raises(ValidationError, match="not a day"):
        DAY.validate_json(number)
    with pytest.raises(ValidationError, match="not a moment"):
        MOMENT.validate_json(number)
