"""Plans side by side on a terminal, and as files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.compare import Alternative, Comparison, Difference, compare
from matcher.intake import Intake
from matcher.report.comparison import (
    Listing,
    difference_sentences,
    figure_rows,
    letter,
    render_comparison,
    render_picture,
)
from matcher.report.files import write_files
from matcher.result import BreachReport
from matcher.sentences import sentence
from matcher.terminal.console import LONGEST_NOTE, answers, errors, plain, say
from matcher.terminal.options import ListOptions
from matcher.terminal.reading import read_list_and_plan
from matcher.terminal.refusal import refuse_option
from matcher.terminal.solving import CANNOT_WRITE, check_folder

MOST_MOVES = 12
"""People who move that are listed; the written outputs have them all."""

MOST_BREACHES = 6
"""Rules gained or lost that are listed."""


def compare_and_show(options: ListOptions, plan_paths: Sequence[Path], out: Path | None) -> None:
    """Read the list and the plans, compare them, print and write.

    Raises:
        Refused: With everything wrong in the list or a plan.
    """
    if len(plan_paths) < 2:
        raise refuse_option("PLAN", "a comparison needs two plans: name another one", options.as_json)
    check_folder(out, as_json=options.as_json)
    sides = []
    for path in plan_paths:
        read, plan = read_list_and_plan(options, path)
        sides.append(Alternative(str(path), read.intake, plan))
    compared = compare(*sides)
    intake = sides[0].intake
    if options.as_json:
        say(compared.model_dump_json(indent=2))
    else:
        show_comparison(answers(), compared)
    write(out, files(intake, compared, title=f"{len(sides)} plans side by side"), as_json=options.as_json)


def files(
    intake: Intake,
    compared: Comparison,
    *,
    title: str,
    lead: Sequence[str] = (),
    listings: Sequence[Listing] = (),
) -> dict[str, bytes]:
    """The page and the picture of a comparison, by file name."""
    page = render_comparison(intake, compared, title=title, lead=lead, listings=listings)
    return {"comparison.html": page.encode(), "comparison.svg": render_picture(compared).encode()}


def write(out: Path | None, contents: Mapping[str, bytes], *, as_json: bool) -> None:
    """Write the files and say where; what cannot be written ends the process with its exit code."""
    if out is None:
        return
    console = errors() if as_json else answers()
    try:
        written = write_files(out, contents)
    except OSError as error:
        errors().print(Text(f"The files could not be written: {error.strerror or error}", style="bold red"))
        sys.exit(CANNOT_WRITE)
    console.print(Text(f"\nWritten to {out}: {', '.join(path.name for path in written)}"), soft_wrap=True)


def show_listing(console: Console, listing: Listing) -> None:
    """Print a table of a what-if."""
    console.print()
    console.print(Text(listing.title, style="bold"))
    table = _table()
    for number, heading in enumerate(listing.headings):
        table.add_column(heading, justify="right" if number else "left", overflow="fold")
    for cells in listing.rows:
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)


def show_comparison(console: Console, compared: Comparison) -> None:
    """Print the figures of every plan, and how each differs from the first."""
    console.print()
    for number, figures in enumerate(compared.plans):
        console.print(Text(f"{letter(number)}  ", style="bold").append(plain(figures.name), style="not bold"))
    console.print()
    table = _table()
    table.add_column("Of each plan")
    for number in range(len(compared.plans)):
        table.add_column(letter(number), justify="right")
    for label, cells in figure_rows(compared):
        table.add_row(label, *cells)
    console.print(table)
    console.print(Text("Fits, costs and values by the policy of A in every plan.", style="dim"))
    for number, difference in enumerate(compared.differences):
        _show_difference(console, difference, letter(number + 1))


def _show_difference(console: Console, difference: Difference, called: str) -> None:
    console.print()
    console.print(Text(sentence("compare-of", other=called, first=letter(0)).text, style="bold"))
    for text in difference_sentences(difference):
        console.print(Text(f"{text}."))
    moves = (*difference.newly_placed, *difference.newly_waiting, *difference.moved)
    if moves:
        table = _table()
        table.show_header = False
        for move in moves[:MOST_MOVES]:
            way = f"{plain(move.origin or 'waits')} → {plain(move.target or 'waits')}"
            table.add_row(Text(f"  {plain(move.id)}"), Text(way))
        console.print(table)
        if len(moves) > MOST_MOVES:
            console.print(Text(f"  and {len(moves) - MOST_MOVES} more; --out writes them all", style="dim"))
    _show_breaches(console, f"Breaks or costs points in {called} only", difference.gained)
    _show_breaches(console, f"Broke or cost points in {letter(0)} only", difference.lost)


def _show_breaches(console: Console, title: str, breaches: Sequence[BreachReport]) -> None:
    if not breaches:
        return
    console.print(Text(title, style="bold"))
    for breach in breaches[:MOST_BREACHES]:
        figure = "  hard" if breach.hard else f"{-breach.cost:+6.2f}"
        console.print(Text(f"{figure}  {plain(breach.text, LONGEST_NOTE)}", style="red" if breach.hard else ""))
    if len(breaches) > MOST_BREACHES:
        console.print(Text(f"  and {len(breaches) - MOST_BREACHES} more; --out writes them all", style="dim"))


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
