"""One cell's text to one field's value. Every reader takes text that is not blank."""

import re
from collections.abc import Callable
from datetime import date, datetime

from matcher.ages import HOW_TO_WRITE, Age, parse_age
from matcher.times import Interval, parse_interval, parse_intervals


class CellError(ValueError):
    """A cell that cannot be read: what kind of problem, and what to do. Never the cell's own text."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


Reader = Callable[[str], object]

_DATE_HOW = "write it as 2026-03-31"
_YEARS = (1900, 2100)
_AGE_WORDS = re.compile(r"\s*(?:years?|yrs?|y\.?\s?o\.?)(?:\s+old)?$", re.IGNORECASE)
_BIRTH_YEAR = re.compile(r"(?:19|20)\d{2}")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME_OF_DAY = re.compile(r"[T ]+\d{1,2}:\d{2}.*", re.DOTALL)
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "false", "f", "0", "☐"})
_ANY_TIME = frozenset({"any", "any time", "anytime", "always", "flexible"})
_NEXT_TIME = re.compile(r",\s*(?=[A-Za-z])")
_REASON_ENDS = re.compile(r"[|;\n\r]")
_LIST_ENDS = re.compile(r"[|;,\n\r]")


def read_text(text: str) -> str:
    """Text as it stands."""
    return text


def read_reasons(text: str) -> tuple[str, ...]:
    """Reasons split by ``|``, ``;`` or a new line; a comma belongs to the reason."""
    return _parts(_REASON_ENDS, text)


def read_list(text: str) -> tuple[str, ...]:
    """Ids or words split by ``|``, ``;``, ``,`` or a new line."""
    return _parts(_LIST_ENDS, text)


def read_age(text: str) -> Age | int:
    """An age or a band; a year with four digits is a birth year.

    Raises:
        CellError: If it is none of these, or not possible.
    """
    if _BIRTH_YEAR.fullmatch(text):
        return int(text)
    if _ISO_DATE.fullmatch(text):
        message = (
            "a date is no age: write a number, a band or the year of birth (a spreadsheet makes a date of a band "
            "such as 10-12 unless the column's format is text)"
        )
        raise CellError("invalid_age", message)
    try:
        return parse_age(_AGE_WORDS.sub("", text))
    except ValueError as error:
        raise CellError("invalid_age", f"{error}; or write the year of birth with four digits") from error


def read_band(text: str) -> Age:
    """An age band, or an age.

    Raises:
        CellError: If it is neither, or not possible.
    """
    age = read_age(text)
    if isinstance(age, Age):
        return age
    raise CellError("invalid_age", f"a year of birth is no age band: {HOW_TO_WRITE}")


def read_whole(text: str) -> int:
    """A whole number.

    Raises:
        CellError: If it is none.
    """
    if re.fullmatch(r"[+-]?\d{1,9}(?:\.0+)?", text):
        return int(text.partition(".")[0])
    raise CellError("invalid_number", "not a whole number: write digits only")


def read_yes_no(text: str) -> bool:
    """Yes or no.

    Raises:
        CellError: If it is neither.
    """
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellError("invalid_yes_no", "neither yes nor no: write one of the two, or leave the cell blank")


def read_date(text: str) -> date:
    """A day: 2026-03-31, 31.3.2026, or with slashes where day and month cannot be mistaken; a time of day is let go.

    Raises:
        CellError: If it is none, or could be two.
    """
    day = _TIME_OF_DAY.sub("", text)
    if iso := _ISO_DATE.fullmatch(day):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if dotted := _DOTTED_DATE.fullmatch(day):
        return _date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    if slashed := _SLASHED_DATE.fullmatch(day):
        first, second, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
        if first > 12:
            first, second = second, first
        elif second <= 12 and first != second:
            message = f"day and month cannot be told apart: {_DATE_HOW}, year first"
            raise CellError("ambiguous_date", message)
        return _date(year, first, second)
    try:
        return datetime.strptime(day, "%d %b %Y").replace(tzinfo=None).date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise CellError("invalid_date", f"not a date: {_DATE_HOW}") from error


def read_times(text: str) -> tuple[Interval, ...]:
    """Weekly times split by ``;``, ``|``, a new line, or a comma before the next weekday; "any" is no limit.

    Raises:
        CellError: If one of them cannot be read.
    """
    if text.casefold() in _ANY_TIME:
        return ()
    try:
        return parse_intervals(list(_parts(_REASON_ENDS, _NEXT_TIME.sub(";", text))))
    except ValueError as error:
        raise CellError("invalid_time", f"{error}; put ; between several") from error


def read_time(text: str) -> Interval:
    """One weekly time.

    Raises:
        CellError: If it cannot be read.
    """
    try:
        return parse_interval(text)
    except ValueError as error:
        raise CellError("invalid_time", str(error)) from error


def read_ties(text: str) -> tuple[tuple[str, str], ...]:
    """Ties as pairs of kind and the other's id, from ``conflict:a7; support:a3``.

    Raises:
        CellError: If one of them has another form.
    """
    ties = []
    for part in _parts(_LIST_ENDS, text):
        kind, colon, other = part.partition(":")
        if not colon or not kind.strip() or not other.strip():
            raise CellError(
                "invalid_tie", "not a tie: write the kind and the other person's id, such as conflict:a7; support:a3"
            )
        ties.append(("-".join(kind.casefold().replace("_", " ").replace("-", " ").split()), other.strip()))
    return tuple(ties)


def read_lower(text: str) -> str:
    """A word of a fixed set, in small letters."""
    return text.casefold()


def _parts(ends: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in ends.split(text) if part.strip()))


def _date(year: int, month: int, day: int) -> date:
    try:
        if _YEARS[0] <= year <= _YEARS[1]:
            return date(year, month, day)
    except ValueError:
        pass
    raise CellError("invalid_date", f"there is no such day: {_DATE_HOW}")
