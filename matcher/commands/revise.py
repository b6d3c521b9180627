"""``group-matcher revise``: change a plan when the list has changed."""

from pathlib import Path

import click

from matcher.commands.searching import SECONDS
from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Change a plan when the list has changed; say who moves.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.option("--max-moves", type=click.IntRange(min=0), metavar="N", help="At most so many people move.")
@click.option(
    "--stay",
    type=click.FloatRange(min=0),
    metavar="POINTS",
    help="Instead: move somebody only if it gains more than this, three times as much off a published place."
    "  [default: 0.1]",
)
@click.option(
    "--frontier",
    type=click.IntRange(0, 200),
    metavar="N",
    help="Also show what the best plan with 0, 1, 2 ... N moves is worth.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    help="Time to search, about.",
)
@click.option(
    "--out", type=FILE, metavar="DIR", help="Write plan.json, rosters, report.html, revision.json (frontier.svg) there."
)
def revise(
    options: ListOptions,
    plan_path: Path,
    max_moves: int | None,
    stay: float | None,
    frontier: int | None,
    seconds: float,
    out: Path | None,
) -> None:
    """Change PLAN (a plan.json or a roster) so that it fits LIST as it is now, with few moves.

    LIST has newcomers on it and those who dropped out are gone; pins, published places and members are columns of it.
    A move is somebody who had a place, is still on the list, and gets another place or none. Somebody new who takes a
    place is no move. Everybody who moves is listed, with what it is worth.

    \b
    Examples:
      group-matcher revise list.xlsx proposal/plan.json --max-moves 3 --out week-2
      group-matcher revise list.xlsx proposal/plan.json --stay 0.2 --frontier 8
    """
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.refusal import refuse_option
    from matcher.terminal.revising import Budget, revise_and_show
    from matcher.terminal.solving import check_folder

    if max_moves is not None and stay is not None:
        raise refuse_option("--stay", "a number of moves replaces the price: leave out --max-moves", options.as_json)
    read, plan = read_list_and_plan(options, plan_path, changed=True)
    check_folder(out, as_json=options.as_json)
    revise_and_show(read, plan, Budget(max_moves, stay, frontier, seconds), out, as_json=options.as_json)
