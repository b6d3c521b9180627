"""Rows with a problem left out, every one of them listed, and so is every reference to them."""

from collections.abc import Iterable
from dataclasses import replace

from matcher.intake import NAMING_OTHERS, Intake
from matcher.result import RowProblem
from matcher.tables.draft import Checked, Draft, check
from matcher.tables.entries import Entry
from matcher.tables.errors import TableError


def leave_out(draft: Draft, problems: Iterable[RowProblem]) -> tuple[Intake, tuple[RowProblem, ...]]:
    """The intake of the rows without a problem, and what was left out of it.

    Rows that have a problem only because others are left out follow them. Of two rows with one id the later goes.

    Args:
        draft: The draft as read.
        problems: The problems of its list.

    Raises:
        TableError: If no row is left, if a problem concerns the whole list, or if the groups have one: an offer is
            never left out.
    """
    skipped = list(problems)
    rows = {problem.row for problem in skipped}
    while True:
        if None in rows:
            raise TableError(skipped)
        kept = [entry for entry in draft.applicants if entry.row not in rows]
        if not kept:
            raise TableError(skipped)
        there = {entry.id for entry in kept}
        gone = {entry.id for entry in draft.applicants if entry.id not in there}
        removed: list[RowProblem] = []
        applicants = tuple(_without_references(draft.file, entry, gone, removed) for entry in kept)
        checked: Checked = check(replace(draft, applicants=applicants))
        if checked.in_groups:
            raise TableError((*skipped, *checked.in_groups))
        if checked.intake is not None:
            return checked.intake, tuple(sorted((*skipped, *removed), key=lambda problem: problem.row or 0))
        skipped += checked.in_list
        rows |= {problem.row for problem in checked.in_list}


def _without_references(file: str, entry: Entry, gone: set[str], removed: list[RowProblem]) -> Entry:
    for field in NAMING_OTHERS:
        named = entry.data.get(field, ())
        assert isinstance(named, tuple)
        left = tuple(other for other in named if other not in gone)
        if left != named:
            removed.append(_removed(file, entry, field, len(named) - len(left)))
            entry = replace(entry, data={**entry.data, field: left})
    ties = tuple(tie for tie in entry.ties if tie[1] not in gone)
    if ties != entry.ties:
        removed.append(_removed(file, entry, "ties", len(entry.ties) - len(ties)))
        entry = replace(entry, ties=ties)
    return entry


def _removed(file: str, entry: Entry, field: str, count: int) -> RowProblem:
    message = (
        f"{count} reference(s) to rows that were left out are not looked at: correct those rows to bring them back"
    )
    column = entry.headings.get(field)
    return RowProblem(
        file=file,
        row=entry.row,
        column=column,
        field=field,
        code="removed_reference",
        message=message,
        id=entry.id,
    )
