"""``group-matcher explain``: account for a plan, from its value to single terms."""

from pathlib import Path

import click

from matcher.terminal.options import FILE, ListOptions, reading_options


@click.command(short_help="Account for a plan: groups, members, terms.")
@reading_options
@click.argument("plan_path", metavar="PLAN", type=FILE)
@click.option("--group", metavar="GROUP", help="Only this group (an id), with every member and every companion.")
def explain(options: ListOptions, plan_path: Path, group: str | None) -> None:
    """Account for PLAN: what it is worth, group by group, member by member, and which rule costs what.

    \b
    Examples:
      group-matcher explain list.xlsx proposal/plan.json
      group-matcher explain list.xlsx proposal/plan.json --group g3
    """
    from matcher.terminal.reading import read_list_and_plan
    from matcher.terminal.refusal import refuse_option

    read, plan = read_list_and_plan(options, plan_path)
    if group is not None and all(seating.id != group for seating in plan.groups):
        raise refuse_option("--group", "no group of the plan has this id: correct it", options.as_json)
    from matcher.explain import explain as account_for
    from matcher.terminal.account import show_account
    from matcher.terminal.console import answers, say

    account = account_for(read.intake, plan)
    if group is not None:
        account = account.model_copy(update={"groups": tuple(g for g in account.groups if g.id == group)})
    if options.as_json:
        say(account.model_dump_json(indent=2))
    else:
        show_account(answers(), account, in_full=group is not None)
