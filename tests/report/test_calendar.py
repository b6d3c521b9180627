"""Calendars say which group meets when, and nothing of anybody."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from matcher.intake import Intake
from matcher.report.calendar import Issue, NoSession, Term, calendar, without_session
from matcher.result import Result
from tests.report.conftest import result_of

TERM = Term(date(2026, 9, 2), 10)
ISSUE = Issue("plan-1", "Autumn", datetime(2026, 8, 30, 9, tzinfo=UTC), number=3)


def seated(*groups: dict[str, Any]) -> Result:
    """Two people in each of these groups."""
    people = [{"id": f"secret-{n}", "reasons": ["grief-loss"], "age": 30} for n in range(2 * len(groups))]
    offers = [{"id": f"g{n}", "min_size": 2, **group} for n, group in enumerate(groups, start=1)]
    rooms = {str(offer["id"]): [str(p["id"]) for p in people[2 * n : 2 * n + 2]] for n, offer in enumerate(offers)}
    intake = Intake.model_validate({"applicants": people, "groups": offers, "as_of": date(2026, 8, 1)})
    return result_of(intake, rooms)


def events(written: bytes) -> list[Any]:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_a_group_meets_weekly_from_its_first_day_of_the_term() -> None:
    """The 2nd of September is a Wednesday: the group of Tuesdays begins on the 8th, that of Wednesdays at once."""
    tuesday = {"session": "Tue 17:00-18:30", "time_zone": "Europe/Berlin", "name": "Evening", "site": "Room 3"}

    first, second = events(calendar(seated(tuesday, {"session": "Wed 22:00-24:00"}), TERM, ISSUE))

    assert (first["summary"], first["location"], first["class"]) == ("Evening", "Room 3", "PRIVATE")
    assert first.start.isoformat() == "2026-09-08T17:00:00+02:00"
    assert first.end.isoformat() == "2026-09-08T18:30:00+02:00"
    assert first["rrule"] == {"FREQ": ["WEEKLY"], "COUNT": [10]}
    assert (second.start.isoformat(), second.end.isoformat()) == ("2026-09-02T22:00:00", "2026-09-03T00:00:00")
    assert "location" not in second


def test_the_zone_is_described_in_the_file_and_a_group_without_one_floats() -> None:
    zoned, floating = {"session": "Tue 17-18", "time_zone": "America/New_York"}, {"session": "Wed 9-10"}

    written = calendar(seated(zoned, floating), TERM, ISSUE)

    assert [zone["tzid"] for zone in Calendar.from_ical(written).walk("VTIMEZONE")] == ["America/New_York"]
    assert b"DTSTART:20260902T090000\r\n" in written


def test_the_same_group_of_the_same_plan_is_the_same_event() -> None:
    result = seated({"session": "Tue 17-18"}, {"session": "Wed 9-10"})

    def uids(issue: Issue, term: Term = TERM) -> list[str]:
        return [event["uid"] for event in events(calendar(result, term, issue))]

    other = Issue("plan-2", ISSUE.title, ISSUE.made)
    later = Issue("plan-1", "Renamed", datetime(2026, 9, 1, tzinfo=UTC), number=4, confirmed=True)
    assert len({*uids(ISSUE), *uids(other)}) == 4
    assert uids(ISSUE) == uids(later, Term(date(2027, 1, 4), 3))


def test_a_draft_is_tentative() -> None:
    result = seated({"session": "Tue 17-18"})
    told = Issue("plan-1", "Autumn", ISSUE.made, confirmed=True)

    assert [e["status"] for issue in (ISSUE, told) for e in events(calendar(result, TERM, issue))] == [
        "TENTATIVE",
        "CONFIRMED",
    ]


def test_a_group_without_a_session_is_named_and_has_no_event() -> None:
    result = seated({"session": "Tue 17-18"}, {"name": "Whenever"})

    written = calendar(result, TERM, ISSUE)

    assert len(events(written)) == 1
    assert Calendar.from_ical(written)["description"] == "Without a session time, so without an event: Whenever"
    assert without_session(result) == ("Whenever",)


def test_one_group_alone() -> None:
    result = seated({"session": "Tue 17-18"}, {"session": "Wed 9-10"}, {})

    assert [event["summary"] for event in events(calendar(result, TERM, ISSUE, "g2"))] == ["g2"]
    with pytest.raises(NoSession):
        calendar(result, TERM, ISSUE, "g3")


def test_nothing_of_anybody_is_in_it() -> None:
    written = calendar(seated({"session": "Tue 17-18", "leaders": ["dr-oak"]}), TERM, ISSUE)

    assert not [word for word in (b"secret", b"rief", b"oak") if word in written]


def test_hostile_names_stay_names() -> None:
    name = "=1+1;,\\ \r\nATTENDEE:mailto:x@y\x00\u202e" + "ü" * 90
    result = seated({"session": "Tue 17-18", "name": name})

    written = calendar(result, TERM, Issue("k", "BEGIN:VEVENT\n\t@x", ISSUE.made))

    found = Calendar.from_ical(written)
    assert [event["summary"] for event in events(written)] == ["=1+1;,\\  ATTENDEE:mailto:x@y\ufffd" + "ü" * 90]
    assert found["x-wr-calname"] == "BEGIN:VEVENT @x"
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


def test_the_same_issue_gives_the_same_bytes() -> None:
    result = seated({"session": "Tue 17-18", "time_zone": "Europe/Berlin"})

    assert calendar(result, TERM, ISSUE) == calendar(result, TERM, ISSUE)
