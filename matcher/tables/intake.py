"""An intake from a list of applicants and, where there is one, a file of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from matcher.intake import Group, Id, Intake, Sizes
from matcher.policy import Policy
from matcher.remarks import remarks
from matcher.result import RowProblem
from matcher.tables.columns import APPLICANT_COLUMNS, GROUP_COLUMNS, Column
from matcher.tables.draft import Draft, check
from matcher.tables.entries import Entry, read_entries
from matcher.tables.errors import TableError
from matcher.tables.grid import Grid, heading_list, read_grid
from matcher.tables.headings import locate, recognised
from matcher.tables.skipping import leave_out
from matcher.vocabulary import Vocabulary

_ID: TypeAdapter[str] = TypeAdapter(Id)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a file: its heading as written, and the field it is read as (None where it is not read)."""

    file: str
    heading: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of reading a list: the intake, or None and every problem; and what there is to say either way."""

    intake: Intake | None
    problems: tuple[RowProblem, ...] = ()
    skipped: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    columns: tuple[ReadColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadIntake:
    """An intake as read, the rows left out of it (only where that was asked for), and what a person should look at."""

    intake: Intake
    skipped: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """What was read of one file."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    columns: tuple[ReadColumn, ...] = ()


def read_intake(
    listed: Path | Grid,
    *,
    groups: Path | Grid | None = None,
    offers: Sequence[Group] | None = None,
    sizes: Sizes | None = None,
    policy: Policy | None = None,
    vocabulary: Vocabulary | None = None,
    mapping: Mapping[str, str] | None = None,
    skip_invalid: bool = False,
    as_of: date | None = None,
    sheet: str | None = None,
    most_rows: int | None = None,
) -> ReadIntake:
    """Read a list of applicants, one a row, and check it as a whole.

    Args:
        listed: CSV or XLSX with a heading row, or such a table read already; headings are field names, aliases of
            them, or mapped.
        groups: CSV or XLSX of the groups on offer; without it equal groups are made from the sizes.
        offers: The groups on offer as a plan's file has them, where no file of groups is given.
        sizes: The sizes of such equal groups.
        policy: Weights and rules.
        vocabulary: Reasons and life stages; without it the shipped ones.
        mapping: Heading of the list to field; an empty field or ``-`` leaves a column unread. It wins over aliases.
        skip_invalid: Leave rows with a problem out and list them, instead of refusing the list. Groups stay.
        as_of: The day of the matching.
        sheet: The sheet of the list, if it is a workbook; without it the first that has content.
        most_rows: Rows that each file may have under its heading.

    Raises:
        TableError: With every problem of both files at once.
    """
    examined = examine_intake(
        listed,
        groups=groups,
        offers=offers,
        sizes=sizes,
        policy=policy,
        vocabulary=vocabulary,
        mapping=mapping,
        skip_invalid=skip_invalid,
        as_of=as_of,
        sheet=sheet,
        most_rows=most_rows,
    )
    if examined.intake is None:
        raise TableError(examined.problems)
    return ReadIntake(examined.intake, examined.skipped, examined.warnings)


def examine_intake(
    listed: Path | Grid,
    *,
    groups: Path | Grid | None = None,
    offers: Sequence[Group] | None = None,
    sizes: Sizes | None = None,
    policy: Policy | None = None,
    vocabulary: Vocabulary | None = None,
    mapping: Mapping[str, str] | None = None,
    skip_invalid: bool = False,
    as_of: date | None = None,
    sheet: str | None = None,
    most_rows: int | None = None,
) -> Examined:
    """Read a list as :func:`read_intake` does, and tell its problems as something found instead of an error."""
    failed: list[RowProblem] = []
    applicants = _read_side(listed, APPLICANT_COLUMNS, mapping or {}, failed, sheet, most_rows)
    described = _Side() if groups is None else _read_side(groups, GROUP_COLUMNS, {}, failed, None, most_rows)
    columns = (*applicants.columns, *described.columns)
    warnings = (*applicants.warnings, *described.warnings)
    if failed:
        problems = (*failed, *applicants.problems, *described.problems)
        return Examined(None, problems, warnings=warnings, columns=columns)
    given = {"groups": offers, "sizes": sizes, "policy": policy, "vocabulary": vocabulary, "as_of": as_of}
    draft = Draft(
        file=_file_of(listed),
        applicants=applicants.entries,
        group_file="" if groups is None else _file_of(groups),
        groups=described.entries,
        settings={name: value for name, value in given.items() if value is not None},
    )
    checked = check(draft)
    in_list = _with_ids((*applicants.problems, *checked.in_list), applicants.entries)
    in_groups = _with_ids((*described.problems, *checked.in_groups), described.entries)
    skipped: tuple[RowProblem, ...] = ()
    if in_groups or (in_list and not skip_invalid):
        return Examined(None, (*in_list, *in_groups), warnings=warnings, columns=columns)
    if in_list or checked.intake is None:
        try:
            intake, skipped = leave_out(draft, in_list)
        except TableError as error:
            return Examined(None, error.problems, warnings=warnings, columns=columns)
    else:
        intake = checked.intake
    return Examined(intake, (), skipped, (*warnings, *remarks(intake)), columns)


def _file_of(source: Path | Grid) -> str:
    return source.file if isinstance(source, Grid) else source.name


def _read_side(
    source: Path | Grid,
    columns: Sequence[Column],
    mapping: Mapping[str, str],
    failed: list[RowProblem],
    sheet: str | None,
    most_rows: int | None,
) -> _Side:
    """Read one file; what makes the whole of it useless is added to ``failed``."""
    try:
        grid = source if isinstance(source, Grid) else read_grid(source, sheet=sheet, most_rows=most_rows)
    except TableError as error:
        failed.extend(error.problems)
        return _Side()
    read = tuple(
        ReadColumn(grid.file, heading, None if column is None else column.field)
        for heading, column in recognised(grid, columns, mapping)
    )
    try:
        located = locate(grid, columns, mapping, required=("id",))
    except TableError as error:
        failed.extend(error.problems)
        return _Side(warnings=grid.warnings, columns=read)
    entries, problems = read_entries(grid, located)
    warnings = (*grid.warnings, *_unread_headings(grid.file, located.unread))
    return _Side(tuple(entries), tuple(problems), warnings, read)


def _with_ids(problems: Sequence[RowProblem], entries: Sequence[Entry]) -> tuple[RowProblem, ...]:
    """The problems by row, each with the id of its row where that is a usable one."""
    ids = {entry.row: entry.id for entry in entries}
    named = [problem.model_copy(update={"id": _usable(ids.get(problem.row or 0, ""))}) for problem in problems]
    return tuple(sorted(named, key=lambda problem: problem.row or 0))


def _usable(text: str) -> str | None:
    try:
        return _ID.validate_python(text)
    except ValidationError:
        return None


def _unread_headings(file: str, headings: tuple[str, ...]) -> list[str]:
    """Headings that nobody reads, by name."""
    if not headings:
        return []
    return [f"{file}: {len(headings)} column(s) not read: {heading_list(headings)}"]
