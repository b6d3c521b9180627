from pathlib import Path

import pytest

from matcher.intake import Group
from matcher.tables import TableError, read_intake
from matcher.times import Interval
from tests.tables.building import a_list, a_workbook


def offers(folder: Path, text: str) -> tuple[Group, ...]:
    return read_intake(a_list(folder, "id\na\n"), groups=a_list(folder, text, "groups.csv")).intake.groups


def test_a_group_is_read_by_its_aliases(tmp_path: Path) -> None:
    text = (
        "Group,Title,Day and time,Min,Max,Target,Led by,Min age,Max age,Stage,Language,Format,Room,Requires,Status\n"
        "eve,Evening,Mon 17:00-18:30,5,9,7,ann; bob,18,30,undergraduate|graduate-student,en,online,R2,adhd,Closed\n"
    )

    [group] = offers(tmp_path, text)

    assert group == Group(
        id="eve",
        name="Evening",
        session=Interval(0, 17 * 60, 18 * 60 + 30),
        min_size=5,
        max_size=9,
        target_size=7,
        leaders=("ann", "bob"),
        age_min=18,
        age_max=30,
        life_stages=("undergraduate", "graduate-student"),
        language="en",
        modality="online",
        site="R2",
        required_tags=("adhd",),
        enrolment="closed",
    )


@pytest.mark.parametrize(
    ("headings", "sizes", "expected"),
    [
        ("name", "x", (6, 10, 8)),
        ("max", "7", (6, 7, 7)),
        ("max", "5", (5, 5, 5)),
        ("min", "9", (9, 10, 9)),
        ("min", "12", (12, 12, 12)),
        ("target", "12", (6, 12, 12)),
        ("target", "4", (4, 10, 4)),
        ("min,max", "3,5", (3, 5, 5)),
    ],
)
def test_sizes_left_out_suit_those_given(
    tmp_path: Path, headings: str, sizes: str, expected: tuple[int, int, int]
) -> None:
    [group] = offers(tmp_path, f"id,{headings}\ng,{sizes}\n")

    assert (group.min_size, group.max_size, group.target_size) == expected


def test_groups_may_come_as_a_workbook(tmp_path: Path) -> None:
    groups = a_workbook(tmp_path, [["Group", "Max"], ["g1", 7], ["g2", 8]], name="groups.xlsx")

    intake = read_intake(a_list(tmp_path, "id,pin\na,g2\n"), groups=groups).intake

    assert [(g.id, g.max_size) for g in intake.groups] == [("g1", 7), ("g2", 8)]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("id,min,max\ng,9,7\n", "contradiction", "min"),
        ("id,age_min,age_max\ng,40,30\n", "contradiction", "age_min"),
        ("id,session\ng,noon\n", "invalid_time", "session"),
        ("id,status\ng,full\n", "literal_error", "status"),
        ("id,max\ng,two\n", "invalid_number", "max"),
        ("id,max\ng,1\n", "greater_than_equal", "max"),
    ],
)
def test_a_wrong_offer_is_placed(tmp_path: Path, text: str, code: str, column: str) -> None:
    with pytest.raises(TableError) as caught:
        offers(tmp_path, text)

    first = caught.value.problems[0]
    assert (first.file, first.code, first.row, first.column) == ("groups.csv", code, 2, column)


def test_two_groups_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"groups\.csv, row 4, Group: the same id stands in row 2 already"):
        offers(tmp_path, "Group\ng1\ng2\ng1\n")
