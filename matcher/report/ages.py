"""The strip of ages: where each member lies on one axis that all groups of a page share."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from matcher.ages import OPEN_BAND_YEARS
from matcher.intake import Applicant, Intake

MARGIN = 4.0
"""Room left and right of the axis, in percent of the strip's width."""

APART = 3.4
"""Distance below which two dots would touch, in percent of the width; the second one moves up a row."""

ROW = 12
"""Height of one row of dots, in pixels."""

SMALLEST_DOT = 1.9
"""Radius of one person's dot on a tile, in pixels."""

MOST_TICKS = 7
STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from ``low`` to ``high`` years with its ticks."""

    low: float
    high: float
    ticks: tuple[int, ...]

    def at(self, years: float) -> float:
        """Where an age lies, in percent of the strip's width."""
        inside = min(max(years, self.low), self.high)
        return round(MARGIN + (100 - 2 * MARGIN) * (inside - self.low) / (self.high - self.low), 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """One member on the strip: a dot at ``x``, or a bar from ``x`` that is ``width`` wide, both in percent."""

    x: float
    width: float
    row: int
    seated: bool
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """All ages of a group as marks, and the same in words."""

    marks: tuple[Mark, ...]
    rows: int
    words: str

    @property
    def crowd(self) -> list[tuple[float, float]]:
        """The same on a single line: where people are, in percent, and a dot whose area says how many, in pixels."""
        places = Counter(round(mark.x + mark.width / 2, 2) for mark in self.marks)
        return [(x, round(SMALLEST_DOT * math.sqrt(people), 2)) for x, people in places.items()]


def axis_for(intake: Intake, members: Iterable[str]) -> Axis | None:
    """The axis that holds everybody placed; None where no age is known."""
    ends = [end for m in members if (span := _span(intake, intake.applicant_by_id[m])) for end in span]
    if not ends:
        return None
    low, high = math.floor(min(ends)), math.ceil(max(ends))
    step = next((s for s in STEPS if (high - low) / s <= MOST_TICKS - 1), STEPS[-1])
    low, high = low // step * step, max(-(-high // step) * step, low // step * step + step)
    return Axis(low, high, tuple(range(low, high + 1, step)))


def strip(intake: Intake, members: Sequence[str], axis: Axis) -> Strip:
    """The strip of one group."""
    people = [intake.applicant_by_id[m] for m in members]
    spans = {p.id: span for p in people if (span := _span(intake, p))}
    marks: list[Mark] = []
    row_ends: list[float] = []
    for person in sorted((p for p in people if p.id in spans), key=lambda p: (spans[p.id], p.id)):
        low, high = spans[person.id]
        x, width = axis.at(low), axis.at(high) - axis.at(low)
        row = next((r for r, end in enumerate(row_ends) if x - end >= APART), len(row_ends))
        row_ends[row : row + 1] = [x + width]
        marks.append(Mark(x, round(width, 2), row, person.seated_in is not None, _title(intake, person)))
    unknown = len(people) - len(spans)
    return Strip(tuple(marks), max(len(row_ends), 1), _words(intake, people, unknown))


def _span(intake: Intake, person: Applicant) -> tuple[float, float] | None:
    if person.age is not None:
        high = person.age.low + 2 * OPEN_BAND_YEARS if person.age.high is None else person.age.high
        return person.age.low, high
    years = intake.years(person)
    return None if years is None else (years, years)


def _title(intake: Intake, person: Applicant) -> str:
    age = str(person.age) if person.age is not None else f"{intake.years(person):g}"
    return f"{person.display_name or person.id}: {age}"


def _words(intake: Intake, people: Sequence[Applicant], unknown: int) -> str:
    missing = f"{unknown} without an age" if unknown else ""
    spans = {p.id: span for p in people if (span := _span(intake, p))}
    if not spans:
        return missing
    known = [p for p in people if p.id in spans]
    lowest = min(low for low, _ in spans.values())
    eldest = max(known, key=lambda p: (spans[p.id][1], p.age is not None and p.age.high is None))
    open_ended = eldest.age is not None and eldest.age.high is None
    highest = f"{spans[eldest.id][0]:g}+" if open_ended else f"{spans[eldest.id][1]:g}"
    ends = highest if highest.rstrip("+") == f"{lowest:g}" else f"{lowest:g} to {highest}"
    banded = any(low != high for low, high in spans.values())
    middle = f"{'about ' if banded else ''}{median(y for p in known if (y := intake.years(p)) is not None):g}"
    return ", ".join(filter(None, [ends, f"middle {middle}", missing]))
