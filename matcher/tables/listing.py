"""Lists of applicants and of groups as CSV or XLSX that reads back to the same."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from pydantic import BaseModel

from matcher.ages import Age
from matcher.intake import Applicant, Group, Tie
from matcher.tables.neutralise import neutralise
from matcher.times import Interval

_ALWAYS = {
    Applicant: (
        "id",
        "age",
        "life_stage",
        "reasons",
        "primary_reason",
        "availability",
        "submitted_at",
        "priority",
        "cleared",
    ),
    Group: ("id", "min_size", "max_size", "target_size", "session", "leaders"),
}
"""Fields that have a column even where nobody has a value."""

_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook says it was made: the same list gives the same bytes."""

Columns = Sequence[Sequence[str]]


def applicants_csv(applicants: Sequence[Applicant], ties: Sequence[Tie] = ()) -> str:
    """A list of applicants as CSV with LF line ends; fields that nobody has are left out.

    Ties stand in the row of their first person, as ``conflict:a7``.
    """
    return _csv(_applicant_columns(applicants, ties))


def groups_csv(groups: Sequence[Group]) -> str:
    """Groups on offer as CSV with LF line ends; fields that no group has are left out."""
    return _csv(_columns(Group, groups))


def applicants_xlsx(applicants: Sequence[Applicant], ties: Sequence[Tie] = ()) -> bytes:
    """What :func:`applicants_csv` has, as a workbook whose cells are all text."""
    return _xlsx("Applicants", _applicant_columns(applicants, ties))


def groups_xlsx(groups: Sequence[Group]) -> bytes:
    """What :func:`groups_csv` has, as a workbook whose cells are all text."""
    return _xlsx("Groups", _columns(Group, groups))


def _applicant_columns(applicants: Sequence[Applicant], ties: Sequence[Tie]) -> list[list[str]]:
    named: dict[str, list[str]] = {}
    for tie in ties:
        named.setdefault(tie.a, []).append(f"{tie.kind}:{tie.b}")
    columns = _columns(Applicant, applicants)
    if ties:
        columns.append(["ties", *(neutralise("; ".join(named.get(applicant.id, []))) for applicant in applicants)])
    return columns


def _columns(model: type[Applicant] | type[Group], entries: Sequence[BaseModel]) -> list[list[str]]:
    fields = [
        name
        for name, field in model.model_fields.items()
        if name in _ALWAYS[model] or any(getattr(entry, name) != field.default for entry in entries)
    ]
    return [[name, *(neutralise(cell(getattr(entry, name))) for entry in entries)] for name in fields]


def _csv(columns: Columns) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(zip(*columns, strict=True))
    return stream.getvalue()


def _xlsx(title: str, columns: Columns) -> bytes:
    """The columns as a sheet, written row by row: a long list need not stand in memory cell by cell."""
    # A tenth of a second that whoever only reads a list need not wait for.
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": _NO_DAY})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(zip(*columns, strict=True)):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell, bold if number == 0 else None)
    return target.getvalue()


def cell(value: object) -> str:
    """A field's value as the text that reads back to it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Age() | Interval() | date() | str() | int():
            return str(value)
        case Iterable():
            return "; ".join(map(str, value))
        case _:
            raise TypeError(f"no cell is known for a {type(value).__name__}")
