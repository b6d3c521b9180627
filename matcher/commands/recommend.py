"""``group-matcher recommend``: the groups of a plan for somebody new."""

from pathlib import Path

import click

from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Rank the groups for somebody new.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.argument("applicant", metavar="APPLICANT")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="How many groups to describe.")
def recommend(options: ListOptions, plan_path: Path, applicant: str, top: int) -> None:
    """Rank the groups of PLAN for APPLICANT (an id of the list) who waits, everybody else staying.

    Each group is shown with what the plan gains, the newcomer's fit, and what every member gains or loses; then where
    it is worth more if one member makes way; then why the other groups are closed to them.

    \b
    Example:
      group-matcher recommend list.xlsx proposal/plan.json A017
    """
    from matcher.terminal.console import answers, say
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.refusal import refuse_option

    read, plan = read_list_and_plan(options, plan_path)
    if applicant not in read.intake.applicant_by_id:
        raise refuse_option("APPLICANT", "no applicant of the list has this id: correct it", options.as_json)
    from matcher.recommend import Recommender
    from matcher.terminal.recommending import show_recommendation

    try:
        recommender = Recommender(read.intake, plan)
    except ValueError as error:
        raise refuse_option("PLAN", str(error), options.as_json) from error
    try:
        found = recommender.recommend(applicant, top)
    except ValueError as error:
        raise refuse_option("APPLICANT", str(error), options.as_json) from error
    if options.as_json:
        say(found.model_dump_json(indent=2))
    else:
        show_recommendation(answers(), found)
