"""Which heading fills which field."""

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.result import RowProblem
from matcher.tables.columns import Column
from matcher.tables.errors import TableError
from matcher.tables.grid import Grid, heading_list

IGNORED = ("", "-")
"""What a mapping writes for a heading that is not to be read."""


@dataclass(frozen=True, slots=True)
class Located:
    """The columns of one table: for each, its position and its heading as written; and the headings nobody reads."""

    columns: tuple[tuple[int, str, Column], ...]
    unread: tuple[str, ...]

    def headings(self) -> dict[str, str]:
        """The heading as written by field."""
        return {column.field: heading for _, heading, column in self.columns}


def locate(grid: Grid, columns: Sequence[Column], mapping: Mapping[str, str], required: Iterable[str]) -> Located:
    """Find the columns of a table by the mapping first, by field names and aliases then.

    Args:
        grid: The table.
        columns: The columns it may have.
        mapping: Heading to field; an ignored heading has one of :data:`IGNORED`.
        required: Fields without which the table is of no use.

    Raises:
        TableError: If a heading is mapped that is not there, to a field that is not known, if two headings fill one
            field, or if a required field has none.
    """
    problems = _wrong_mappings(grid, [column.field for column in columns], mapping)
    mapped = {folded(heading): field for heading, field in mapping.items()}
    found: list[tuple[int, str, Column]] = []
    unread: list[str] = []
    for position, (heading, column) in enumerate(recognised(grid, columns, mapping)):
        if column is not None:
            found.append((position, heading, column))
        elif mapped.get(folded(heading)) not in IGNORED and (heading or any(row.cells[position] for row in grid.rows)):
            unread.append(heading or f"column {position + 1} (it has no heading)")
    problems += _doubled(grid, found)
    problems += _missing(grid, found, required)
    if problems:
        raise TableError(problems)
    return Located(tuple(found), tuple(unread))


def recognised(
    grid: Grid, columns: Sequence[Column], mapping: Mapping[str, str]
) -> tuple[tuple[str, Column | None], ...]:
    """Every heading as written, with the column it is read as, or None."""
    by_field = {column.field: column for column in columns}
    mapped = {folded(heading): field for heading, field in mapping.items()}
    aliases = {folded(alias): column for column in reversed(columns) for alias in column.aliases}
    aliases |= {folded(column.field): column for column in columns}
    taken = set(mapped.values())
    found: list[tuple[str, Column | None]] = []
    for heading in grid.headings:
        key = folded(heading)
        column = by_field.get(mapped[key]) if key in mapped else aliases.get(key)
        if key not in mapped and column is not None and column.field in taken:
            column = None
        found.append((heading, column))
    return tuple(found)


def folded(heading: str) -> str:
    """A heading without case, spaces and signs, for comparison."""
    return "".join(character for character in heading.casefold() if character.isalnum())


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that names the most similar known word, or nothing where none is similar."""
    close = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def _wrong_mappings(grid: Grid, fields: Collection[str], mapping: Mapping[str, str]) -> list[RowProblem]:
    there = {folded(heading) for heading in grid.headings}
    problems = []
    for heading, field in mapping.items():
        if folded(heading) not in there:
            message = f"the mapping names a heading that the list does not have; it has {heading_list(grid.headings)}"
            problems.append(RowProblem(file=grid.file, column=heading, code="unknown_heading", message=message))
        if field not in fields and field not in IGNORED:
            message = f"there is no such field{nearest(field, fields)} The fields are {', '.join(fields)}"
            problems.append(RowProblem(file=grid.file, column=heading, code="unknown_field", message=message))
    return problems


def _doubled(grid: Grid, found: Sequence[tuple[int, str, Column]]) -> list[RowProblem]:
    first: dict[str, str] = {}
    problems = []
    for _, heading, column in found:
        if column.field in first:
            message = (
                f'both "{first[column.field]}" and "{heading}" are read as {column.field}: '
                f'rename one, or map it to another field or to nothing ("{heading}=-")'
            )
            code = "two_headings"
            problems.append(RowProblem(file=grid.file, column=heading, field=column.field, code=code, message=message))
        first.setdefault(column.field, heading)
    return problems


def _missing(grid: Grid, found: Sequence[tuple[int, str, Column]], required: Iterable[str]) -> list[RowProblem]:
    there = {column.field for _, _, column in found}
    return [
        RowProblem(
            file=grid.file,
            field=field,
            code=f"no_{field}_column",
            message=(
                f"no column is read as {field}; the headings are {heading_list(grid.headings)}: "
                f'rename one to {field}, or map it ("Your heading={field}")'
            ),
        )
        for field in required
        if field not in there
    ]
