"""``group-matcher print``: a plan as PDF, and its sessions as a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.terminal.options import FILE, ListOptions, reading_options

if TYPE_CHECKING:
    from datetime import datetime


@click.command("print", short_help="Print a plan as PDF, and its sessions as a calendar.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.option("--out", type=FILE, metavar="DIR", required=True, help="Write roster.pdf and proposal.pdf there.")
@click.option(
    "--starts",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Write calendar.ics there as well: every group's session, weekly from this day on.",
)
@click.option("--weeks", type=click.IntRange(min=1), metavar="N", help="For so many weeks.  [default: 12]")
def print_command(options: ListOptions, plan_path: Path, out: Path, starts: datetime | None, weeks: int | None) -> None:
    """Print PLAN (a plan.json, or a roster as CSV or XLSX) for the applicants in LIST.

    roster.pdf has a page for every group, proposal.pdf a sheet for the meeting that decides. calendar.ics says which
    group meets when, and nothing of anybody; groups without a session time are not in it.

    \b
    Example:
      group-matcher print list.xlsx proposal/plan.json --out proposal --starts 2026-09-07 --weeks 12
    """
    from matcher.terminal.printing import print_plan, read_term
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.solving import check_folder

    read, plan = read_list_and_plan(options, plan_path)
    check_folder(out, as_json=options.as_json)
    term = read_term(starts, weeks, as_json=options.as_json)
    print_plan(read, plan, options.list_path, term, out, as_json=options.as_json)
