"""Start-up: what a person waits for before the search begins, in fresh processes with the kernels' cache filled."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.fresh import COMMAND, run, solve_once
from benchmarks.table import Table, seconds, several
from matcher.generate import generate, generate_groups, groups_csv

PEOPLE = 64
SECONDS = 10.0
"""What a solve may take; it is stopped at its first valid plan."""

SEARCHED = 3
"""Seconds that the command searches when its whole time is taken."""

ROWS = {
    "import": "import matcher.engine.solve",
    "version": "group-matcher --version",
    "help": "group-matcher --help",
    "command": f"group-matcher solve of {PEOPLE} with groups, less its {SEARCHED} s of search",
    "before": "imports and reading the list: a whole process less its solves",
    "groups": f"solve to the first valid plan, {PEOPLE} with groups",
    "sizes": f"solve to the first valid plan, {PEOPLE} with sizes 6–10",
    "groups again": f"the same with the kernels loaded, {PEOPLE} with groups",
    "sizes again": f"the same with the kernels loaded, {PEOPLE} with sizes 6–10",
    "compile": "group-matcher solve, the very first time on a machine: kernels are compiled",
}


def measure(effort: Effort) -> Iterator[Table]:
    """One table of times."""
    times: dict[str, list[float]] = {}

    def note(row: str, figure: float | None) -> None:
        if figure is not None:
            times.setdefault(row, []).append(figure)

    with tempfile.TemporaryDirectory() as folder:
        applicants, groups = Path(folder, "list.csv"), Path(folder, "groups.csv")
        generated = generate("campus", PEOPLE, 1)
        applicants.write_text(generated.to_csv(), encoding="utf-8")
        groups.write_text(groups_csv(generate_groups(generated.applicants, 1)), encoding="utf-8")
        solving = [COMMAND, "solve", str(applicants), f"--groups={groups}", f"--seconds={SEARCHED}", "--json"]
        run(solving)
        for _ in range(effort.runs):
            note("import", run([sys.executable, "-c", "import matcher.engine.solve"]).seconds)
            note("version", run([COMMAND, "--version"]).seconds)
            note("help", run([COMMAND, "--help"]).seconds)
            note("command", run(solving).seconds - SEARCHED)
            for name, offered in (("groups", groups), ("sizes", None)):
                whole, solved = solve_once(applicants, offered, seed=1, seconds=SECONDS, first_only=True)
                note("before", whole - solved.solve_seconds)
                note(name, solved.first_plan_seconds)
                note(f"{name} again", solved.again_seconds)
        if effort.compile:
            note("compile", run(solving, {"NUMBA_CACHE_DIR": str(Path(folder, "cache"))}).seconds - SEARCHED)
    rows = tuple((ROWS[row], several(figures, seconds)) for row, figures in times.items())
    yield Table(
        f"Start-up, generated campus list of {PEOPLE}",
        ("what", "time"),
        rows,
        f"Whole processes by the clock, {effort.runs} of each: median (least–most); compilation once. The first plan "
        "is timed from the call of solve; the first solve of a process also loads its compiled kernels.",
    )
