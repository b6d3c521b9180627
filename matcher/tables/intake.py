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
from matcher.tables.headings import locate
from matcher.tables.skipping import leave_out
from matcher.vocabulary import Vocabulary

_ID: TypeAdapter[str] = TypeAdapter(Id)


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


def read_intake(
    list_path: Path,
    *,
    groups: Path | None = None,
    offers: Sequence[Group] | None = None,
    sizes: Sizes | None = None,
    policy: Policy | None = None,
    vocabulary: Vocabulary | None = None,
    mapping: Mapping[str, str] | None = None,
    skip_invalid: bool = False,
    as_of: date | None = None,
) -> ReadIntake:
    """Read a list of applicants, one a row, and check it as a whole.

    Args:
        list_path: CSV or XLSX with a heading row; headings are field names, aliases of them, or mapped.
        groups: CSV or XLSX of the groups on offer; without it equal groups are made from the sizes.
        offers: The groups on offer as a plan's file has them, where no file of groups is given.
        sizes: The sizes of such equal groups.
        policy: Weights and rules.
        vocabulary: Reasons and life stages; without it the shipped ones.
        mapping: Heading of the list to field; an empty field or ``-`` leaves a column unread. It wins over aliases.
        skip_invalid: Leave rows with a problem out and list them, instead of refusing the list. Groups stay.
        as_of: The day of the matching.

    Raises:
        TableError: With every problem of both files at once.
    """
    failed: list[RowProblem] = []
    grid = _grid(list_path, failed)
    groups_grid = None if groups is None else _grid(groups, failed)
    if grid is None or (groups is not None and groups_grid is None):
        # What else is wrong is said all the same: nobody wants to come back for every single thing.
        for found, columns in ((grid, APPLICANT_COLUMNS), (groups_grid, GROUP_COLUMNS)):
            if found is not None:
                failed += _read_side(found, columns, (mapping or {}) if found is grid else {}, failed).problems
        raise TableError(failed)
    return intake_of(
        grid,
        groups=groups_grid,
        offers=offers,
        sizes=sizes,
        policy=policy,
        vocabulary=vocabulary,
        mapping=mapping,
        skip_invalid=skip_invalid,
        as_of=as_of,
    )


def intake_of(
    grid: Grid,
    *,
    groups: Grid | None = None,
    offers: Sequence[Group] | None = None,
    sizes: Sizes | None = None,
    policy: Policy | None = None,
    vocabulary: Vocabulary | None = None,
    mapping: Mapping[str, str] | None = None,
    skip_invalid: bool = False,
    as_of: date | None = None,
) -> ReadIntake:
    """Read tables that were read from their files already, see :func:`read_intake`.

    Raises:
        TableError: With every problem of both tables at once.
    """
    failed: list[RowProblem] = []
    applicants = _read_side(grid, APPLICANT_COLUMNS, mapping or {}, failed)
    described = _Side() if groups is None else _read_side(groups, GROUP_COLUMNS, {}, failed)
    if failed:
        raise TableError((*failed, *applicants.problems, *described.problems))
    given = {"groups": offers, "sizes": sizes, "policy": policy, "vocabulary": vocabulary, "as_of": as_of}
    draft = Draft(
        file=grid.file,
        applicants=applicants.entries,
        group_file="" if groups is None else groups.file,
        groups=described.entries,
        settings={name: value for name, value in given.items() if value is not None},
    )
    checked = check(draft)
    in_list = _with_ids((*applicants.problems, *checked.in_list), applicants.entries)
    in_groups = _with_ids((*described.problems, *checked.in_groups), described.entries)
    skipped: tuple[RowProblem, ...] = ()
    if in_groups or (in_list and not skip_invalid):
        raise TableError((*in_list, *in_groups))
    if in_list or checked.intake is None:
        intake, skipped = leave_out(draft, in_list)
    else:
        intake = checked.intake
    return ReadIntake(intake, skipped, (*applicants.warnings, *described.warnings, *remarks(intake)))


def _grid(path: Path, failed: list[RowProblem]) -> Grid | None:
    try:
        return read_grid(path)
    except TableError as error:
        failed.extend(error.problems)
        return None


def _read_side(grid: Grid, columns: Sequence[Column], mapping: Mapping[str, str], failed: list[RowProblem]) -> _Side:
    """Read one table; what makes the whole of it useless is added to ``failed``."""
    try:
        located = locate(grid, columns, mapping, required=("id",))
    except TableError as error:
        failed.extend(error.problems)
        return _Side()
    entries, problems = read_entries(grid, located)
    return _Side(tuple(entries), tuple(problems), (*grid.warnings, *_unread_headings(grid.file, located.unread)))


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
