"""A table as it stands in a file: a heading row and rows of text, each with the number a spreadsheet gives it."""

from dataclasses import dataclass
from pathlib import Path

from matcher.result import RowProblem
from matcher.tables.delimited import delimited_rows
from matcher.tables.errors import TableError, problem_with
from matcher.tables.files import decode, kind_of, read_bytes
from matcher.tables.neutralise import plain
from matcher.tables.workbook import workbook_rows

LONGEST_CELL = 10_000
"""Characters a cell may have."""

MOST_COLUMNS = 1_000
"""Columns a table may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank: its number and its cells without surrounding space, as many as there are headings."""

    number: int
    cells: tuple[str, ...]
    shifted: bool = False
    """Whether there were more cells than headings, so that cells may stand in the wrong column."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's file name, headings as written, rows, and what a person should know about how it was read."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()


def read_grid(path: Path, *, sheet: str | None = None, most_rows: int | None = None) -> Grid:
    """Read a CSV or XLSX file. Rows with a cell too long or too many cells are in ``problems`` and in ``rows``.

    Args:
        path: The file.
        sheet: The sheet of a workbook; without it the first that has content.
        most_rows: Rows that are taken under the heading.

    Raises:
        TableError: If the file is no table, or has no row under its heading, or too many.
    """
    file = path.name
    data = read_bytes(path)
    warnings = []
    if kind_of(data, file) == "zip":
        rows, first = workbook_rows(data, file, sheet)
        if first is not None:
            warnings.append(f"{file}: only the first filled sheet, {first!r}, was read; the workbook has others")
    elif sheet is not None:
        raise problem_with(file, "no_such_sheet", "this is text, which has no sheets: leave the sheet's name out")
    else:
        text, fallback = decode(data, file)
        if fallback:
            warnings.append(f"{file}: not in UTF-8, so read as Windows-1252: check accented letters")
        rows = delimited_rows(text, file)
    return _grid(file, rows, tuple(warnings), most_rows)


def _grid(file: str, rows: list[list[str]], warnings: tuple[str, ...], most_rows: int | None) -> Grid:
    filled = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]
    if not filled:
        raise problem_with(
            file, "empty_file", "the file is empty: save the list again, with a heading row and a row each"
        )
    heading_row, first = filled[0]
    headings = [cell.strip() for cell in first]
    if len(headings) > MOST_COLUMNS:
        message = f"the heading row has {len(headings)} columns, at most {MOST_COLUMNS} are read: leave some out"
        raise problem_with(file, "too_many_columns", message)
    if len(filled) == 1:
        message = f"there is a heading in row {heading_row} but no row under it: add a row for each entry"
        raise problem_with(file, "no_rows", message)
    if most_rows is not None and len(filled) > most_rows + 1:
        message = f"the list has {len(filled) - 1} rows, at most {most_rows} are taken: split it"
        raise problem_with(file, "too_many_rows", message)
    problems: list[RowProblem] = []
    read = []
    for number, cells in filled[1:]:
        shifted = any(cell.strip() for cell in cells[len(headings) :])
        problems += _misshapen(file, number, headings, cells, shifted)
        fitted = [_text(cell) for cell in cells[: len(headings)]]
        read.append(Row(number, tuple(fitted + [""] * (len(headings) - len(fitted))), shifted))
    if any(len(heading) > LONGEST_CELL for heading in headings):
        message = f"a heading is longer than {LONGEST_CELL} characters: is a quote left open in the first row?"
        raise TableError([RowProblem(file=file, row=heading_row, code="cell_too_long", message=message)])
    return Grid(file, tuple(headings), tuple(read), tuple(problems), warnings)


def _text(cell: str) -> str:
    return plain(cell.strip()) if len(cell) <= LONGEST_CELL else ""


def _misshapen(file: str, number: int, headings: list[str], cells: list[str], shifted: bool) -> list[RowProblem]:
    problems = []
    if shifted:
        message = (
            f"the row has more cells than the {len(headings)} headings: "
            "put quotes round a cell that holds the delimiter, or give the column a heading"
        )
        problems.append(RowProblem(file=file, row=number, code="too_many_cells", message=message))
    for heading, cell in zip(headings, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            message = f"the cell has {len(cell)} characters, at most {LONGEST_CELL} are read: shorten it"
            code = "cell_too_long"
            problems.append(RowProblem(file=file, row=number, column=heading, code=code, message=message))
    return problems


def heading_list(headings: tuple[str, ...]) -> str:
    """Headings for a message: quoted, the first twenty of them."""
    shown = ", ".join(f'"{heading[:60]}"' for heading in headings[:20] if heading)
    return shown + (", …" if len(headings) > 20 else "")
