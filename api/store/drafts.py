"""A list on its way in: read it, say what is wrong, let it be mended cell by cell."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from propcache.api import cached_property

from api.db.models import DraftRow
from matcher.intake import Intake, Sizes
from matcher.result import RowProblem
from matcher.tables import Grid, ReadIntake, TableError, read_grid, read_intake
from matcher.tables.columns import APPLICANT_COLUMNS
from matcher.tables.headings import recognised

UNREAD = "-"
"""What a heading is mapped to when nobody reads its column."""

SAMPLES = 3
"""Cells of a column that are shown beside its heading."""

MOST_ROWS_MENDED = 200
"""Rows with problems that are shown at once."""

_ENDING = re.compile(r"\.(csv|tsv|txt|xlsx)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list: its heading, what it is read as (empty where nobody reads it), and some of its cells."""

    number: int
    text: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellToMend:
    """A cell with a problem, or the whole row where ``heading`` is None."""

    heading: str | None
    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowToMend:
    """A row with problems, or one that was left out knowingly."""

    number: int
    id: str | None
    cells: tuple[CellToMend, ...]
    left_out: bool


class Draft:
    """What a draft's files say with its corrections; read onto a list, whose groups and settings then hold."""

    def __init__(self, row: DraftRow, onto: Intake | None = None) -> None:
        self._row = row
        self._onto = onto

    @cached_property
    def grid(self) -> Grid:
        """The list with its corrections, the rows left out knowingly among the others.

        Raises:
            TableError: If the file is no table.
        """
        return _corrected(_read(self._row.list_bytes, self._row.list_name), self._row.cells)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The columns with what they are read as: by the mapping, else by what their heading says."""
        found = recognised(self.grid, APPLICANT_COLUMNS, self._row.mapping)
        return tuple(
            Heading(number, text, "" if column is None else column.field, _samples(self.grid, number))
            for number, (text, column) in enumerate(found)
        )

    @cached_property
    def read(self) -> ReadIntake | None:
        """The intake; None while something is wrong."""
        return self._outcome if isinstance(self._outcome, ReadIntake) else None

    @cached_property
    def problems(self) -> tuple[RowProblem, ...]:
        """Everything that is wrong."""
        return () if isinstance(self._outcome, ReadIntake) else self._outcome.problems

    @property
    def of_the_whole(self) -> tuple[RowProblem, ...]:
        """What is wrong with the list as a whole, or with the file of groups."""
        return tuple(problem for problem in self.problems if problem.row is None or problem.file != self._row.list_name)

    def rows(self) -> Iterator[RowToMend]:
        """The rows to be mended, and those left out, in their order."""
        wrong: dict[int, list[RowProblem]] = {}
        for problem in self.problems:
            if problem.row is not None and problem.file == self._row.list_name:
                wrong.setdefault(problem.row, []).append(problem)
        left_out = set(self._row.left_out)
        for row in self.grid.rows:
            if row.number in wrong or row.number in left_out:
                cells = dict(zip(self.grid.headings, row.cells, strict=True))
                problems = wrong.get(row.number, [])
                name = next((problem.id for problem in problems if problem.id), None)
                yield RowToMend(row.number, name, tuple(_to_mend(problems, cells)), row.number in left_out)

    @cached_property
    def _outcome(self) -> ReadIntake | TableError:
        left_out = set(self._row.left_out)
        try:
            rows = tuple(row for row in self.grid.rows if row.number not in left_out)
            problems = tuple(problem for problem in self.grid.problems if problem.row not in left_out)
            groups = None
            if self._row.groups_bytes is not None:
                groups = _read(self._row.groups_bytes, self._row.groups_name or "groups.csv")
            there = set(self.grid.headings)
            mapping = {heading: field for heading, field in self._row.mapping.items() if heading in there}
            grid = replace(self.grid, rows=rows, problems=problems)
            if (onto := self._onto) is not None:
                return read_intake(
                    grid,
                    offers=onto.groups,
                    sizes=onto.sizes,
                    policy=onto.policy,
                    vocabulary=onto.vocabulary,
                    mapping=mapping,
                    as_of=onto.as_of,
                )
            return read_intake(grid, groups=groups, sizes=None if groups is not None else Sizes(), mapping=mapping)
        except TableError as error:
            return error


def plain_name(file_name: str, otherwise: str) -> str:
    """A file's name without folders and signs that mean something elsewhere; with an ending that a list can have."""
    name = re.sub(r"[^\w .()+-]", "_", file_name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")[-120:]
    return name if _ENDING.search(name) else otherwise


def title_of(file_name: str) -> str:
    """What a list is called at first: its file's name without the ending."""
    return _ENDING.sub("", file_name).strip() or "List"


def _read(data: bytes, name: str) -> Grid:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_grid(path)


def _corrected(grid: Grid, cells: Mapping[str, Mapping[str, str]]) -> Grid:
    rows = []
    for row in grid.rows:
        new = cells.get(str(row.number))
        if new is None:
            rows.append(row)
            continue
        texts = (new.get(heading, cell) for heading, cell in zip(grid.headings, row.cells, strict=True))
        rows.append(replace(row, cells=tuple(text.strip() for text in texts)))
    mended = {(int(number), heading) for number, changed in cells.items() for heading in changed}
    problems = tuple(problem for problem in grid.problems if (problem.row, problem.column) not in mended)
    return replace(grid, rows=tuple(rows), problems=problems)


def _samples(grid: Grid, number: int) -> tuple[str, ...]:
    filled = dict.fromkeys(row.cells[number] for row in grid.rows if row.cells[number])
    return tuple(filled)[:SAMPLES]


def _to_mend(problems: Sequence[RowProblem], cells: Mapping[str, str]) -> Iterator[CellToMend]:
    by_heading: dict[str | None, list[str]] = {}
    for problem in problems:
        heading = problem.column if problem.column in cells else None
        by_heading.setdefault(heading, []).append(problem.message)
    for heading, messages in by_heading.items():
        text = "" if heading is None else cells[heading]
        yield CellToMend(heading, text, tuple(dict.fromkeys(messages)))
