"""``group-matcher demo``: an invented list, matched."""

from pathlib import Path

import click

from matcher.terminal.options import FILE

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


@click.command()
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
