"""``group-matcher compare``: plans side by side."""

from pathlib import Path

import click

from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Lay two or more plans side by side.")
@reading_options
@click.argument("plan_paths", metavar="PLAN_A PLAN_B [...]", type=FILE, nargs=-1, required=True)
@click.option("--out", type=FILE, metavar="DIR", help="Write comparison.html and comparison.svg there.")
def compare(options: ListOptions, plan_paths: tuple[Path, ...], out: Path | None) -> None:
    """Lay two or more plans for the applicants in LIST side by side: who moves, figures, rules broken and mended.

    The plans may have other groups or another policy each; fits and values are measured by the policy of PLAN_A, so
    that they can be compared. Groups that differ in nothing but their name are told apart by their people.

    \b
    Example:
      group-matcher compare list.xlsx monday/plan.json tuesday/plan.json --out side-by-side
    """
    from matcher.terminal.comparing import compare_and_show

    compare_and_show(options, plan_paths, out)
