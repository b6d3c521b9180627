"""Fresh processes, as somebody who types a command starts them: how long they take as a whole, and what they say."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import ROOT
from benchmarks.solve_once import Solved

COMMAND = str(Path(sys.executable).with_name("group-matcher"))
"""The installed command, beside the Python that runs this."""


@dataclass(frozen=True)
class Ended:
    """A process that ended well: seconds from its start to its end, and its standard output."""

    seconds: float
    output: str


def run(command: Sequence[str], surroundings: Mapping[str, str] | None = None) -> Ended:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: If it fails; what it said on standard error is shown.
    """
    began = time.perf_counter()
    ended = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, **(surroundings or {})}
    )
    return Ended(time.perf_counter() - began, ended.stdout.decode())


def solve_once(
    applicants: Path,
    groups: Path | None,
    *,
    seed: int,
    seconds: float,
    first_only: bool = False,
    surroundings: Mapping[str, str] | None = None,
) -> tuple[float, Solved]:
    """Read a list and solve it in a fresh process: seconds of the whole process, and what it measured itself."""
    command = [sys.executable, "-m", "benchmarks.solve_once", str(applicants), f"--seed={seed}", f"--seconds={seconds}"]
    if groups is not None:
        command.append(f"--groups={groups}")
    if first_only:
        command.append("--first-only")
    ended = run(command, surroundings)
    return ended.seconds, Solved(**json.loads(ended.output))
