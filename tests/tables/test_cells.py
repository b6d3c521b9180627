from datetime import date

import pytest

from matcher.ages import Age
from matcher.tables.cells import (
    CellError,
    Reader,
    read_age,
    read_band,
    read_date,
    read_list,
    read_reasons,
    read_ties,
    read_times,
    read_whole,
    read_yes_no,
)
from matcher.times import Interval

MONDAY = Interval(0, 16 * 60, 18 * 60)
WEDNESDAY = Interval(2, 9 * 60, 12 * 60)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("24", Age(24, 24)),
        ("24.5", Age(24.5, 24.5)),
        ("24 years", Age(24, 24)),
        ("24 y.o.", Age(24, 24)),
        ("24 years old", Age(24, 24)),
        ("18-25", Age(18, 25)),
        ("18 – 25", Age(18, 25)),
        ("65+", Age(65, None)),
        ("1999", 1999),
        ("2004", 2004),
    ],
)
def test_an_age_is_a_number_a_band_or_a_birth_year(text: str, age: Age | int) -> None:
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026/3/31", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("31. 3. 2026", date(2026, 3, 31)),
        ("3/31/2026", date(2026, 3, 31)),
        ("31/3/2026", date(2026, 3, 31)),
        ("4/4/2026", date(2026, 4, 4)),
        ("3/31/2026 14:33:12", date(2026, 3, 31)),
        ("2026-03-31T14:33:12Z", date(2026, 3, 31)),
        ("31 Mar 2026", date(2026, 3, 31)),
    ],
)
def test_a_date_is_read_where_it_can_be_only_one_day(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text", ["Mon 16:00-18:00; Wed 9-12", "Mon 16-18|Wed 9-12", "Mon 4pm-6pm, Wed 9-12", "wed 9-12\nmon 16-18"]
)
def test_weekly_times_may_be_separated_in_four_ways(text: str) -> None:
    assert read_times(text) == (MONDAY, WEDNESDAY)


@pytest.mark.parametrize("text", ["any", "Anytime", "flexible"])
def test_any_time_is_no_limit(text: str) -> None:
    assert read_times(text) == ()


def test_a_comma_belongs_to_a_reason_and_ends_an_id() -> None:
    text = "work, study| sleep ;;sleep"

    assert read_reasons(text) == ("work, study", "sleep")
    assert read_list(text) == ("work", "study", "sleep")


@pytest.mark.parametrize(("text", "answer"), [("Yes", True), ("x", True), ("1", True), ("FALSE", False), ("n", False)])
def test_yes_and_no_have_several_spellings(text: str, answer: bool) -> None:
    assert read_yes_no(text) is answer


def test_ties_name_a_kind_and_a_person() -> None:
    assert read_ties("support:a3; Shared household : a7") == (("support", "a3"), ("shared-household", "a7"))


def test_a_whole_number_may_have_come_through_a_spreadsheet() -> None:
    assert read_whole("2.0") == 2


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (read_age, "3", "invalid_age"),
        (read_age, "323", "invalid_age"),
        (read_age, "25-18", "invalid_age"),
        (read_age, "1899", "invalid_age"),
        (read_age, "2026-12-10", "invalid_age"),
        (read_band, "1999", "invalid_age"),
        (read_date, "3/4/2026", "ambiguous_date"),
        (read_date, "2026-02-30", "invalid_date"),
        (read_date, "0202-02-03", "invalid_date"),
        (read_date, "soon", "invalid_date"),
        (read_times, "Mon", "invalid_time"),
        (read_times, "Mon 18-16", "invalid_time"),
        (read_times, "T 16-18", "invalid_time"),
        (read_whole, "2.5", "invalid_number"),
        (read_yes_no, "2", "invalid_yes_no"),
        (read_ties, "a3", "invalid_tie"),
        (read_ties, "conflict:", "invalid_tie"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(reader: Reader, text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        reader(text)

    assert caught.value.code == code
    assert "write" in caught.value.message


def test_a_band_that_a_spreadsheet_made_a_date_is_explained() -> None:
    with pytest.raises(CellError, match="makes a date of a band"):
        read_age("2026-12-10")
