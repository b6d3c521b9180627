"""``group-matcher alternatives``: other good plans that really differ."""

from pathlib import Path

import click

from matcher.commands.searching import SECONDS, SEEDS
from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Find other good plans that really differ.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.option("--count", type=click.IntRange(1, 9), default=2, show_default=True, help="How many plans beside PLAN.")
@click.option(
    "--apart",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.5,
    show_default=True,
    help="Largest share of the pairs meeting in either of two plans that may meet in both.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=3 * SECONDS,
    show_default=True,
    help="Time to search for each plan, at the most.",
)
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="Another seed, another try.")
@click.option("--out", type=FILE, metavar="DIR", help="Write each plan's files into DIR/plan-2, DIR/plan-3 ...")
def alternatives(
    options: ListOptions, plan_path: Path, count: int, apart: float, seconds: float, seed: int, out: Path | None
) -> None:
    """Find other good plans beside PLAN in which people meet other people, for a second opinion.

    What groups are called does not count: two plans are as similar as the share of pairs that meet in both. Lay them
    side by side with the command compare.

    \b
    Example:
      group-matcher alternatives list.xlsx proposal/plan.json --count 2 --out others
    """
    from matcher.terminal.opinions import Wanted, find_and_show

    find_and_show(options, plan_path, Wanted(count, apart, seconds, seed), out)
