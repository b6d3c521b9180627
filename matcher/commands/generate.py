"""``group-matcher generate``: an invented list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from matcher.commands.searching import SEEDS

if TYPE_CHECKING:
    from matcher.generate import Kind


@click.command(short_help="Print an invented list as CSV.")
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
