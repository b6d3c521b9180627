"""``group-matcher what-if``: other groups, other hours, another policy."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.commands.searching import SEEDS
from matcher.terminal.options import FILE, ListOptions, reading_options

if TYPE_CHECKING:
    from matcher.terminal.asking import Asked

SECONDS = 30.0
"""How long a what-if searches altogether unless told otherwise."""


def _searching_options(command: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(command)
    def with_options(
        *arguments: Any, seconds: float, work: int | None, seed: int, out: Path | None, **others: Any
    ) -> None:
        from matcher.terminal.asking import Asked

        command(*arguments, asked=Asked(seconds, work, seed, out), **others)

    decorators = (
        click.option(
            "--seconds",
            type=click.FloatRange(min=0, min_open=True),
            default=SECONDS,
            show_default=True,
            help="Time for all plans together.",
        ),
        click.option(
            "--work",
            type=click.IntRange(min=1),
            metavar="ROUNDS",
            help="Search this many rounds for each plan instead; the same answer on any machine.",
        ),
        click.option("--seed", type=SEEDS, default=0, show_default=True),
        click.option("--out", type=FILE, metavar="DIR", help="Write the plans, a page and a picture there."),
    )
    for decorate in reversed(decorators):
        with_options = decorate(with_options)
    return with_options


@click.group("what-if", short_help="Other groups, other hours, another policy.")
def what_if() -> None:
    """Ask what other groups, other hours or another policy would do to the plan.

    \b
    Examples:
      group-matcher what-if groups list.xlsx --groups groups.xlsx
      group-matcher what-if hours list.xlsx --groups groups.xlsx --choose 2
      group-matcher what-if hours list.xlsx --choose 1 --hour "Mon 16:00-17:30" --hour "Thu 17-18:30"
      group-matcher what-if policy list.xlsx --groups groups.xlsx balance=0.3
    """


@what_if.command(short_help="One group fewer, or one more.")
@reading_options
@_searching_options
def groups(options: ListOptions, asked: Asked) -> None:
    """What one group fewer would cost, and what one more would bring, for the applicants in LIST.

    Of the groups in the file each is left out in turn, and each kind is offered a second time; without a file one equal
    group fewer and one more is made. Groups that people sit in or are pinned to are never left out.

    \b
    Example:
      group-matcher what-if groups list.xlsx --groups groups.xlsx --out what-if
    """
    from matcher.terminal.asking import ask_groups

    ask_groups(options, asked)


@what_if.command(short_help="Which weekly hours seat most people.")
@reading_options
@_searching_options
@click.option("--choose", type=click.IntRange(min=1), required=True, metavar="K", help="How many hours may be chosen.")
@click.option(
    "--hour",
    "hours",
    multiple=True,
    metavar='"Mon 16:00-17:30"',
    help="An hour to choose from, with one group of --size; several times.  [default: the groups' sessions]",
)
def hours(options: ListOptions, asked: Asked, choose: int, hours: tuple[str, ...]) -> None:
    """Choose K weekly hours so that most of the applicants in LIST find a place, and say how many could come when.

    \b
    Examples:
      group-matcher what-if hours list.xlsx --groups groups.xlsx --choose 2
      group-matcher what-if hours list.xlsx --choose 1 --hour "Mon 16:00-17:30" --hour "Thu 17-18:30"
    """
    from matcher.terminal.asking import ask_hours

    ask_hours(options, asked, choose, hours)


@what_if.command(short_help="Another setting of the policy.")
@reading_options
@_searching_options
@click.argument("settings", metavar="SETTING=VALUE ...", nargs=-1, required=True)
def policy(options: ListOptions, asked: Asked, settings: tuple[str, ...]) -> None:
    """Compare the plan for LIST under the policy as it is with the one under other settings.

    \b
    Examples:
      group-matcher what-if policy list.xlsx balance=0.3
      group-matcher what-if policy list.xlsx likeness=both rules.floor.weight=2
    """
    from matcher.terminal.asking import ask_policy

    ask_policy(options, asked, settings)
