"""The library's commands. What a command needs is imported when it runs, so that ``--help`` comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matcher.terminal.options import FILE, ListOptions, reading_options
from matcher.terminal.whatif import what_if

if TYPE_CHECKING:
    from datetime import datetime

    from matcher.generate import Kind

SECONDS = 10.0
"""How long ``solve`` searches unless told otherwise."""

DEMO_SECONDS = 5.0
DEMO_PEOPLE = 64
DEMO_SEED = 1

WHAT_NEXT = f"""
What next:
  group-matcher demo --out proposal
      the same, with a page to look at and rosters to print
  group-matcher generate --size {DEMO_PEOPLE} --seed {DEMO_SEED} > list.csv
      this list, to see which columns there are
  group-matcher check list.csv
      what is wrong or odd in a list, before it is matched
  group-matcher solve list.csv --size 6-10 --out proposal
      groups for a list without a file of groups"""

SEEDS = click.IntRange(0, 2**31 - 1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="group-matcher", prog_name="group-matcher")
def cli() -> None:
    """Compose interpersonal process groups from a list of applicants.

    Members of a group are around the same age or in a similar stage of life, and come for different reasons. Whoever
    gets no place is told why. The result is a proposal: a clinician decides.

    \b
    Try it:             group-matcher demo
    With your list:     group-matcher check list.xlsx
                        group-matcher solve list.xlsx --size 6-10 --out proposal

    Exit codes: 0 all is well, 2 something in the input has to be corrected (nothing is written), 3 the rules contradict
    each other, 1 stopped before there was a first valid plan.
    """


@cli.command(short_help="Compose groups from a list.")
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


@cli.command(short_help="Say what is wrong or odd in a list.")
@reading_options
def check(options: ListOptions) -> None:
    """Say everything that is wrong or odd in LIST, without matching anybody.

    \b
    Example:
      group-matcher check list.xlsx --groups groups.xlsx
    """
    from matcher.terminal.console import answers, say
    from matcher.terminal.overview import overview, show_overview
    from matcher.terminal.reading import read_list

    found = overview(read_list(options))
    if options.as_json:
        say(found.model_dump_json(indent=2))
    else:
        show_overview(answers(), found)


@cli.command(short_help="Measure a plan, and name the rules it breaks.")
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


@cli.command("print", short_help="Print a plan as PDF, and its sessions as a calendar.")
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


@cli.command(short_help="Say why somebody sits there, or waits.")
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


@cli.command(short_help="Account for a plan: groups, members, terms.")
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


@cli.command(short_help="Change a plan when the list has changed; say who moves.")
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


@cli.command(short_help="Lay two or more plans side by side.")
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


cli.add_command(what_if)


@cli.command(short_help="Rank the groups for somebody new.")
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


@cli.command(short_help="Find other good plans that really differ.")
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


@cli.command(short_help="Print an invented list as CSV.")
@click.option("--kind", type=click.Choice(["campus", "clinic"]), default="campus", show_default=True)
@click.option("--size", type=click.IntRange(1, 100_000), default=64, show_default=True, help="How many people.")
@click.option("--seed", type=SEEDS, default=0, show_default=True, help="Another seed, another list.")
@click.option("--groups", is_flag=True, help="Print the groups that go with the list instead of the list.")
def generate(kind: Kind, size: int, seed: int, groups: bool) -> None:
    """Print an invented list of applicants as CSV, shaped like a real one, to try things out.

    \b
    Example:
      group-matcher generate --kind clinic --size 240 --seed 7 > list.csv
      group-matcher generate --kind clinic --size 240 --seed 7 --groups > groups.csv
    """
    from matcher.generate import applicants_csv, generate_groups, groups_csv
    from matcher.generate import generate as invent
    from matcher.terminal.console import say

    people = invent(kind, size, seed).applicants
    say((groups_csv(generate_groups(people, seed)) if groups else applicants_csv(people)).removesuffix("\n"))


@cli.command()
@click.option(
    "--out", type=FILE, metavar="DIR", help="Also write plan.json, roster.csv, roster.xlsx and report.html there."
)
def demo(out: Path | None) -> None:
    """Match an invented campus list, and show the groups."""
    from matcher.generate import generate as invent
    from matcher.generate import generate_groups
    from matcher.intake import Intake
    from matcher.tables import ReadIntake
    from matcher.terminal.console import say
    from matcher.terminal.solving import Search, check_folder, solve_and_show

    check_folder(out, as_json=False)
    people = invent("campus", DEMO_PEOPLE, DEMO_SEED).applicants
    intake = Intake(applicants=people, groups=generate_groups(people, DEMO_SEED))
    say(f"An invented list: {DEMO_PEOPLE} students for {len(intake.offers)} groups. Matching takes {DEMO_SECONDS:g} s.")
    solve_and_show(ReadIntake(intake), Search(DEMO_SECONDS, None, None, 0), out, as_json=False)
    say(WHAT_NEXT)
