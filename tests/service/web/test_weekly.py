from api.web.weekly import HALF, HOUR, week_of
from matcher.intake import Applicant, Group, Intake


def coming(*times: str) -> Intake:
    people = tuple(
        Applicant.model_validate({"id": f"p{number}", "availability": each}) for number, each in enumerate(times)
    )
    group = Group.model_validate({"id": "g", "session": "Tue 17:00-18:30", "min_size": 2})
    return Intake(applicants=people, groups=(group,))


def test_a_grid_of_half_hours_leaves_empty_ones_out() -> None:
    week = week_of(coming("Mon 9:00-10:00", "Mon 9:30-10:00; Tue 17:00-18:30", ""))

    assert week is not None
    assert week.step == HALF
    assert week.any_time == 1
    assert [(row.clock, row.after_gap) for row in week.rows] == [
        ("09:00", False),
        ("09:30", False),
        ("17:00", True),
        ("17:30", False),
        ("18:00", False),
    ]
    assert [row.cells[0].people for row in week.rows] == [1, 2, 0, 0, 0]
    assert [row.cells[1].groups for row in week.rows] == [(), (), ("g",), ("g",), ("g",)]
    assert week.rows[1].cells[0].shade == 5


def test_whole_hours_make_a_grid_of_hours() -> None:
    listed = coming("Mon 9-11")
    week = week_of(listed.model_copy(update={"groups": ()}))

    assert week is not None
    assert week.step == HOUR
    assert [row.clock for row in week.rows] == ["09:00", "10:00"]
    assert week_of(coming("")) is None
