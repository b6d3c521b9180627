"""``python -m benchmarks``: measure what the README quotes, and print it as tables."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from benchmarks import (
    fairness,
    lists,
    literature,
    long_list,
    pages,
    peers,
    proof,
    recommend,
    scale,
    service,
    startup,
)
from benchmarks.effort import FULL, QUICK, Effort, with_seeds
from benchmarks.machine import machine
from benchmarks.page import PAGE, write
from benchmarks.results import ROOT, Curves, Measured
from benchmarks.table import Table

WIDTH = 150
"""Columns where the output is no terminal."""

Part = Callable[[Effort, Path], Iterator[Table | Curves]]

PARTS: dict[str, Part] = {
    "startup": lambda effort, _: startup.measure(effort),
    "lists": lists.measure,
    "proof": lambda effort, _: proof.measure(effort),
    "scale": lambda effort, _: scale.measure(effort),
    "recommend": lambda effort, _: recommend.measure(effort),
    "mdgp": literature.measure,
    "fairness": lambda effort, _: fairness.measure(effort),
    "peers": lambda effort, _: peers.measure(effort),
    "service": lambda effort, _: service.measure(effort),
    "long": lambda effort, _: long_list.measure(effort),
    "pages": lambda effort, _: pages.measure(effort),
}


@click.command()
@click.option("--only", "names", type=click.Choice(list(PARTS)), multiple=True, help="This part; may be repeated.")
@click.option(
    "--quick", is_flag=True, help="Fewer runs and shorter ones: some minutes instead of two hours and a half."
)
@click.option(
    "--seeds", type=click.IntRange(min=1), help="Seeds for anything, at the most: less time, rougher figures."
)
@click.option("--write", "keep", is_flag=True, help=f"Keep each part's figures, and write {PAGE} again.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT.parent / "shared" / "data",
    show_default="../shared/data",
    help="Where the published list and the literature's instances are; what is not there is left out and said so.",
)
def main(names: Sequence[str], quick: bool, seeds: int | None, keep: bool, data: Path) -> None:
    """Measure start-up, quality on lists, proof, scale, the literature's instances, fairness, and other packages.

    Other work on the machine spoils the figures: leave it alone while this runs.
    """
    effort = QUICK if quick else FULL
    if seeds is not None:
        effort = with_seeds(effort, seeds)
    console = Console() if Console().is_terminal else Console(width=WIDTH)
    for name in dict.fromkeys(names or PARTS):
        about = machine(" ".join([f"--only {name}", *["--quick"] * quick, *[f"--seeds {seeds}"] * (seeds is not None)]))
        console.rule(f"{name}, {about['Day']}, load {about['Cores'].split()[-1]}")
        began = time.perf_counter()
        tables, curves = [], []
        for measured in PARTS[name](effort, data):
            if isinstance(measured, Curves):
                curves.append(measured)
                continue
            tables.append(measured)
            console.print()
            console.print(measured.for_terminal())
        about["Minutes"] = f"{(time.perf_counter() - began) / 60:.1f}"
        if keep:
            Measured(name, about, tuple(tables), tuple(curves)).keep()
            write()
            console.print(f"\nWritten: {PAGE}")


if __name__ == "__main__":
    main()
