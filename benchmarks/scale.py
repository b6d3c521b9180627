"""Scale: how time and memory grow with the list, each list in a process of its own."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.fresh import solve_once
from benchmarks.results import Curves
from benchmarks.solve_once import Solved
from benchmarks.table import NOTHING, Table, fit, mebibytes, percent, seconds, whole
from matcher.generate import generate

COLUMNS = (
    "people",
    "placed",
    "groups",
    "first valid plan",
    "before and after the solve",
    "peak memory",
    "searched",
    "mean fit",
    "worst group",
    "gap",
)


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """One table, a row for each length."""
    rows: list[tuple[str, ...]] = []
    grown: dict[int, Solved] = {}
    with tempfile.TemporaryDirectory() as folder:
        for people, searched in effort.scale:
            applicants = Path(folder, f"clinic-{people}.csv")
            applicants.write_text(generate("clinic", people, 1).to_csv(), encoding="utf-8")
            try:
                process, solved = solve_once(applicants, None, seed=1, seconds=searched)
            except subprocess.CalledProcessError as failed:
                rows.append((whole(people), f"failed, exit code {failed.returncode}", *[NOTHING] * (len(COLUMNS) - 2)))
                continue
            grown[people] = solved
            rows.append(
                (
                    whole(people),
                    whole(solved.placed),
                    whole(solved.groups),
                    seconds(solved.first_plan_seconds),
                    seconds(process - solved.solve_seconds),
                    mebibytes(solved.peak_bytes),
                    f"{searched:g} s",
                    fit(solved.mean_fit),
                    fit(solved.worst_group),
                    NOTHING if solved.gap is None else percent(solved.gap),
                )
            )
    yield Table(
        "Generated clinic lists, sizes 6–10, target 8",
        COLUMNS,
        tuple(rows),
        "One run each, seed 1, in a fresh process that reads the list from a CSV file. First valid plan: from the call "
        "of solve. Before and after: imports, reading, checking, leaving. Peak memory: of the whole process.",
    )
    yield Curves(
        "scale",
        {
            "first valid plan, s": tuple((people, solved.first_plan_seconds) for people, solved in grown.items()),
            "peak memory, MiB": tuple((people, solved.peak_bytes / 2**20) for people, solved in grown.items()),
        },
    )
