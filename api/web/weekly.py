"""The weekly grid: how many people could come when."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.intake import Intake
from matcher.times import Interval

HOUR = 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a day: how many can come for all of it, that as a share of the most, and the groups that meet then."""

    people: int
    shade: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Hours down, days across."""

    days: tuple[str, ...]
    hours: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]
    any_time: int


SHADES = 5


def week_of(intake: Intake) -> Week | None:
    """The grid over the days and hours that anybody gave or any group meets in; None where nobody gave times."""
    given = [person.availability for person in intake.applicants if person.availability]
    if not given:
        return None
    sessions = [group.session for group in intake.offers if group.session is not None]
    spans = [interval for intervals in given for interval in intervals] + sessions
    days = range(max(4, *(s.weekday for s in spans)) + 1)
    hours = range(min(s.start for s in spans) // HOUR, -(-max(s.end for s in spans) // HOUR))
    counts = [[sum(_holds(times, day, hour) for times in given) for day in days] for hour in hours]
    most = max(max(row) for row in counts) or 1
    cells = tuple(
        tuple(
            Cell(people, -(-people * SHADES // most), _meeting(intake, day, hour))
            for day, people in zip(days, row, strict=True)
        )
        for hour, row in zip(hours, counts, strict=True)
    )
    return Week(tuple(DAYS[day] for day in days), tuple(hours), cells, len(intake.applicants) - len(given))


def _holds(times: Sequence[Interval], day: int, hour: int) -> bool:
    return any(t.weekday == day and t.start <= hour * HOUR and (hour + 1) * HOUR <= t.end for t in times)


def _meeting(intake: Intake, day: int, hour: int) -> tuple[str, ...]:
    return tuple(
        group.name or group.id
        for group in intake.offers
        if group.session is not None
        and group.session.weekday == day
        and group.session.start < (hour + 1) * HOUR
        and hour * HOUR < group.session.end
    )
