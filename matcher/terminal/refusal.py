"""Bad input: every problem at once, in a table for a person or as one JSON object."""

import json
from collections.abc import Iterable
from typing import IO, Any

import click

from matcher.report.words import count
from matcher.result import RowProblem
from matcher.terminal.console import errors, plain, say

MOST_SHOWN = 50
"""Kinds of problems that a table shows; the JSON object always has every problem."""

MOST_ROWS = 6
"""Rows with the same problem that are listed before the rest is only counted."""


class Refused(click.ClickException):
    """The input cannot be used: nothing was written, and the command ends with exit code 2."""

    exit_code = 2

    def __init__(self, problems: Iterable[RowProblem], *, as_json: bool) -> None:
        self.problems = tuple(problems)
        self.as_json = as_json
        super().__init__(f"{len(self.problems)} problem(s)")

    def show(self, file: IO[Any] | None = None) -> None:
        """The table on standard error, or the object on standard output."""
        if self.as_json:
            problems = [problem.model_dump(mode="json") for problem in self.problems]
            say(json.dumps({"status": "invalid", "problems": problems}, ensure_ascii=False, indent=2))
        else:
            _print_table(self.problems)


def refuse_option(option: str, message: str, as_json: bool) -> Refused:
    """The refusal of one option of the command line."""
    return Refused([RowProblem(file=option, code="invalid_option", message=message)], as_json=as_json)


def _print_table(problems: tuple[RowProblem, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = errors()
    number = len(problems)
    console.print(Text(f"{count(number, 'problem')}. Nothing was written.", style="bold red"))
    alike: dict[RowProblem, list[int]] = {}
    for problem in problems:
        rows = alike.setdefault(problem.model_copy(update={"row": None, "id": None}), [])
        if problem.row is not None:
            rows.append(problem.row)
    columns = {
        "File": [p.file for p in alike],
        "Row": [_rows(rows) for rows in alike.values()],
        "Column": [p.column or "" for p in alike],
        "What to do": [p.message for p in alike],
    }
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown = {heading: cells[:MOST_SHOWN] for heading, cells in columns.items() if any(cells)}
    for heading in shown:
        table.add_column(heading, overflow="fold")
    for cells in zip(*shown.values(), strict=True):
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)
    if len(alike) > MOST_SHOWN:
        console.print(Text(f"and {len(alike) - MOST_SHOWN} more; --json lists them all", style="bold"))


def _rows(rows: list[int]) -> str:
    listed = ", ".join(map(str, rows[:MOST_ROWS]))
    return listed if len(rows) <= MOST_ROWS else f"{listed} and {len(rows) - MOST_ROWS} more"
