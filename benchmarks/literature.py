"""The literature's instances of the maximally diverse grouping problem, beside the best values published for them.

Where the library's files are not at hand, instances by its recipe take their place, beside an annealing in the same
run.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from propcache.api import cached_property

from benchmarks.effort import Effort
from benchmarks.mdgp import Instance, read_instance, search
from benchmarks.mdgp_instances import FAMILIES, SIZES, generate, name_of
from benchmarks.results import Curves
from benchmarks.rivals import annealed_distances
from benchmarks.table import NOTHING, Table, fine, reached, seeds_said, several
from matcher.stop import Seconds

FOLDER = "mdgplib"

GOALS = {120: 0.0003, 240: 0.0003, 480: 0.0006}
"""Largest mean gap to the best published value, by number of elements."""

WORST = 0.0015
"""Largest mean gap on one file."""

SEED = 1
"""Of the instances that are made where the files are not here."""


@dataclass(frozen=True)
class Tried:
    """An instance and what was found on it, seed by seed."""

    name: str
    elements: int
    found: Sequence[float]
    published: tuple[float, float] | None
    """Best and average objective."""

    @cached_property
    def gaps(self) -> list[float]:
        """One minus what was found over the best published value."""
        assert self.published is not None
        return [1 - value / self.published[0] for value in self.found]


def measure(effort: Effort, data: Path) -> Iterator[Table | Curves]:
    """A table by instance and one by number of elements; without the files, a table beside an annealing."""
    folder = data / FOLDER
    if not any(folder.glob("*_n*_*.txt")):
        yield _beside_annealing(effort)
        return
    published = _published(folder / "published.csv")
    tried: list[Tried] = []
    for elements, limit in effort.literature.budgets.items():
        for family in FAMILIES[: effort.literature.families]:
            for path in sorted(folder.glob(f"{family}_n{elements:03d}_*.txt")):
                instance = read_instance(path)
                found = [search(instance, Seconds(limit), seed)[0] for seed in _seeds(effort)]
                tried.append(Tried(path.stem, elements, found, published.get(path.stem)))
    known = [one for one in tried if one.published is not None]
    yield _by_elements(known, effort)
    yield _by_instance(known, effort)
    yield _without_published([one for one in tried if one.published is None], effort)
    yield Curves("mdgp", {one.name: tuple(enumerate(one.gaps, start=1)) for one in known})


def _seeds(effort: Effort) -> range:
    return range(1, effort.literature.seeds + 1)


def _by_elements(known: Sequence[Tried], effort: Effort) -> Table:
    rows = []
    for elements in sorted({one.elements for one in known}):
        means = {one.name: mean(one.gaps) for one in known if one.elements == elements}
        worst = max(means, key=lambda name: means[name])
        middle = mean(means.values())
        goal = GOALS.get(elements)
        rows.append(
            (
                f"{elements} elements, {effort.literature.budgets[elements]:g} s",
                str(len(means)),
                fine(middle),
                NOTHING if goal is None else f"≤ {fine(goal)}",
                NOTHING if goal is None else reached(middle <= goal),
                f"{fine(means[worst])} ({worst})",
                reached(means[worst] <= WORST),
            )
        )
    return Table(
        "Maximally diverse grouping: mean gap to the best published value",
        ("instances", "files", "mean gap", "goal", "reached", "worst file", f"≤ {fine(WORST)}"),
        tuple(rows),
        f"Means over files and {effort.literature.seeds} seed(s); the worst file by its mean over the seeds. Gap: one "
        "minus our objective over the best published one; below zero is better than published.",
    )


def _by_instance(known: Sequence[Tried], effort: Effort) -> Table:
    rows = []
    for one in known:
        assert one.published is not None
        best, average = one.published
        rows.append(
            (
                one.name,
                f"{effort.literature.budgets[one.elements]:g} s",
                f"{best:,.2f}",
                f"{max(one.found):,.2f}",
                fine(mean(one.gaps)),
                several(one.gaps, fine),
                fine(1 - average / best),
            )
        )
    return Table(
        "Maximally diverse grouping, file by file",
        ("instance", "time", "best published", "best here", "mean gap", "median gap", "published average's gap"),
        tuple(rows),
        f"{seeds_said(effort.literature.seeds)}. Published: the best and the average of 20 runs of "
        "TPSDP (2022) on their machine, with 3, 20 and 120 s for 120, 240 and 480 elements.",
    )


def _without_published(others: Sequence[Tried], effort: Effort) -> Table:
    return Table(
        "Maximally diverse grouping without a published value here",
        ("instance", "time", "best here", "median gap to it"),
        tuple(
            (
                one.name,
                f"{effort.literature.budgets[one.elements]:g} s",
                f"{max(one.found):,.2f}",
                several([1 - value / max(one.found) for value in one.found], fine),
            )
            for one in others
        ),
        f"{seeds_said(effort.literature.seeds)}.",
    )


def _beside_annealing(effort: Effort) -> Table:
    rows = []
    for elements, limit in effort.literature.budgets.items():
        for family in FAMILIES[: effort.literature.families]:
            for sizes in SIZES:
                instance = generate(family, elements, sizes, SEED)
                ours = [search(instance, Seconds(limit), seed)[0] for seed in _seeds(effort)]
                theirs = [_annealed(instance, limit, seed) for seed in _seeds(effort)]
                rows.append(
                    (
                        name_of(family, elements, sizes, SEED),
                        f"{limit:g} s",
                        f"{mean(ours):,.2f}",
                        f"{mean(theirs):,.2f}",
                        several([a / b - 1 for a, b in zip(ours, theirs, strict=True)], fine),
                    )
                )
    return Table(
        "Maximally diverse grouping on instances made by MDGPLIB's recipe",
        ("instance", "time", "ours, mean", "annealing, mean", "ours above it"),
        tuple(rows),
        f"The library's files are not here; `python -m benchmarks.mdgp_instances` writes these instances. "
        f"{seeds_said(effort.literature.seeds)}. Annealing: two threads of swaps, in sizes as unequal as "
        "the limits allow.",
    )


def _annealed(instance: Instance, limit: float, seed: int) -> float:
    return annealed_distances(instance.distance, instance.least, instance.most, limit, seed)


def _published(path: Path) -> dict[str, tuple[float, float]]:
    """Best and average objective by instance."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: (float(row["best"]), float(row["average"])) for row in csv.DictReader(file)}
