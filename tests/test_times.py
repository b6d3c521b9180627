from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from matcher.times import (
    MOST_INTERVALS,
    Interval,
    IntervalsField,
    TimeZone,
    covers,
    parse_interval,
    parse_intervals,
    uncovered,
    zone_shift,
)

HOUR = 60
WINTER, SUMMER = date(2025, 1, 15), date(2025, 7, 15)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon 16:00-18:00", "Mon 16:00-18:00"),
        ("monday 16-18", "Mon 16:00-18:00"),
        ("Tue., 9.30 – 10.15", "Tue 09:30-10:15"),
        ("Thurs 9 to 12", "Thu 09:00-12:00"),
        ("Su 0:00-24:00", "Sun 00:00-24:00"),
        ("Wed 4pm-6pm", "Wed 16:00-18:00"),
        ("Wed 4:30 PM - 6 pm", "Wed 16:30-18:00"),
        ("Wed 12am-1am", "Wed 00:00-01:00"),
        ("Wed 11am-12pm", "Wed 11:00-12:00"),
        ("Fri 4-6pm", "Fri 16:00-18:00"),
        ("Fri 9-11am", "Fri 09:00-11:00"),
        ("Fri 10-2pm", "Fri 10:00-14:00"),
        ("Fri 12-1pm", "Fri 12:00-13:00"),
        ("Fri 16-6pm", "Fri 16:00-18:00"),
    ],
)
def test_times_as_they_are_written(written: str, read: str) -> None:
    assert str(parse_interval(written)) == read


@pytest.mark.parametrize("written", ["Sat 22:00-24:00", "Sat 22-0:00", "Sat 10pm-12am", "Sat 10-12am"])
def test_midnight_ends_a_day(written: str) -> None:
    assert parse_interval(written) == Interval(5, 22 * HOUR, 24 * HOUR)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Mon", "not a weekly time"),
        ("16:00-18:00", "not a weekly time"),
        ("M 16-18", "not a weekly time"),
        (42, "not a weekly time"),
        ("Foo 9-12", "not a weekday"),
        ("Mon 18-16", "must end after it starts"),
        ("Mon 9-9", "must end after it starts"),
        ("Mon 22:00-01:00", "must end after it starts"),
        ("Mon 9-25", "not a time of day"),
        ("Mon 24:30-25", "not a time of day"),
        ("Mon 9:75-10", "not a time of day"),
        ("Mon 13pm-2pm", "not a time of day"),
    ],
)
def test_what_is_no_weekly_time_is_refused_with_what_to_write(written: object, why: str) -> None:
    with pytest.raises(ValueError, match=f"{why}.*write a weekday and two times, such as Mon 16:00-18:00"):
        parse_interval(written)


def test_several_times_are_sorted_and_each_kept_once() -> None:
    written = "Wed 9-12; Mon 16:00-18:00 | Wed 9:00-12:00;"
    assert [str(i) for i in parse_intervals(written)] == ["Mon 16:00-18:00", "Wed 09:00-12:00"]
    assert parse_intervals("") == parse_intervals([]) == ()


def test_too_many_times_are_refused() -> None:
    many = [f"Mon {n // 60}:{n % 60:02d}-23:59" for n in range(MOST_INTERVALS + 1)]
    with pytest.raises(ValueError, match="join those that touch"):
        parse_intervals(many)
    with pytest.raises(ValueError, match="not a list of weekly times"):
        parse_intervals({"Mon": "9-10"})


def test_in_json_times_are_a_list_of_texts() -> None:
    field = TypeAdapter(IntervalsField)
    assert field.dump_python(field.validate_python("Mon 9-10; Tue 9-10"), mode="json") == [
        "Mon 09:00-10:00",
        "Tue 09:00-10:00",
    ]


