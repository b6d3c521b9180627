"""The library's part of the command line."""

import click

from matcher.commands.alternatives import alternatives
from matcher.commands.check import check
from matcher.commands.compare import compare
from matcher.commands.demo import demo
from matcher.commands.explain import explain
from matcher.commands.generate import generate
from matcher.commands.print import print_command
from matcher.commands.recommend import recommend
from matcher.commands.revise import revise
from matcher.commands.score import score
from matcher.commands.solve import solve
from matcher.commands.what_if import what_if
from matcher.commands.why import why

COMMANDS: tuple[click.Command, ...] = (
    solve,
    check,
    score,
    print_command,
    why,
    explain,
    revise,
    compare,
    what_if,
    recommend,
    alternatives,
    generate,
    demo,
)
"""Commands for whoever composes groups."""


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
