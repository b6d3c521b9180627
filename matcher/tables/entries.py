"""Rows to plain entries of applicants or groups, with the place in the file that each field came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matcher.ages import Age
from matcher.result import RowProblem
from matcher.tables.cells import CellError
from matcher.tables.columns import Column
from matcher.tables.grid import Grid, Row
from matcher.tables.headings import Located

AGE_FIELDS = ("age", "age_band")
"""Where an age may stand; the first of them that is filled in a row counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its number, its fields as plain data, the heading of each, and the ties it names (kind, other's id)."""

    row: int
    data: Mapping[str, object]
    headings: Mapping[str, str]
    ties: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The entry's id; empty where the row has none."""
        return str(self.data.get("id", ""))

    def without(self, field: str) -> "Entry":
        """The entry with a field left out."""
        return replace(self, data={name: value for name, value in self.data.items() if name != field})


def read_entries(grid: Grid, located: Located) -> tuple[list[Entry], list[RowProblem]]:
    """Read every row; a cell that cannot be read is left out of its entry and stands among the problems."""
    headings = located.headings()
    fields = {heading: field for field, heading in headings.items()}
    entries = []
    problems = [problem.model_copy(update={"field": fields.get(problem.column or "")}) for problem in grid.problems]
    for row in grid.rows:
        entry, wrong = _read_row(grid.file, row, located, headings)
        entries.append(entry)
        problems += wrong
    return entries, problems


def _read_row(file: str, row: Row, located: Located, headings: Mapping[str, str]) -> tuple[Entry, list[RowProblem]]:
    data: dict[str, object] = {}
    own_headings = headings
    ties: object = ()
    problems = []
    for position, heading, column in _filled(row, located):
        try:
            value = column.read(row.cells[position])
        except CellError as error:
            problems.append(
                RowProblem(
                    file=file,
                    row=row.number,
                    column=heading,
                    field=column.field,
                    code=error.code,
                    message=error.message,
                )
            )
            continue
        field = column.field
        if field == "ties":
            ties = value
            continue
        if field in AGE_FIELDS:
            field = "age" if isinstance(value, Age) else "birth_year"
            if field == "birth_year" and field in data:
                continue
            if own_headings.get(field) != heading:
                own_headings = {**own_headings, field: heading}
        data[field] = value
    assert isinstance(ties, tuple)
    return Entry(row.number, data, own_headings, ties), problems


def _filled(row: Row, located: Located) -> list[tuple[int, str, Column]]:
    """The row's filled cells: of the columns of ages only the first filled one, of a shifted row only the id."""
    filled = [entry for entry in located.columns if row.cells[entry[0]]]
    if row.shifted:
        return [entry for entry in filled if entry[2].field == "id"]
    ages = [entry for entry in filled if entry[2].field in AGE_FIELDS]
    if len(ages) < 2:
        return filled
    first = min(ages, key=lambda entry: AGE_FIELDS.index(entry[2].field))
    return [entry for entry in filled if entry not in ages or entry is first]
