"""Other good plans: read, search, print and write."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.alternatives import Alternatives, TooLong, alternatives
from matcher.answer import evaluate
from matcher.report.files import output_files, write_files
from matcher.report.words import of_hundred
from matcher.sentences import Sentence, sentence
from matcher.stop import AnyOf, Seconds
from matcher.tables import ReadIntake
from matcher.terminal.console import LONGEST_NOTE, answers, errors, plain, say
from matcher.terminal.options import ListOptions
from matcher.terminal.progress import UntilInterrupted
from matcher.terminal.reading import read_list_and_plan
from matcher.terminal.refusal import refuse_option
from matcher.terminal.solving import CANNOT_WRITE, beside_main_thread, check_folder, with_list


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many plans, how far apart, how long to search for each, and from which seed."""

    count: int
    apart: float
    seconds: float
    seed: int


def find_and_show(options: ListOptions, plan_path: Path, wanted: Wanted, out: Path | None) -> None:
    """Search for plans beside one, print them as a table or as JSON, and write each into a folder of its own.

    Raises:
        Refused: If the list or the plan cannot be used.
    """
    read, plan = read_list_and_plan(options, plan_path)
    check_folder(out, as_json=options.as_json)
    try:
        with UntilInterrupted() as interrupted:
            found = beside_main_thread(
                lambda: alternatives(
                    read.intake,
                    plan,
                    wanted.count,
                    AnyOf(interrupted, Seconds(wanted.seconds)),
                    seed=wanted.seed,
                    apart=wanted.apart,
                )
            )
    except TooLong as error:
        raise refuse_option("LIST", str(error), options.as_json) from error
    except ValueError as error:
        raise refuse_option("PLAN", str(error), options.as_json) from error
    if options.as_json:
        say(found.model_dump_json(indent=2))
    else:
        _show(answers(), found)
    if out is not None:
        _write(read, found, out, as_json=options.as_json)


def _show(console: Console, found: Alternatives) -> None:
    console.print()
    colour = "green" if found.others else "yellow"
    _say(
        console,
        sentence("other-plans-heading", found=len(found.others), apart=of_hundred(found.apart)),
        f"bold {colour}",
    )
    if found.others:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
        table.add_column("Plan")
        for heading in ("Value", "Less", "Worst fit", "Groups", "Alike, of 100", "Elsewhere"):
            table.add_column(heading, justify="right")
        table.add_row("1", f"{found.value:.2f}", "", _fit(found.worst_member), str(len(found.first.groups)), "", "")
        for number, other in enumerate(found.others, 2):
            table.add_row(
                str(number),
                f"{other.value:.2f}",
                f"{other.loss:.2f}",
                _fit(other.worst_member),
                str(len(other.plan.groups)),
                of_hundred(other.similarity),
                str(len(other.elsewhere)),
            )
        console.print()
        console.print(table)
        console.print()
    for number, other in enumerate(found.others, 2):
        code = "other-plan-elsewhere" if other.elsewhere else "other-plan-nobody-elsewhere"
        params = {"who": other.elsewhere} if other.elsewhere else {}
        _say(console, sentence(code, plan=f"Plan {number}", **params))
    if found.missing:
        _say(console, sentence("other-plans-missing", missing=found.missing), "yellow")
    _say(console, sentence("other-plans-bound", bound=f"{found.bound:.2f}"))


def _say(console: Console, said: Sentence, style: str = "") -> None:
    console.print(Text(f"{plain(said.text, LONGEST_NOTE)}.", style=style))


def _fit(fit: float | None) -> str:
    return "" if fit is None else of_hundred(fit)


def _write(read: ReadIntake, found: Alternatives, out: Path, *, as_json: bool) -> None:
    plans = {f"plan-{number}": other.plan for number, other in enumerate(found.others, 2)}
    if not plans:
        return
    contents = {
        f"{folder}/{name}": content
        for folder, plan in plans.items()
        for name, content in output_files(read.intake, with_list(read, evaluate(read.intake, plan))).items()
    }
    try:
        write_files(out, contents)
    except OSError as error:
        errors().print(f"The plans could not be written to {plain(str(out))}: {error.strerror or error}")
        sys.exit(CANNOT_WRITE)
    console = errors() if as_json else answers()
    console.print()
    console.print(f"Written: {', '.join(plain(str(out / folder)) for folder in plans)}", soft_wrap=True)
