"""``python -m benchmarks``: measure what the README quotes, and print it as tables."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from benchmarks import lists, literature, scale, startup
from benchmarks.effort import FULL, QUICK, Effort
from benchmarks.fresh import ROOT
from benchmarks.machine import machine
from benchmarks.page import PAGE, page
from benchmarks.table import Table

WIDTH = 150
"""Columns where the output is no terminal."""

Part = Callable[[Effort, Path], Iterator[Table]]

PARTS: dict[str, Part] = {
    "startup": lambda effort, _: startup.measure(effort),
    "lists": lists.measure,
    "scale": lambda effort, _: scale.measure(effort),
    "mdgp": literature.measure,
}


@click.command()
@click.option("--only", "names", type=click.Choice(list(PARTS)), multiple=True, help="This part; may be repeated.")
@click.option("--quick", is_flag=True, help="Fewer runs and shorter ones: two minutes instead of a quarter of an hour.")
@click.option("--write", is_flag=True, help=f"Write {PAGE} when all is measured.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT.parent / "shared" / "data",
    show_default="../shared/data",
    help="Where the published list and the literature's instances are; what is not there is left out and said so.",
)
def main(names: Sequence[str], quick: bool, write: bool, data: Path) -> None:
    """Measure start-up, quality on lists, scale, and the literature's instances, on this machine.

    Other work on the machine spoils the figures: leave it alone while this runs.
    """
    if write and names:
        raise click.UsageError("--write needs all parts: leave out --only")
    console = Console() if Console().is_terminal else Console(width=WIDTH)
    options = ["--quick"] * quick + ["--write"] * write + [f"--only {name}" for name in names]
    about = machine(" ".join(options))
    console.print(about.for_terminal())
    measured: dict[str, list[Table]] = {}
    for name in dict.fromkeys(names or PARTS):
        measured[name] = []
        for table in PARTS[name](QUICK if quick else FULL, data):
            measured[name].append(table)
            console.print()
            console.print(table.for_terminal())
    if write:
        (ROOT / PAGE).write_text(page(about, measured), encoding="utf-8")
        console.print(f"\nWritten: {PAGE}")


if __name__ == "__main__":
    main()
