import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from matcher.tables import TableError, container, read_intake
from matcher.tables.files import read_bytes
from tests.tables.building import a_list, a_workbook, people, refusals


def code_of(path: Path) -> str:
    with pytest.raises(TableError) as caught:
        read_intake(path)
    [problem] = caught.value.problems
    assert problem.row is None
    return problem.code


def repacked(path: Path, parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The workbook with some parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()} | dict(parts)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nobody.csv") == "missing_file"


def test_a_directory_is_no_list(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "is_directory"


def test_a_file_of_50_mb_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)

    with pytest.raises(TableError, match="the file has 50 MB, at most 32 MB are read"):
        read_intake(path)


def test_the_limit_itself_is_within_the_limit(tmp_path: Path) -> None:
    path = a_list(tmp_path, "id\na\n")

    assert read_bytes(path, most=5) == b"id\na\n"
    with pytest.raises(TableError):
        read_bytes(path, most=4)


def test_a_workbook_keeps_numbers_dates_and_truths_as_a_person_would_write_them(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path,
        [
            ["Client", "Age", "Submitted", "Cleared", "Priority", "Must not meet", "Times"],
            [1001.0, 24.0, date(2026, 3, 31), True, 2, 1002, "Mon 16-18"],
            [],
            [1002, "18-25", datetime(2026, 4, 1, 9, 30), False, None, None, None],  # noqa: DTZ001 - cells have no zone
        ],
    )

    first, second = read_intake(path).intake.applicants

    assert (first.id, str(first.age), first.submitted_at) == ("1001", "24", date(2026, 3, 31))
    assert (first.cleared, first.priority, first.avoid) == (True, 2, ("1002",))
    assert (second.id, str(second.age), second.submitted_at, second.cleared) == (
        "1002",
        "18-25",
        date(2026, 4, 1),
        False,
    )


def test_the_rows_of_a_workbook_are_counted_as_the_spreadsheet_counts(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [[], [], ["id", "age"], ["a", 30], [], ["b", 3]])

    with pytest.raises(TableError) as caught:
        read_intake(path)

    assert [(p.row, p.column) for p in caught.value.problems] == [(6, "age")]


def test_the_first_sheet_with_content_is_read_and_others_are_mentioned(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [], [["id"], ["a"]], [["notes"]])

    read = read_intake(path)

    assert [a.id for a in read.intake.applicants] == ["a"]
    assert read.warnings[0] == "list.xlsx: only the first filled sheet, 'Sheet2', was read; the workbook has others"


def test_an_empty_workbook_is_an_empty_list(tmp_path: Path) -> None:
    assert code_of(a_workbook(tmp_path, [])) == "empty_file"


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    workbook = a_workbook(tmp_path, [["id"], ["a"]], name="list.csv")
    text = a_list(tmp_path, "id\na\n", name="list.xlsx")

    assert read_intake(workbook).intake.applicants == read_intake(text).intake.applicants


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path: Path) -> None:
    path = repacked(a_workbook(tmp_path, [["id"], ["a"]]), {"xl/worksheets/sheet2.xml": bytes(8 * 1024 * 1024)})

    assert path.stat().st_size < 20_000
    assert code_of(path) == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The directory says 10 bytes; what is packed would be eight million."""
    path = repacked(a_workbook(tmp_path, [["id"], ["a"]]), {"xl/worksheets/sheet2.xml": bytes(8 * 1024 * 1024)})
    true_size = (8 * 1024 * 1024).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true_size, (10).to_bytes(4, "little")))

    assert code_of(path) == "damaged_workbook"


def test_a_cell_in_the_last_corner_is_refused_before_memory_is_reserved(tmp_path: Path) -> None:
    """A reader of workbooks reserves the whole rectangle: 17 billion cells."""
    path = a_workbook(tmp_path, [["id"], ["a"]])
    far = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'

    assert code_of(repacked(path, {"xl/worksheets/sheet1.xml": far})) == "zip_bomb"


def test_a_long_text_shown_by_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_TEXT", 100_000)
    path = a_workbook(tmp_path, [["id"], *[["x" * 1000] for _ in range(200)]])

    assert code_of(path) == "zip_bomb"


def test_a_workbook_of_thousands_of_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_PARTS", 3)

    assert code_of(a_workbook(tmp_path, [["id"], ["a"]])) == "zip_bomb"


def test_a_workbook_cut_off_is_damaged(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["id"], ["a"]])
    path.write_bytes(path.read_bytes()[:-200])

    assert code_of(path) == "damaged_workbook"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_like_no_workbook_is_not_unpacked(tmp_path: Path, method: int) -> None:
    """Nothing bounds what a few bytes of these unpack to, and each has errors of its own where it is damaged."""
    assert code_of(repacked(a_workbook(tmp_path, [["id"], ["a"]]), {}, method)) == "damaged_workbook"


def test_a_part_beyond_every_file_is_damage(tmp_path: Path) -> None:
    """Where a part begins is a number of 64 bits, which is more than can be looked for."""
    path = a_workbook(tmp_path, [["id"], ["a"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", "<worksheet/>")
        archive.getinfo("xl/worksheets/sheet2.xml").header_offset = 2**64 - 1

    assert code_of(path) == "damaged_workbook"


def test_a_document_of_another_program_is_no_table(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    path = tmp_path / "letter.xlsx"
    path.write_bytes(packed.getvalue())

    assert code_of(path) == "not_a_table"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_ends_are_found_out(tmp_path: Path, delimiter: str, end: str) -> None:
    text = end.join(["id,age,tags", 'a,24,"x\ny"', "", "b,30,"]).replace(",", delimiter)

    first, second = people(tmp_path, text).applicants

    assert (first.tags, str(second.age)) == (("x", "y"), "30")


def test_excel_may_say_the_delimiter_itself(tmp_path: Path) -> None:
    assert str(people(tmp_path, "sep=;\nid;age\na;24\n").applicants[0].age) == "24"


def test_a_row_without_its_last_cells_has_them_blank(tmp_path: Path) -> None:
    assert people(tmp_path, "id,age,tags\na\n").applicants[0].age is None


def test_blank_rows_are_counted_and_passed_over(tmp_path: Path) -> None:
    assert refusals(tmp_path, "\nid,age\n\n , \na,3\n") == [("invalid_age", 5, "age")]


def test_a_marked_cell_reads_as_it_was(tmp_path: Path) -> None:
    assert people(tmp_path, "id\n'=cmd\n").applicants[0].id == "=cmd"


def test_the_limit_of_a_cell_is_not_set_back_beneath_another_thread(tmp_path: Path) -> None:
    """It holds for the whole process; a long cell is told with its place, not as a row that cannot be read."""
    path = tmp_path / "list.csv"
    path.write_text(f"id,reasons\na,{'x' * 200_000}\n", encoding="utf-8")

    with pytest.raises(TableError) as caught:
        read_intake(path)

    assert [(problem.code, problem.row) for problem in caught.value.problems] == [("cell_too_long", 2)]
    assert csv.field_size_limit() > 200_000
