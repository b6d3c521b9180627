"""Instances of the maximally diverse grouping problem by MDGPLIB's recipe, so that nobody needs its files.

``python -m benchmarks.mdgp_instances FOLDER --elements 120 --seed 1`` writes one file of each family, with groups of
the same size (``ss``) and of different sizes (``ds``), in the form that :mod:`benchmarks.mdgp` reads.

Source: Gallego, Laguna, Martí, Duarte, Tabu search with strategic oscillation for the maximally diverse grouping
problem, Journal of the Operational Research Society 64 (2013). Numbers of groups and limits fit the library's files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import click
import numpy as np

from benchmarks.mdgp import Instance
from matcher.engine.sheet import Floats, Ints

Family = Literal["RanInt", "RanReal", "Geo"]
Sizes = Literal["ss", "ds"]

FAMILIES: tuple[Family, ...] = get_args(Family)
SIZES: tuple[Sizes, ...] = get_args(Sizes)

FARTHEST = 100
"""Largest random distance, and largest coordinate of a point."""

DIMENSIONS = (2, 21)
"""Fewest and most coordinates of the points behind an instance of Geo."""

DECIMALS = 3
"""Places after the point in the library's files."""


@dataclass(frozen=True)
class Shape:
    """Groups of an instance: how many, and between which limits those of different sizes are drawn."""

    groups: int
    least: int
    most: int


SHAPES = {
    60: Shape(6, 7, 14),
    120: Shape(10, 8, 16),
    240: Shape(12, 15, 25),
    480: Shape(20, 18, 30),
    960: Shape(24, 30, 50),
}
"""By number of elements: three quarters of the equal size to five quarters; wider for 60 and 120, as in the files."""


def generate(family: Family, elements: int, sizes: Sizes, seed: int) -> Instance:
    """An instance; ``ss`` and ``ds`` of one family, number of elements and seed have the same distances.

    Args:
        family: RanInt, whole distances from 0 to 100; RanReal, real ones; Geo, Euclidean distances of points with 2 to
            21 coordinates from 0 to 100.
        elements: One of ``SHAPES``.
        sizes: ``ss`` for groups of one size, ``ds`` for limits that differ by group.
        seed: Of all that is drawn.
    """
    chance = np.random.default_rng([FAMILIES.index(family), elements, seed])
    distance = _distances(family, elements, chance)
    shape = SHAPES[elements]
    equal = elements // shape.groups
    if sizes == "ss":
        same = np.full(shape.groups, equal, np.int32)
        return Instance(distance, same, same.copy())
    least = chance.integers(shape.least, equal, shape.groups, endpoint=True)
    most = chance.integers(equal, shape.most, shape.groups, endpoint=True)
    return Instance(distance, least.astype(np.int32), most.astype(np.int32))


def name_of(family: Family, elements: int, sizes: Sizes, seed: int) -> str:
    """The name of an instance, in the library's way."""
    return f"{family}_n{elements:03d}_{sizes}_{seed:02d}"


def as_text(instance: Instance, sizes: Sizes) -> str:
    """An instance in the library's form."""
    return "\n".join((_first_line(instance.least, instance.most, len(instance.distance), sizes), *_lines(instance)))


def _distances(family: Family, elements: int, chance: np.random.Generator) -> Floats:
    if family == "Geo":
        fewest, most = DIMENSIONS
        points = chance.uniform(0, FARTHEST, (elements, chance.integers(fewest, most, endpoint=True)))
        apart = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    elif family == "RanInt":
        apart = chance.integers(0, FARTHEST, (elements, elements), endpoint=True).astype(float)
    else:
        apart = chance.uniform(0, FARTHEST, (elements, elements))
    upper: Floats = np.triu(apart, 1).round(DECIMALS)
    return upper + upper.T


def _first_line(least: Ints, most: Ints, elements: int, sizes: Sizes) -> str:
    limits = np.column_stack((least, most)).ravel().tolist()
    return " ".join(map(str, (elements, len(least), sizes, *limits)))


def _lines(instance: Instance) -> Iterator[str]:
    first, second = np.triu_indices(len(instance.distance), 1)
    whole = bool((instance.distance == instance.distance.round()).all())
    for i, j, apart in zip(first.tolist(), second.tolist(), instance.distance[first, second].tolist(), strict=True):
        yield f"{i} {j} {apart:.0f}" if whole else f"{i} {j} {apart:.{DECIMALS}f}"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--elements", type=click.Choice([str(n) for n in SHAPES]), default="120", show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def main(folder: Path, elements: str, seed: int) -> None:
    """Write six instances into FOLDER: RanInt, RanReal and Geo, each with groups of the same and of different sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        for sizes in SIZES:
            path = folder / f"{name_of(family, int(elements), sizes, seed)}.txt"
            path.write_text(as_text(generate(family, int(elements), sizes, seed), sizes) + "\n", encoding="ascii")
            click.echo(path)


if __name__ == "__main__":
    main()
