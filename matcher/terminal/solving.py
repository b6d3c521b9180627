"""Solve, write, show: what the commands that end in a result share."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TypeVar

from matcher.listener import Listener
from matcher.report import write_outputs
from matcher.report.files import plan_json, printed_files
from matcher.result import Result
from matcher.stop import AnyOf, Gap, Seconds, Stop, Work
from matcher.tables import ReadIntake
from matcher.terminal.console import answers, errors, plain, say
from matcher.terminal.progress import Progress, UntilInterrupted
from matcher.terminal.refusal import refuse_option

T = TypeVar("T")

EXIT_CODES = {"infeasible": 3, "stopped": 1}
"""Exit codes by status; every other status is a success."""

CANNOT_WRITE = 2
"""Exit code where the outputs could not be written."""


@dataclass(frozen=True, slots=True)
class Search:
    """How long to search and from which seed; ``work`` in rounds makes the search reproducible."""

    seconds: float | None
    work: int | None
    gap: float | None
    seed: int

    def stop(self, interrupted: UntilInterrupted) -> Stop:
        """All criteria, and Ctrl-C."""
        criteria: list[Stop] = [interrupted]
        if self.seconds is not None:
            criteria.append(Seconds(self.seconds))
        if self.work is not None:
            criteria.append(Work(self.work))
        if self.gap is not None:
            criteria.append(Gap(self.gap))
        return AnyOf(*criteria)


def check_folder(folder: Path | None, *, as_json: bool) -> None:
    """Find out before a long search that its outputs could not be written.

    Raises:
        Refused: If the folder is a file, or neither it nor the one it would be made in can be written to.
    """
    if folder is None:
        return
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise refuse_option("--out", f"{there} is a file: name a folder", as_json)
    if not os.access(there, os.W_OK | os.X_OK):
        raise refuse_option("--out", f"{there} cannot be written to: name another folder, or allow it", as_json)


def solve_and_show(
    read: ReadIntake, search: Search, out: Path | None, *, as_json: bool, printed_as: str | None = None
) -> None:
    """Solve, write the outputs, print the result, and end the process with its exit code unless all is well.

    ``printed_as`` adds roster and proposal as PDF, under that name of the list.
    """
    with UntilInterrupted() as interrupted, Progress(interrupted) as progress:
        result = with_list(read, _solve(read, search, interrupted, progress))
    written, failure = _write(out, read, result, printed_as)
    show(read, result, as_json=as_json, leave=False)
    console = errors() if as_json else answers()
    if failure is not None:
        errors().print(f"The outputs could not be written to {plain(str(out))}: {failure.strerror or failure}")
        sys.exit(CANNOT_WRITE)
    if written and not as_json:
        console.print()
        console.print("Written: " + ", ".join(plain(str(path)) for path in written), soft_wrap=True)
    _leave(result)


def show(read: ReadIntake, result: Result, *, as_json: bool, leave: bool = True) -> None:
    """Print a result; with ``leave``, end the process with its exit code unless all is well."""
    if as_json:
        say(plan_json(result).decode().rstrip("\n"))
    else:
        from matcher.terminal.groups import show_result

        show_result(answers(), read.intake, result)
    if leave:
        _leave(result)


def with_list(read: ReadIntake, result: Result) -> Result:
    """The result with the rows that were left out of the list and the warnings about it."""
    warnings = tuple(dict.fromkeys((*read.warnings, *result.warnings)))
    return result.model_copy(update={"skipped": (*read.skipped, *result.skipped), "warnings": warnings})


def _solve(read: ReadIntake, search: Search, interrupted: UntilInterrupted, progress: Listener) -> Result:
    from matcher.engine.kernels import SOLVING, compile_side_by_side
    from matcher.engine.solve import solve

    def solved() -> Result:
        compile_side_by_side(*SOLVING, listen=progress)
        return solve(
            read.intake,
            search.stop(interrupted),
            seed=search.seed,
            listen=progress,
            reproducible=search.work is not None,
        )

    return beside_main_thread(solved)


def beside_main_thread(search: Callable[[], T]) -> T:
    """Search beside the main thread: Python hands a signal to that one only, and only between two steps of its own."""
    answered: Future[T] = Future()

    def work() -> None:
        try:
            result = search()
        except BaseException as error:
            answered.set_exception(error)
        else:
            answered.set_result(result)

    Thread(target=work, daemon=True).start()
    return answered.result()


def _write(
    out: Path | None, read: ReadIntake, result: Result, printed_as: str | None
) -> tuple[tuple[Path, ...], OSError | None]:
    """The files written, or what stood in the way: a result that took minutes is still shown."""
    if out is None:
        return (), None
    try:
        printed = None if printed_as is None else printed_files(read.intake, result, printed_as)
        return write_outputs(out, read.intake, result, printed=printed), None
    except OSError as error:
        return (), error


def _leave(result: Result) -> None:
    if code := EXIT_CODES.get(result.status):
        sys.exit(code)
