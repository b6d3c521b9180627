"""``group-matcher why``: why somebody sits there, or waits."""

from pathlib import Path

import click

from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Say why somebody sits there, or waits.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.argument("applicant", metavar="APPLICANT")
@click.option("--not", "other", metavar="GROUP", help="Say why they do not sit in this group (an id).")
def why(options: ListOptions, plan_path: Path, applicant: str, other: str | None) -> None:
    """Say why APPLICANT (an id) sits where PLAN has them, or why they wait and what would help.

    \b
    Examples:
      group-matcher why list.xlsx proposal/plan.json A017
      group-matcher why list.xlsx proposal/plan.json A017 --not g3
    """
    from matcher.terminal.console import LONGEST_NOTE, plain, say
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.refusal import refuse_option

    read, plan = read_list_and_plan(options, plan_path)
    if applicant not in read.intake.applicant_by_id:
        raise refuse_option("APPLICANT", "no applicant of the list has this id: correct it", options.as_json)
    from matcher.explain import why as explain
    from matcher.obstacles import why_not

    if other is not None and other not in read.intake.group_by_id:
        raise refuse_option("--not", "no group on offer has this id: correct it", options.as_json)
    if other is not None and plan.by_applicant().get(applicant) == other:
        raise refuse_option("--not", "they sit in this group: name another, or leave out --not", options.as_json)
    answer = explain(read.intake, plan, applicant) if other is None else why_not(read.intake, plan, applicant, other)
    if options.as_json:
        say(answer.model_dump_json(indent=2))
    else:
        say("\n".join(plain(line, LONGEST_NOTE) for line in answer.text.splitlines()))