@pytest.mark.parametrize(
    ("available", "session", "comes"),
    [
        ("Mon 16-18", "Mon 16:00-18:00", True),
        ("Mon 16-18", "Mon 16:30-17:30", True),
        ("Mon 16-18", "Mon 15:59-17:00", False),
        ("Mon 16-18", "Mon 17:00-18:01", False),
        ("Mon 16-18", "Tue 16:00-18:00", False),
        ("Mon 16-17; Mon 17-18", "Mon 16:30-17:30", True),
        ("Mon 16-17; Mon 17:01-18", "Mon 16:30-17:30", False),
        ("Mon 15-17; Mon 16-18; Mon 15:30-16", "Mon 15:15-18:00", True),
        ("", "Mon 16:00-18:00", False),
    ],
)
def test_a_session_lies_inside_the_times_taken_together(available: str, session: str, comes: bool) -> None:
    assert covers(parse_intervals(available), parse_interval(session)) == comes


@pytest.mark.parametrize(
    ("available", "session", "shift", "comes"),
    [
        ("Mon 22-24; Tue 0-2", "Mon 17:00-19:00", 6 * HOUR, True),
        ("Mon 22-24", "Mon 17:00-19:00", 6 * HOUR, False),
        ("Sun 22-24; Mon 0-1", "Sun 17:00-18:30", 6 * HOUR, True),
        ("Sun 22-24; Mon 0-1", "Mon 02:00-04:00", -3 * HOUR, True),
        ("Sun 22-23; Mon 0-1", "Mon 02:00-04:00", -3 * HOUR, False),
        ("Sun 20-22", "Mon 02:00-04:00", -6 * HOUR, True),
        ("Mon 0-2", "Sun 20:00-22:00", 4 * HOUR, True),
    ],
)
def test_another_clock_may_reach_over_midnight_and_into_another_week(
    available: str, session: str, shift: int, comes: bool
) -> None:
    assert covers(parse_intervals(available), parse_interval(session), shift) == comes


@pytest.mark.parametrize(
    ("frm", "to", "on", "minutes"),
    [
        ("America/New_York", "Europe/Berlin", WINTER, 6 * HOUR),
        ("America/New_York", "Europe/Berlin", date(2025, 3, 20), 5 * HOUR),
        ("Europe/Berlin", "America/New_York", SUMMER, -6 * HOUR),
        ("Europe/London", "Asia/Kathmandu", WINTER, 5 * HOUR + 45),
        ("Europe/Berlin", "Europe/Berlin", SUMMER, 0),
        (None, "Europe/Berlin", SUMMER, 0),
        ("Europe/Berlin", None, SUMMER, 0),
    ],
)
def test_the_shift_between_two_clocks_depends_on_the_day(
    frm: str | None, to: str | None, on: date, minutes: int
) -> None:
    """The two sides of the Atlantic do not change their clocks on one day."""
    assert zone_shift(frm, to, on) == minutes


def test_a_time_zone_has_an_iana_name() -> None:
    zone = TypeAdapter(TimeZone)
    assert zone.validate_python("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(ValidationError, match="write an IANA name such as Europe/Berlin"):
        zone.validate_python("Berlin")


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 8)), min_size=1, max_size=5),
    st.tuples(st.integers(0, 6), st.integers(0, 20), st.integers(1, 3)),
    st.integers(-12 * HOUR, 12 * HOUR),
)
def test_with_the_parts_that_are_missing_a_session_is_covered(
    times: list[tuple[int, int, int]], session: tuple[int, int, int], shift: int
) -> None:
    available = tuple(Interval(day, hour * HOUR, min(hour + long, 24) * HOUR) for day, hour, long in times)
    day, hour, long = session
    asked = Interval(day, hour * HOUR, (hour + long) * HOUR)

    missing = uncovered(available, asked, shift)

    assert bool(missing) != covers(available, asked, shift)
    assert covers((*available, *missing), asked, shift)
    for left_out in missing:
        assert not covers((*available, *(m for m in missing if m != left_out)), asked, shift)
