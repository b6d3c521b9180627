"""The weekly grid: how many people could come when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.intake import Intake
from matcher.times import Interval

HOUR, HALF = 60, 30
"""Steps of the grid, in minutes: the longer one where every time that is given begins and ends with the hour."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A step of a day: how many can come for all of it, that as a share of the most, and the groups that meet then."""

    people: int
    shade: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A step of every day; those in which nobody can come and nothing meets are left out, which makes a gap."""

    clock: str
    cells: tuple[Cell, ...]
    after_gap: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Times down, days across."""

    days: tuple[str, ...]
    step: int
    rows: tuple[Row, ...]
    any_time: int


def week_of(intake: Intake) -> Week | None:
    """The grid over the days and hours that anybody gave or any group meets in; None where nobody gave times."""
    given = [person.availability for person in intake.applicants if person.availability]
    if not given:
        return None
    sessions = [group.session for group in intake.offers if group.session is not None]
    spans = [interval for intervals in given for interval in intervals] + sessions
    step = _step(spans)
    days = range(max(4, *(s.weekday for s in spans)) + 1)
    starts = range(step * (min(s.start for s in spans) // step), max(s.end for s in spans), step)
    counts = {start: [sum(_holds(times, day, start, step) for times in given) for day in days] for start in starts}
    most = max(max(row) for row in counts.values()) or 1
    rows: list[Row] = []
    last = starts[0] - step
    for start, row in counts.items():
        cells = tuple(
            Cell(people, -(-people * SHADES // most), _meeting(intake, day, start, step))
            for day, people in zip(days, row, strict=True)
        )
        if any(cell.people or cell.groups for cell in cells):
            rows.append(Row(f"{start // HOUR:02d}:{start % HOUR:02d}", cells, start - last > step))
            last = start
    return Week(tuple(DAYS[day] for day in days), step, tuple(rows), len(intake.applicants) - len(given))


def _step(spans: Iterable[Interval]) -> int:
    return HOUR if all(s.start % HOUR == s.end % HOUR == 0 for s in spans) else HALF


def _holds(times: Sequence[Interval], day: int, start: int, step: int) -> bool:
    return any(t.weekday == day and t.start <= start and start + step <= t.end for t in times)


def _meeting(intake: Intake, day: int, start: int, step: int) -> tuple[str, ...]:
    return tuple(
        group.name or group.id
        for group in intake.offers
        if group.session is not None
        and group.session.weekday == day
        and group.session.start < start + step
        and start < group.session.end
    )
