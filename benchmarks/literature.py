"""The literature's instances of the maximally diverse grouping problem, beside the best values published for them."""

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.mdgp import read_instance, search
from benchmarks.table import NOTHING, Table, several
from matcher.stop import Seconds

FOLDER = "mdgplib"
PATTERN = "*_n{elements}_*.txt"
ELEMENTS = ("120", "060")
"""Sizes of the instances tried; only the first have published values."""

COLUMNS = ("instance", "best published", "best here", "gap to the published best", "the same of the published average")


def measure(effort: Effort, data: Path) -> Iterator[Table]:
    """One table, a row for each instance; the gap is positive where the published value is better."""
    title = f"Maximally diverse grouping, {effort.literature.seconds:g} s"
    folder = data / FOLDER
    files = [path for count in ELEMENTS for path in sorted(folder.glob(PATTERN.format(elements=count)))]
    if not files:
        yield Table(title, ("folder", "figures"), ((FOLDER, "not here"),))
        return
    published = _published(folder / "published.csv")
    rows = []
    for path in files[: effort.instances]:
        instance = read_instance(path)
        known = published.get(path.stem)
        seeds = range(1, 2 if known is None else effort.literature.seeds + 1)
        found = [search(instance, Seconds(effort.literature.seconds), seed)[0] for seed in seeds]
        best, average = (NOTHING, NOTHING) if known is None else (f"{known[0]:,.2f}", _fine(1 - known[1] / known[0]))
        gaps = [None if known is None else 1 - value / known[0] for value in found]
        rows.append((path.stem, best, f"{max(found):,.2f}", several(gaps, _fine), average))
    yield Table(
        title,
        COLUMNS,
        tuple(rows),
        "Gap: one minus our objective over the best published one; below zero is better than published. Median "
        f"(least–most) over {effort.literature.seeds} seed(s). Best and average of the literature are over 20 runs of "
        "TPSDP (2022) with its own times. Instances of 60 elements have no published value here.",
    )


def _published(path: Path) -> dict[str, tuple[float, float]]:
    """Best and average objective by instance."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["instance"]: (float(row["best"]), float(row["average"])) for row in csv.DictReader(file)}


def _fine(share: float) -> str:
    return f"{100 * share:.3f} %"
