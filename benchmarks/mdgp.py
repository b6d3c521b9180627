"""The engine's search on a plain distance matrix in MDGPLIB's form: the hook for comparisons with the literature.

``python -m benchmarks.mdgp FILE --seconds S --seed K`` prints JSON with the objective (sum of the distances inside
groups) and the partition.

The first line of a file has the number of elements, of groups, ``ss`` or ``ds`` (sizes same or different), then the
lower and the upper size of every group; each other line has two elements, counted from 0, and their distance.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from matcher.engine.board import plain_board
from matcher.engine.search import LANES, Search
from matcher.engine.sheet import Floats, Ints
from matcher.stop import Seconds, Standing, Stop


@dataclass(frozen=True)
class Instance:
    """A maximally diverse grouping problem: distances (n x n, symmetric), least and most size of each group."""

    distance: Floats
    least: Ints
    most: Ints


def read_instance(path: Path) -> Instance:
    """Read a file in MDGPLIB's form.

    Raises:
        ValueError: If the file has another form.
    """
    first, _, rest = path.read_text(encoding="ascii", errors="replace").partition("\n")
    people, least, most = _read_sizes(first, path.name)
    try:
        rows = np.array(rest.split(), float).reshape(-1, 3)
    except ValueError as error:
        raise ValueError(f"{path.name}: every line after the first must read: element element distance") from error
    i, j = rows[:, 0].astype(int), rows[:, 1].astype(int)
    distance = np.full((people, people), np.nan)
    np.fill_diagonal(distance, 0)
    known = (np.minimum(i, j) >= 0) & (np.maximum(i, j) < people)
    if known.all():
        distance[i, j] = distance[j, i] = rows[:, 2]
    if len(rows) != people * (people - 1) // 2 or np.isnan(distance).any():
        raise ValueError(f"{path.name}: one line is needed for every two of the elements 0 to {people - 1}")
    return Instance(distance, least, most)


def _read_sizes(line: str, file: str) -> tuple[int, Ints, Ints]:
    """Number of elements, least and most size of each group, from the first line."""
    match line.split():
        case [elements, groups, "ss" | "ds", *limits] if all(word.isdecimal() for word in (elements, groups, *limits)):
            sizes = np.array(limits, np.int32)
            least, most = sizes[::2].copy(), sizes[1::2].copy()
            if len(sizes) == 2 * int(groups) > 0:
                if (least > most).any() or not least.sum() <= int(elements) <= most.sum():
                    raise ValueError(f"{file}: {elements} elements do not fit into groups of these sizes")
                return int(elements), least, most
    raise ValueError(f"{file}: the first line must read: elements groups ss|ds lower upper lower upper ...")


def random_start(instance: Instance, seed: int) -> Ints:
    """A random assignment whose sizes lie within their limits."""
    chance = np.random.default_rng(seed)
    sizes = instance.least.copy()
    while sizes.sum() < len(instance.distance):
        room = np.flatnonzero(sizes < instance.most)
        sizes[chance.choice(room)] += 1
    assign = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    chance.shuffle(assign)
    return assign


def search(instance: Instance, stop: Stop, seed: int) -> tuple[float, Ints]:
    """The best objective found until ``stop`` is met, and its assignment; the kernels' compilation is not counted."""
    board = plain_board(instance.distance, instance.least, instance.most)
    start = random_start(instance, seed)
    with ThreadPoolExecutor(LANES) as pool:
        Search(board, start, seed).round(pool)
        stop.begin()
        found = Search(board, start, seed)
        work = improved_at = 0
        while not stop.met(Standing(work, found.value, None, improved_at)):
            work += 1
            if found.round(pool):
                improved_at = work
    return objective(instance, found.best), found.best


def objective(instance: Instance, assign: Ints) -> float:
    """Sum of the distances between elements of one group."""
    together = assign[:, None] == assign[None, :]
    return float(np.triu(instance.distance * together, 1).sum())


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def main(file: Path, seconds: float, seed: int) -> None:
    """Search FILE, an instance in MDGPLIB's form, and print the objective and the partition as JSON."""
    try:
        instance = read_instance(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    value, assign = search(instance, Seconds(seconds), seed)
    groups = [[int(i) for i in np.flatnonzero(assign == g)] for g in range(len(instance.least))]
    click.echo(
        json.dumps({"instance": file.stem, "objective": value, "seconds": seconds, "seed": seed, "groups": groups})
    )


if __name__ == "__main__":
    main()
