"""Scale: how time and memory grow with the list, each list in a process of its own."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks.effort import Effort
from benchmarks.fresh import solve_once
from benchmarks.results import Curves
from benchmarks.solve_once import NEAR, Solved
from benchmarks.table import NOTHING, Table, fit, mebibytes, percent, seconds, whole
from matcher.generate import generate, generate_groups, groups_csv

COLUMNS = (
    "people",
    "placed",
    "groups",
    "first valid plan",
    f"within {percent(NEAR)} of the bound",
    "before and after the solve",
    "peak memory",
    "asked for",
    "solve took",
    "mean fit",
    "worst group",
    "gap",
)

GOAL = 1.2
"""Largest exponent by which times may grow with people."""

Grown = Mapping[int, Solved]


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """A table for groups by size and one for groups with sessions, a row for each length."""
    lines: dict[str, tuple[tuple[float, float], ...]] = {}
    for title, lengths, with_groups in (
        ("sizes 6–10, target 8", effort.scale, False),
        ("groups with sessions and leaders", effort.scale_with_groups, True),
    ):
        rows: list[tuple[str, ...]] = []
        grown: dict[int, Solved] = {}
        for people, searched in lengths:
            try:
                process, solved = _solved(people, searched, with_groups)
            except subprocess.CalledProcessError as failed:
                rows.append((whole(people), f"failed, exit code {failed.returncode}", *[NOTHING] * (len(COLUMNS) - 2)))
                continue
            grown[people] = solved
            rows.append(_row(people, searched, process, solved))
        yield Table(
            f"Generated clinic lists, {title}",
            COLUMNS,
            tuple(rows),
            "One run each, seed 1, in a fresh process that reads the list from a CSV file. Times to plans: from the "
            "call of solve. Within: until a plan was so near the bound as it stood at the end. Ten times the time "
            "finds nothing above the bound: a plan with a gap of 3 % is no further from what that would find. Before "
            f"and after: imports, reading, checking, leaving. Peak memory: of the whole process. {_growth(grown)}",
        )
        if not with_groups:
            lines["first valid plan, s"] = tuple((n, solved.first_plan_seconds) for n, solved in grown.items())
            lines["peak memory, MiB"] = tuple((n, solved.peak_bytes / 2**20) for n, solved in grown.items())
    yield Curves("scale", lines)


def _solved(people: int, searched: float, with_groups: bool) -> tuple[float, Solved]:
    with tempfile.TemporaryDirectory() as folder:
        generated = generate("clinic", people, 1)
        applicants = Path(folder, "list.csv")
        applicants.write_text(generated.to_csv(), encoding="utf-8")
        groups = Path(folder, "groups.csv") if with_groups else None
        if groups is not None:
            groups.write_text(groups_csv(generate_groups(generated.applicants, 1)), encoding="utf-8")
        return solve_once(applicants, groups, seed=1, seconds=searched)


def _row(people: int, searched: float, process: float, solved: Solved) -> tuple[str, ...]:
    return (
        whole(people),
        whole(solved.placed),
        whole(solved.groups),
        seconds(solved.first_plan_seconds),
        NOTHING if solved.near_seconds is None else seconds(solved.near_seconds),
        seconds(process - solved.solve_seconds),
        mebibytes(solved.peak_bytes),
        f"{searched:g} s",
        seconds(solved.solve_seconds),
        fit(solved.mean_fit),
        fit(solved.worst_group),
        NOTHING if solved.gap is None else percent(solved.gap),
    )


def _growth(grown: Grown) -> str:
    """The exponents of both times over people, by least squares between logarithms."""
    first = {people: solved.first_plan_seconds for people, solved in grown.items()}
    near = {people: solved.near_seconds for people, solved in grown.items() if solved.near_seconds is not None}
    said = [
        f"{name} with people to the {exponent(times):.2f} (goal: at most {GOAL})"
        for name, times in (("the first valid plan", first), (f"the time to {percent(NEAR)}", near))
        if len(times) > 1
    ]
    return f"Growth: {', '.join(said)}." if said else ""


def exponent(times: Mapping[int, float]) -> float:
    """By which power of people times grow: the slope of a line through their logarithms."""
    return float(np.polyfit(np.log(list(times)), np.log(list(times.values())), 1)[0])
