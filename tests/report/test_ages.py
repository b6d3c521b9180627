"""The strip of ages: one axis, no two dots on each other, nobody left unsaid."""

from itertools import pairwise

from matcher.intake import Intake
from matcher.report.ages import APART, Axis, axis_for, strip


def listed(*ages: object, **fields: object) -> Intake:
    return Intake.model_validate({"applicants": [{"id": f"p{n}", "age": age, **fields} for n, age in enumerate(ages)]})


def ids(intake: Intake) -> list[str]:
    return [applicant.id for applicant in intake.applicants]


def test_the_axis_holds_everybody_and_has_few_ticks() -> None:
    intake = listed(18, 24, "40-49", "65+")

    assert axis_for(intake, ids(intake)) == Axis(10, 80, (10, 20, 30, 40, 50, 60, 70, 80))


def test_one_age_alone_still_has_an_axis() -> None:
    intake = listed(20, 20)

    assert axis_for(intake, ids(intake)) == Axis(20, 21, (20, 21))


def test_without_any_age_there_is_no_axis() -> None:
    intake = listed(None, None)

    assert axis_for(intake, ids(intake)) is None


def test_equal_ages_are_stacked() -> None:
    intake = listed(20, 20, 20, 30)
    axis = Axis(20, 30, (20, 30))

    drawn = strip(intake, ids(intake), axis)

    assert [(mark.x, mark.row) for mark in drawn.marks] == [(4.0, 0), (4.0, 1), (4.0, 2), (96.0, 0)]
    assert drawn.rows == 3
    assert drawn.crowd == [(4.0, 3.29), (96.0, 1.9)]


def test_no_two_marks_of_a_row_touch() -> None:
    intake = listed(*range(18, 40), "20-29", "25-34", "65+")
    axis = axis_for(intake, ids(intake))
    assert axis is not None

    marks = strip(intake, ids(intake), axis).marks

    assert len(marks) == 25
    for row in {mark.row for mark in marks}:
        for left, right in pairwise(mark for mark in marks if mark.row == row):
            assert right.x - (left.x + left.width) >= APART


def test_a_band_is_a_bar_and_an_open_band_ends_ten_years_on() -> None:
    intake = listed("20-30", "65+", 75)
    axis = Axis(15, 75, (15, 75))

    band, open_band, _ = strip(intake, ids(intake), axis).marks

    assert (band.x, band.width) == (axis.at(20), round(axis.at(30) - axis.at(20), 2))
    assert (open_band.x, open_band.width) == (axis.at(65), round(axis.at(75) - axis.at(65), 2))


def test_missing_ages_are_said() -> None:
    intake = listed(20, 24, None)

    assert strip(intake, ids(intake), Axis(20, 24, (20, 24))).words == "20 to 24, middle 22, 1 without an age"


def test_bands_are_told_from_end_to_end() -> None:
    """A band's midpoint stands for no one's age: the words keep its ends."""
    axis = Axis(10, 80, (10, 80))

    def words(*ages: object) -> str:
        intake = listed(*ages)
        return strip(intake, ids(intake), axis).words

    assert words("18-34", "18-34") == "18 to 34, middle about 26"
    assert words(20, "60-64", "65+") == "20 to 65+, middle about 62"
    assert words("65+") == "65+, middle about 70"
    assert words(20, 20) == "20, middle 20"
