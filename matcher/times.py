"""Weekly times: when a group meets, when an applicant can come."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MOST_INTERVALS = 200
"""Weekly times one person may give."""

MOST_REMEMBERED = 5_000
"""Different weekly times whose texts are not read again."""

HOW_TO_WRITE = "write a weekday and two times, such as Mon 16:00-18:00"

_INTERVAL = re.compile(
    r"(?P<day>[A-Za-z]{2,9})\.?,?\s+(?P<start>\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?)\s*(?:-|–|—|to)\s*"
    r"(?P<end>\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A weekly time: ``weekday`` 0 (Monday) to 6, ``start`` and ``end`` in minutes after midnight, start < end."""

    weekday: int
    start: int
    end: int

    def __str__(self) -> str:
        return _text(self)


def parse_interval(raw: object) -> Interval:
    """Read one weekly time such as ``Mon 16:00-18:00``, ``Wed 9-12`` or ``Fri 4-6pm``; 0:00 as an end is midnight.

    Raises:
        ValueError: If the text has another form, names no weekday, or ends before it starts.
    """
    if isinstance(raw, Interval):
        return raw
    if not isinstance(raw, str):
        raise ValueError(f"not a weekly time: {HOW_TO_WRITE}")
    return _read(" ".join(raw.split()))


@lru_cache(maxsize=MOST_REMEMBERED)
def _read(text: str) -> Interval:
    """A weekly time from its text. A list has few different ones, each of them many times."""
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a weekly time: {HOW_TO_WRITE}")
    days = [i for i, name in enumerate(_DAY_NAMES) if name.startswith(match["day"].lower())]
    if len(days) != 1:
        raise ValueError(f"not a weekday: {HOW_TO_WRITE}")
    end = _minutes(match["end"]) or MINUTES_PER_DAY
    start = _start(match["start"], end, halved=match["end"][-1] in "mM")
    if not 0 <= start < end <= MINUTES_PER_DAY:
        raise ValueError(f"the time must end after it starts, within one day: {HOW_TO_WRITE}")
    return Interval(days[0], start, end)


def parse_intervals(raw: object) -> tuple[Interval, ...]:
    """Read weekly times separated by ``;`` or ``|``, sorted; nothing at all means any time.

    Raises:
        ValueError: If one of them cannot be read.
    """
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[;|\n]", raw) if part.strip()]
    if not isinstance(raw, Iterable) or isinstance(raw, Mapping):
        raise ValueError(f"not a list of weekly times: {HOW_TO_WRITE}")
    parts = list(raw)
    if len(parts) > MOST_INTERVALS:
        raise ValueError(f"more than {MOST_INTERVALS} weekly times: join those that touch")
    return tuple(sorted({parse_interval(part) for part in parts}, key=_minute_of_the_week))


def _minute_of_the_week(interval: Interval) -> tuple[int, int]:
    return interval.weekday * MINUTES_PER_DAY + interval.start, interval.end


def covers(available: Iterable[Interval], session: Interval, shift: int = 0) -> bool:
    """Whether ``session`` lies inside the union of ``available``.

    Args:
        available: Weekly times; times that touch count as one.
        session: The weekly time asked about.
        shift: Minutes to add to the session's clock to reach the clock of ``available``, where the two are in
            different time zones.
    """
    start = (session.weekday * MINUTES_PER_DAY + session.start + shift) % MINUTES_PER_WEEK
    end = start + session.end - session.start
    spans = sorted((i.weekday * MINUTES_PER_DAY + i.start, i.weekday * MINUTES_PER_DAY + i.end) for i in available)
    # One of them alone is what nearly everybody comes by.
    if any(a <= start and end <= b for a, b in spans):
        return True
    spans += [(a + MINUTES_PER_WEEK, b + MINUTES_PER_WEEK) for a, b in spans]
    for a, b in spans:
        if a <= start < b:
            start = b
    return start >= end


def uncovered(available: Iterable[Interval], session: Interval, shift: int = 0) -> tuple[Interval, ...]:
    """The parts of ``session`` that lie outside ``available``, on the clock of ``available`` (see :func:`covers`)."""
    first = (session.weekday * MINUTES_PER_DAY + session.start + shift) % MINUTES_PER_WEEK
    minute, end = first, first + session.end - session.start
    spans = sorted((i.weekday * MINUTES_PER_DAY + i.start, i.weekday * MINUTES_PER_DAY + i.end) for i in available)
    spans += [(a + MINUTES_PER_WEEK, b + MINUTES_PER_WEEK) for a, b in spans]
    parts: list[tuple[int, int]] = []
    for a, b in (*spans, (end, end)):
        if minute < min(a, end):
            parts.append((minute, min(a, end)))
        minute = max(minute, b)
    return tuple(piece for part in parts for piece in _days_of(*part))


def _days_of(start: int, end: int) -> list[Interval]:
    """A time in minutes of the week, cut at midnight."""
    pieces = []
    while start < end:
        midnight = (start // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
        stop = min(end, midnight)
        day = start // MINUTES_PER_DAY
        pieces.append(Interval(day % len(WEEKDAYS), start - day * MINUTES_PER_DAY, stop - day * MINUTES_PER_DAY))
        start = stop
    return pieces


def zone_shift(frm: str | None, to: str | None, on: date) -> int:
    """Minutes from a clock in zone ``frm`` to one in zone ``to``, at noon of day ``on``; 0 if either is unknown."""
    if frm is None or to is None or frm == to:
        return 0
    noon = datetime.combine(on, time(12))
    offsets = [noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() for zone in (frm, to)]
    minutes = [0 if offset is None else int(offset.total_seconds() // 60) for offset in offsets]
    return minutes[1] - minutes[0]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone: write an IANA name such as Europe/Berlin")
    return name


def _start(text: str, end: int, *, halved: bool) -> int:
    """Minutes of a start; where only the end says am or pm, the last such time before the end: "4-6pm", "10-2pm"."""
    start = _minutes(text)
    if not halved or text[-1] in "mM" or not 60 <= start < 13 * 60:
        return start
    return max((s for s in (start % 720, start % 720 + 720) if s < end), default=start)


def _minutes(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a time of day: {HOW_TO_WRITE}")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if (half and not 1 <= hour <= 12) or hour > 24 or minute > 59:
        raise ValueError(f"not a time of day: {HOW_TO_WRITE}")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute


@lru_cache(maxsize=MOST_REMEMBERED)
def _text(interval: Interval) -> str:
    return f"{WEEKDAYS[interval.weekday]} {_clock(interval.start)}-{_clock(interval.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


_INTERVAL_SCHEMA = {
    "type": "string",
    "pattern": r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{2}:\d{2}-\d{2}:\d{2}$",
    "examples": ["Mon 16:00-17:30"],
}

IntervalField = Annotated[
    Interval, BeforeValidator(parse_interval), PlainSerializer(str, return_type=str), WithJsonSchema(_INTERVAL_SCHEMA)
]
"""A weekly time as a field: ``"Mon 16:00-17:30"`` in JSON."""

IntervalsField = Annotated[
    tuple[Interval, ...],
    BeforeValidator(parse_intervals),
    PlainSerializer(lambda intervals: [str(i) for i in intervals], return_type=list[str]),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": _INTERVAL_SCHEMA, "maxItems": MOST_INTERVALS},
                {"type": "string", "examples": ["Mon 16:00-17:30; Wed 9-12"]},
            ]
        }
    ),
]
"""Weekly times as a field: a list of such texts in JSON."""

TimeZone = Annotated[str, AfterValidator(_zone)]
"""An IANA time zone name."""
