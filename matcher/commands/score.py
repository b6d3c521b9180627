"""``group-matcher score``: measure a plan, and name the rules it breaks."""

from pathlib import Path

import click

from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Measure a plan, and name the rules it breaks.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
def score(options: ListOptions, plan_path: Path) -> None:
    """Measure PLAN (a plan.json, or a roster as CSV or XLSX) for the applicants in LIST.

    Every rule that the plan breaks is named. Groups and policy are those of the plan, unless you name others.

    \b
    Example:
      group-matcher score list.xlsx proposal/plan.json
    """
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.solving import show, with_list

    read, plan = read_list_and_plan(options, plan_path)
    from matcher.answer import evaluate

    show(read, with_list(read, evaluate(read.intake, plan)), as_json=options.as_json)
