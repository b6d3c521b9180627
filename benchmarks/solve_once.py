"""One solve in a process of its own: ``python -m benchmarks.solve_once LIST --seconds S`` prints what it took as JSON.

Only this process knows when the solve began and ended, and how much memory it needed.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from matcher.listener import Listener
from matcher.result import Result
from matcher.stop import AnyOf, Seconds, Standing, Stop

NEAR = 0.03
"""Fixed quality of which the time is noted: so far may a plan's value be from the best possible."""

SAME = 1e-6
"""Claims that differ by less are the same."""


@dataclass(frozen=True)
class Solved:
    """Times in seconds, memory in bytes, figures of the result.

    ``solve_seconds`` are all the time inside solve. ``again_seconds`` is the time to the first valid plan of a second
    solve in the same process, whose kernels are loaded.
    """

    first_plan_seconds: float
    solve_seconds: float
    again_seconds: float | None
    peak_bytes: int
    applicants: int
    placed: int
    groups: int
    mean_fit: float
    worst_member: float
    worst_group: float
    gap: float | None
    near_seconds: float | None
    """Until a plan that places as much was within ``NEAR`` of the bound as it stood at the end; None if none was."""


def until_near(result: Result) -> float | None:
    """See :attr:`Solved.near_seconds`."""
    if result.bound is None or result.claim is None:
        return None
    for point in result.trace:
        if point.value is None or point.claim is None or point.seconds is None:
            continue
        if point.claim > result.claim - SAME and result.bound <= point.value * (1 + NEAR):
            return point.seconds
    return None


class FirstPlan(Listener):
    """Notes when the first valid plan was there, and is a stop criterion that is met by it."""

    seconds_left: float | None = None

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.seconds: float | None = None

    def begin(self) -> None:
        """Nothing to prepare: the clock runs from the call of solve."""

    def met(self, standing: Standing) -> bool:
        """Whether there is a plan."""
        return standing.value is not None

    def improved(self, value: float, placed: int, seconds: float) -> None:
        """Note the time of the first call."""
        if self.seconds is None:
            self.seconds = time.perf_counter() - self.began


def peak_memory() -> int:
    """The most memory this process has held at once, in bytes.

    On Linux as the kernel counts it from the program's start; ``getrusage`` may count the parent's memory there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@click.command()
@click.argument("applicants", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--groups", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", type=int, default=0)
@click.option("--seconds", type=float, default=10.0)
@click.option("--first-only", is_flag=True, help="Stop at the first valid plan, and do it a second time.")
def main(applicants: Path, groups: Path | None, seed: int, seconds: float, first_only: bool) -> None:
    """Solve the list in APPLICANTS once and print what it took."""
    from matcher.engine.solve import solve
    from matcher.tables import read_intake

    intake = read_intake(applicants, groups=groups).intake
    first = FirstPlan()
    stop: Stop = AnyOf(Seconds(seconds), first) if first_only else Seconds(seconds)
    result = solve(intake, stop, seed=seed, listen=first)
    again = None
    if first_only:
        again = FirstPlan()
        solve(intake, AnyOf(Seconds(seconds), again), seed=seed, listen=again)
    solve_seconds = time.perf_counter() - first.began
    if first.seconds is None or result.mean_fit is None or result.worst_member is None or result.worst_group is None:
        raise click.ClickException(f"no valid plan: {result.status}")
    solved = Solved(
        first_plan_seconds=first.seconds,
        solve_seconds=solve_seconds,
        again_seconds=None if again is None else again.seconds,
        peak_bytes=peak_memory(),
        applicants=result.applicants,
        placed=result.placed,
        groups=len(result.groups),
        mean_fit=result.mean_fit,
        worst_member=result.worst_member,
        worst_group=result.worst_group,
        gap=result.gap,
        near_seconds=until_near(result),
    )
    click.echo(json.dumps(asdict(solved)))


if __name__ == "__main__":
    main()
