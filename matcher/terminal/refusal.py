"""Bad input: every problem at once, in a table for a person or as one JSON object."""

import json
import sys
from collections.abc import Iterable
from typing import IO, Any

import click

from matcher.result import RowProblem
from matcher.terminal.console import errors, plain, say

MOST_SHOWN = 50
"""Problems that a table shows; the JSON object always has them all."""


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
    title = "One problem" if number == 1 else f"{number} problems"
    console.print(Text(f"{title}. Nothing was written.", style="bold red"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    several = len({p.file for p in problems}) > 1 or all(p.row is None for p in problems)
    columns = {
        "File": [p.file for p in problems] if several else [],
        "Row": ["" if p.row is None else str(p.row) for p in problems],
        "Column": [p.column or "" for p in problems],
        "What to do": [p.message for p in problems],
    }
    shown = {heading: cells for heading, cells in columns.items() if any(cells)}
    if not several:
        console.print(Text(plain(problems[0].file)))
    for heading in shown:
        table.add_column(heading, overflow="fold", justify="right" if heading == "Row" else "left")
    for place in range(min(number, MOST_SHOWN)):
        table.add_row(*(Text(plain(cells[place])) for cells in shown.values()))
    console.print(table)
    if number > MOST_SHOWN:
        console.print(Text(f"and {number - MOST_SHOWN} more; --json lists them all", style="bold"))
    sys.stderr.flush()
