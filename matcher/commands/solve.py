"""``group-matcher solve``: compose groups from a list."""

from pathlib import Path

import click

from matcher.commands.searching import SECONDS, SEEDS
from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Compose groups from a list.")
@reading_options
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help=f"Time to search.  [default: {SECONDS:g}]")
@click.option(
    "--work",
    type=click.IntRange(min=1),
    metavar="ROUNDS",
    help="Search this many rounds instead: the same list, seed and rounds give the same bytes on any machine.",
)
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="Another seed, another try.")
@click.option(
    "--gap",
    type=click.FloatRange(min=0),
    metavar="SHARE",
    help="Stop as soon as the plan is proved this close to the best possible; 0.01 is one percent.",
)
@click.option("--out", type=FILE, metavar="DIR", help="Write plan.json, roster.csv, roster.xlsx and report.html there.")
@click.option("--pdf", is_flag=True, help="Write roster.pdf and proposal.pdf there as well, to be printed.")
def solve(
    options: ListOptions,
    seconds: float | None,
    work: int | None,
    seed: int,
    gap: float | None,
    out: Path | None,
    pdf: bool,
) -> None:
    """Compose groups from the applicants in LIST (CSV or XLSX).

    LIST has one applicant a row and a heading row. Needed is a column id; used are age (a number, a band such as 18-25,
    or a birth year), life_stage, reasons (several with ; or | between them), availability (Mon 16:00-18:00; Wed 9-12),
    avoid, together and more. Headings of your own are recognised, or mapped with --map.

    Ctrl-C ends the search and keeps the best plan so far.

    \b
    Examples:
      group-matcher solve list.xlsx --out proposal
      group-matcher solve list.csv --groups groups.csv --seconds 60 --out proposal
      group-matcher solve list.csv --size 6-10 --target 8 --map "Age at intake=age" --json
    """
    from matcher.terminal.reading import read_list
    from matcher.terminal.refusal import refuse_option
    from matcher.terminal.solving import Search, check_folder, solve_and_show

    if seconds is not None and work is not None:
        raise refuse_option("--work", "a number of rounds replaces the clock: leave out --seconds", options.as_json)
    read = read_list(options)
    check_folder(out, as_json=options.as_json)
    if pdf:
        from matcher.terminal.printing import check_printing

        if out is None:
            raise refuse_option("--pdf", "name the folder to write into: add --out", options.as_json)
        check_printing(len(read.intake.applicants), as_json=options.as_json)
    search = Search(seconds or (SECONDS if work is None else None), work, gap, seed)
    printed_as = options.list_path.name if pdf else None
    solve_and_show(read, search, out, as_json=options.as_json, printed_as=printed_as)
