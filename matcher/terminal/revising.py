"""The command that re-plans: search, write, and show who moves and why it is worth it."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from threading import Thread
from typing import TypeVar

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matcher.intake import Intake
from matcher.plan import Plan
from matcher.report import write_outputs
from matcher.report.frontier import in_words
from matcher.report.words import count
from matcher.result import Result
from matcher.revise import Frontier, Revision, TooLong, frontier, revise
from matcher.revise.ladder import PRICES_TRIED
from matcher.stop import AnyOf, Seconds, Stop
from matcher.tables import ReadIntake
from matcher.terminal.console import LONGEST_NOTE, answers, errors, plain, say
from matcher.terminal.groups import show_result
from matcher.terminal.progress import UntilInterrupted
from matcher.terminal.refusal import refuse_option
from matcher.terminal.solving import CANNOT_WRITE, EXIT_CODES, with_list

CONTRADICTION = EXIT_CODES["infeasible"]
"""Exit code where there is no valid plan with so few moves, or at all."""

MOST_NAMED = 40
"""New people that are shown; the written outputs have them all."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Budget:
    """How many may move, or what a move costs; and up to how many moves the frontier goes."""

    max_moves: int | None
    stay: float | None
    frontier: int | None
    seconds: float

    @property
    def share(self) -> float:
        """Seconds for each search."""
        searches = 1 if self.max_moves is None else PRICES_TRIED
        return self.seconds / (searches + (0 if self.frontier is None else PRICES_TRIED))


def revise_and_show(read: ReadIntake, plan: Plan, budget: Budget, out: Path | None, *, as_json: bool) -> None:
    """Re-plan, write the outputs, print who moves, and end the process with its exit code unless all is well."""
    with UntilInterrupted() as interrupted:

        def stop() -> Stop:
            return AnyOf(interrupted, Seconds(budget.share))

        try:
            revision, points = _beside(lambda: _search(read.intake, plan, budget, stop))
        except TooLong as error:
            raise refuse_option("LIST", str(error), as_json) from error
    result = None if revision.result is None else with_list(read, revision.result)
    revision = revision.model_copy(update={"result": result})
    failure = None
    written: tuple[Path, ...] = ()
    if out is not None and result is not None:
        try:
            written = write_outputs(out, read.intake, result, revision, points)
        except OSError as error:
            failure = error
    if as_json:
        found = {"revision": revision.model_dump(mode="json"), "frontier": points and points.model_dump(mode="json")}
        say(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show_revision(answers(), read.intake, revision, points)
        if written:
            answers().print("\nWritten: " + ", ".join(plain(str(path)) for path in written), soft_wrap=True)
    if failure is not None:
        errors().print(f"The outputs could not be written to {plain(str(out))}: {failure.strerror or failure}")
        sys.exit(CANNOT_WRITE)
    if revision.outcome != "revised":
        sys.exit(EXIT_CODES.get(revision.outcome, CONTRADICTION))


def show_revision(console: Console, intake: Intake, revision: Revision, points: Frontier | None) -> None:
    """Print who moves and why, who is new, who left, the frontier, and the new groups with who waits."""
    console.print()
    good = revision.outcome == "revised"
    for number, said in enumerate(revision.summary):
        style = ("bold green" if good else "bold red") if number == 0 else ""
        console.print(Text(f"{plain(said.text, LONGEST_NOTE)}.", style=style))
    if revision.gap is not None and good:
        console.print(Text(_proof(revision)))
    if revision.moves:
        console.print()
        console.print(_moves(revision))
    for title, ids in (("No longer on the list", revision.left), ("No longer on offer", revision.closed)):
        if ids:
            console.print()
            console.print(Group(Text(title, style="bold"), _indented(", ".join(ids))))
    if revision.new:
        named = [f"{move.id} → {move.target or 'waits'}" for move in revision.new]
        rest = len(named) - MOST_NAMED
        text = ", ".join(named[:MOST_NAMED]) + (f", and {rest} more" if rest > 0 else "")
        console.print()
        console.print(Group(Text("Had no place before", style="bold"), _indented(text)))
    if points is not None:
        console.print()
        console.print(_frontier(points))
    result: Result | None = revision.result
    if result is not None:
        show_result(console, intake, result)


def _proof(revision: Revision) -> str:
    assert revision.gap is not None
    what = "within this number of moves" if revision.stay is None else "at this price of a move"
    if revision.is_proved:
        return f"Proved to be the best possible {what}."
    return f"At most {ceil(100 * revision.gap) / 100:.2f} points of fit below the best possible {what}."


def _moves(revision: Revision) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", leading=1)
    table.add_column("Who moves", overflow="fold", max_width=20)
    table.add_column("From → to", overflow="fold", max_width=24)
    table.add_column("Why", overflow="fold", ratio=1)
    for move in revision.moves:
        way = f"{plain(move.origin)} → {plain(move.target) if move.target else 'waits'}"
        why = ". ".join(plain(said.text, LONGEST_NOTE) for said in move.sentences)
        table.add_row(Text(plain(move.id)), Text(way), Text(f"{why[:1].upper()}{why[1:]}."))
    return table


def _frontier(points: Frontier) -> Group:
    title = Text("What each more move brings", style="bold")
    if not points.points:
        least = "no number of moves" if points.least_moves is None else count(points.least_moves, "move")
        return Group(title, _indented(f"With so few moves some hard rule stays broken; it takes {least}"))
    return Group(title, *(_indented(in_words(point)) for point in points.points))


def _indented(text: str) -> Padding:
    return Padding(Text(plain(text, LONGEST_NOTE)), (0, 0, 0, 2))


def _search(intake: Intake, plan: Plan, budget: Budget, stop: Callable[[], Stop]) -> tuple[Revision, Frontier | None]:
    revision = revise(intake, plan, stop=stop(), max_moves=budget.max_moves, stay=budget.stay)
    if budget.frontier is None:
        return revision, None
    return revision, frontier(intake, plan, budget.frontier, stop=stop())


def _beside(work: Callable[[], T]) -> T:
    """Work beside the main thread: Python hands a signal to that one only, and only between two steps of its own."""
    answered: Future[T] = Future()

    def run() -> None:
        try:
            found = work()
        except BaseException as error:
            answered.set_exception(error)
        else:
            answered.set_result(found)

    Thread(target=run, daemon=True).start()
    return answered.result()
