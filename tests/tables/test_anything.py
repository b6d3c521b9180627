"""Whatever a file holds, it reads or is refused with a table error."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.tables import TableError, read_intake, read_plan, read_policy
from matcher.tables.columns import APPLICANT_COLUMNS
from tests.tables.building import a_workbook

ANYTHING = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELL_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)
PIECES = st.sampled_from(
    [
        "a",
        "b",
        "24",
        "18-25",
        "1999",
        "Mon 9-12",
        "yes",
        "2026-03-01",
        "conflict:a",
        "x@y.org",
        "-",
        "'",
        "=",
        ";",
        "|",
        ",",
        '"',
    ]
)
CELLS = CELL_TEXT | st.lists(PIECES, max_size=4).map("".join)
HEADINGS = st.sampled_from([column.field for column in APPLICANT_COLUMNS] + ["Whatever"])


def try_all(path: Path) -> None:
    for read in (read_intake, read_policy, read_plan):
        try:
            read(path)
        except TableError as error:
            refused = error
        else:
            continue
        assert refused.problems
        assert str(refused)


@ANYTHING
@given(data=st.binary(max_size=300))
def test_bytes_read_or_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)

    try_all(path)


@ANYTHING
@given(text=st.text(alphabet='id,;\t"\n\r=-ä1{}[]', max_size=120))
def test_near_tables_read_or_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode())

    try_all(path)


@ANYTHING
@given(
    headings=st.lists(HEADINGS, unique=True, max_size=8),
    rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), min_size=1, max_size=5),
    skip_invalid=st.booleans(),
)
def test_cells_read_or_are_refused_with_their_row(
    tmp_path: Path, headings: list[str], rows: list[list[str]], skip_invalid: bool
) -> None:
    names = list(dict.fromkeys(["id", *headings]))
    written = [[cell.replace("\t", " ") for cell in row[: len(names)]] for row in rows]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([names, *written])
    path = tmp_path / "list.csv"
    path.write_bytes(stream.getvalue().encode())
    filled: set[int | None] = {
        number for number, row in enumerate(written, start=2) if any(cell.strip() for cell in row)
    }

    try:
        read = read_intake(path, skip_invalid=skip_invalid)
    except TableError as error:
        kept, named = 0, {problem.row for problem in error.problems}
    else:
        kept = len(read.intake.applicants)
        named = {problem.row for problem in read.skipped if problem.code != "removed_reference"}
    assert named <= (filled or {None})
    if filled and (skip_invalid or not named):
        assert kept == len(filled) - len(named)


@ANYTHING
@given(data=st.data())
def test_a_damaged_workbook_reads_or_is_refused(
    tmp_path: Path, data: st.DataObject, capfd: pytest.CaptureFixture[str]
) -> None:
    """One stretch of one of its parts is overwritten, and the container is whole again."""
    path = a_workbook(tmp_path, [["id", "age"], ["a", 24], ["b", "18-25"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[name])))
    parts[name] = (
        parts[name][:start] + data.draw(st.binary(max_size=6)) + parts[name][start + data.draw(st.integers(0, 9)) :]
    )
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)

    try_all(path)
    capfd.readouterr()
