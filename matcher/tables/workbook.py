"""Rows of an XLSX workbook as text, the way a person would have typed them."""

import io
from datetime import date, datetime, time, timedelta

import python_calamine

from matcher.tables.container import checked_workbook
from matcher.tables.errors import problem_with

Value = int | float | str | bool | time | date | datetime | timedelta


def workbook_rows(data: bytes, file: str, sheet: str | None = None) -> tuple[list[list[str]], str | None]:
    """The rows of a sheet, blank ones included: the named one, else the first that has content.

    The name of that first one comes with them where other sheets have content too.

    Raises:
        TableError: If the workbook is damaged, unpacks to far too much, has no such sheet, or has nothing in it.
    """
    checked = checked_workbook(data, file)
    try:
        filled, known = _filled_sheets(checked, sheet)
    except Exception as error:
        raise _damaged(file) from error
    except BaseException as error:
        # The reader's panics are no Exception; an interrupt is not ours to catch.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file) from error
    if sheet is not None and not known:
        raise problem_with(
            file, "no_such_sheet", "the workbook has no sheet of this name: look at the names on its tabs"
        )
    if not filled:
        raise problem_with(
            file, "empty_file", "the workbook is empty: save the list in its first sheet, with a heading row"
        )
    name, rows = filled[0]
    return rows, name if len(filled) > 1 else None


def _filled_sheets(data: bytes, wanted: str | None) -> tuple[list[tuple[str, list[list[str]]]], bool]:
    """The first sheet with content and its rows, and whether there is any sheet of the wanted name.

    A second entry only says that there is another sheet with content.
    """
    workbook = python_calamine.load_workbook(io.BytesIO(data))
    filled: list[tuple[str, list[list[str]]]] = []
    known = False
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet or wanted not in (None, sheet.name):
            continue
        known = True
        content = workbook.get_sheet_by_name(sheet.name)
        if content.start is None:
            continue
        if filled:
            filled.append((sheet.name, []))
            break
        rows = [[as_text(value) for value in row] for row in content.to_python(skip_empty_area=False)]
        if any(cell.strip() for row in rows for cell in row):
            filled.append((sheet.name, rows))
    return filled, known


def as_text(value: Value) -> str:
    """A cell's value as text: 24.0 as ``24``, a date as ``2026-03-01``, a time as ``16:00``, true as ``yes``."""
    if isinstance(value, str):
        # A workbook can write this character as _x0000_; no database keeps it.
        return value.replace("\0", "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def _damaged(file: str) -> Exception:
    message = "the workbook cannot be read: open it and save it again as XLSX, or as CSV"
    return problem_with(file, "damaged_workbook", message)
