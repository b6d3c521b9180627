"""Lists and workbooks written for one test."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from matcher.intake import Intake
from matcher.tables import TableError, read_intake


def a_list(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def people(folder: Path, text: str) -> Intake:
    """The intake of a list that is right."""
    return read_intake(a_list(folder, text)).intake


def refusals(
    folder: Path, text: str, *, mapping: Mapping[str, str] | None = None, skip_invalid: bool = False
) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of every problem of a list."""
    with pytest.raises(TableError) as caught:
        read_intake(a_list(folder, text), mapping=mapping, skip_invalid=skip_invalid)
    return [(p.code, p.row, p.column) for p in caught.value.problems]


def a_workbook(folder: Path, *sheets: Sequence[Sequence[object]], name: str = "list.xlsx") -> Path:
    """A workbook with one sheet after the other; dates are written as Excel does."""
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)
    path = folder / name
    path.write_bytes(packed.getvalue())
    return path
