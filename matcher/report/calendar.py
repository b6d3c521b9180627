"""The groups' sessions as a calendar (RFC 5545): weekly events that say which group meets when, of nobody anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from matcher.intake import Group
from matcher.report.legible import legible
from matcher.result import GroupReport, Result
from matcher.times import MINUTES_PER_DAY, Interval

MOST_WEEKS = 104
"""Weeks a calendar may reach."""

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Days on which a term may start."""

USUAL_WEEKS = 12
"""Weeks of a term unless told otherwise."""

_NAMESPACE = UUID("6f0e7f52-3d5a-5c0e-9d0b-8a2f1c6d4e7b")
_AROUND = timedelta(days=366)


class NoSession(ValueError):
    """None of the groups has a session, so there is nothing to put into a calendar."""

    def __init__(self) -> None:
        super().__init__("no group has a session time: give the groups one in their table first")


@dataclass(frozen=True, slots=True)
class Term:
    """From which day on, and for how many weeks."""

    starts: date
    weeks: int = USUAL_WEEKS


@dataclass(frozen=True, slots=True)
class Issue:
    """Whose calendar this is and which state of it.

    The same ``key`` and group give the same event, so that calendars replace what they have by a later issue of it;
    ``number`` counts them. ``confirmed`` says that people have been told.
    """

    key: str
    title: str
    made: datetime
    number: int = 0
    confirmed: bool = False


def calendar(result: Result, term: Term, issue: Issue, group: str | None = None) -> bytes:
    """A calendar with a weekly event for every group that has a session, or for one of them.

    Times are in the group's time zone; a group without one meets at that time wherever the calendar is read. Groups
    without a session are named in the calendar's description.

    Raises:
        NoSession: If none of them has one.
    """
    offers = {offer.id: offer for offer in result.offers}
    groups = [each for each in result.groups if group in (None, each.id)]
    events = [event for each in groups for event in _events(each, offers[each.id], term, issue)]
    if not events:
        raise NoSession
    found = Calendar()
    found.add("prodid", "-//Group Matcher//group-matcher//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", legible(issue.title))
    if left_out := [_name(each) for each in groups if offers[each.id].session is None]:
        found.add("description", f"Without a session time, so without an event: {', '.join(left_out)}")
    for event in events:
        found.add_component(event)
    found.add_missing_timezones(term.starts - _AROUND, term.starts + timedelta(weeks=term.weeks) + _AROUND)
    written: bytes = found.to_ical()
    return written


def without_session(result: Result) -> tuple[str, ...]:
    """The names of the groups that cannot be in a calendar."""
    sessions = {offer.id: offer.session for offer in result.offers}
    return tuple(group.name or group.id for group in result.groups if sessions[group.id] is None)


def _events(group: GroupReport, offer: Group, term: Term, issue: Issue) -> Iterator[Event]:
    if offer.session is None:
        return
    begins, ends = _first(offer.session, term.starts, offer.time_zone)
    event = Event()
    event.add("uid", f"{uuid5(_NAMESPACE, f'{issue.key}/{group.id}')}@group-matcher")
    event.add("dtstamp", issue.made)
    event.add("sequence", issue.number)
    event.add("summary", _name(group))
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("rrule", {"freq": "weekly", "count": term.weeks})
    event.add("status", "CONFIRMED" if issue.confirmed else "TENTATIVE")
    # Which group somebody goes to is nobody else's business.
    event.add("class", "PRIVATE")
    if offer.site is not None:
        event.add("location", legible(offer.site))
    yield event


def _name(group: GroupReport) -> str:
    return legible(group.name or group.id)


def _first(session: Interval, starts: date, time_zone: str | None) -> tuple[datetime, datetime]:
    """Beginning and end of the first session on or after a day."""
    day = starts + timedelta(days=(session.weekday - starts.weekday()) % 7)
    zone = None if time_zone is None else ZoneInfo(time_zone)

    def at(minutes: int) -> datetime:
        days, minute = divmod(minutes, MINUTES_PER_DAY)
        return datetime.combine(day + timedelta(days), time(minute // 60, minute % 60), zone)

    return at(session.start), at(session.end)
