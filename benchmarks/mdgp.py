"""The engine's search on a plain distance matrix in MDGPLIB's form: the hook for comparisons with the literature.

``python -m benchmarks.mdgp FILE --seconds S --seed K`` prints JSON with the objective (sum of the distances inside
groups) and the partition.

The first line of a file has the number of elements, of groups, ``ss`` or ``ds`` (sizes same or different), then the
lower and the upper size of every group; each other line has two elements, counted from 0, and their distance.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from matcher.engine.board import plain_board
from matcher.engine.search import LANES, Search
from matcher.engine.sheet import Floats, Ints


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
    words = path.read_text(encoding="ascii").split()
    if len(words) < 3 or words[2] not in ("ss", "ds"):
        raise ValueError(f"{path.name}: the first line must read: elements groups ss|ds lower upper lower upper ...")
    people, groups = int(words[0]), int(words[1])
    sizes = np.array(words[3 : 3 + 2 * groups], np.int32)
    rows = np.array(words[3 + 2 * groups :], float).reshape(-1, 3)
    if len(sizes) != 2 * groups or len(rows) != people * (people - 1) // 2:
        raise ValueError(f"{path.name}: {groups} pairs of sizes and one line for every two elements are needed")
    distance = np.zeros((people, people))
    i, j = rows[:, 0].astype(int), rows[:, 1].astype(int)
    distance[i, j] = distance[j, i] = rows[:, 2]
    return Instance(distance, sizes[::2].copy(), sizes[1::2].copy())


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


def search(instance: Instance, seconds: float, seed: int) -> tuple[float, Ints]:
    """The best objective found in ``seconds`` and its assignment; the kernels' compilation is not counted."""
    board = plain_board(instance.distance, instance.least, instance.most)
    start = random_start(instance, seed)
    with ThreadPoolExecutor(LANES) as pool:
        Search(board, start, seed).round(pool)
        began = time.monotonic()
        found = Search(board, start, seed)
        while time.monotonic() - began < seconds:
            found.round(pool)
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
    except (ValueError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    value, assign = search(instance, seconds, seed)
    groups = [[int(i) for i in np.flatnonzero(assign == g)] for g in range(len(instance.least))]
    click.echo(
        json.dumps({"instance": file.stem, "objective": value, "seconds": seconds, "seed": seed, "groups": groups})
    )


if __name__ == "__main__":
    main()
