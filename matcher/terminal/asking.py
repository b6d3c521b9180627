"""What-if questions: read, ask, print and write."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rich.text import Text

from matcher.compare import Comparison
from matcher.intake import Intake, IntakeError
from matcher.report.comparison import Listing
from matcher.report.files import plan_json
from matcher.report.whatif import group_listing, group_notes, hour_notes, week_listing, worth_listing
from matcher.result import Result, RowProblem
from matcher.sentences import sentence
from matcher.tables.policy import policy_refusal
from matcher.terminal.comparing import files, show_comparison, show_listing, write
from matcher.terminal.console import answers, errors, say
from matcher.terminal.options import ListOptions
from matcher.terminal.progress import UntilInterrupted
from matcher.terminal.reading import read_list
from matcher.terminal.refusal import Refused, refuse_option
from matcher.terminal.solving import EXIT_CODES, beside_main_thread, check_folder
from matcher.times import parse_interval
from matcher.whatif import Effort, best_hours, groups_more_or_fewer, policy_moved

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the three commands share: how long to search, and where to write."""

    seconds: float
    rounds: int | None
    seed: int
    out: Path | None


def ask_groups(options: ListOptions, asked: Asked) -> None:
    """One group fewer, or one more."""
    check_folder(asked.out, as_json=options.as_json)
    intake = read_list(options).intake
    answer = _searched(asked, lambda effort: groups_more_or_fewer(intake, effort))
    _finish(
        options,
        asked,
        intake,
        answer,
        as_is=answer.as_is.result,
        others={v.change: v.result for v in (*answer.fewer[:1], *answer.more[:1])},
        compared=answer.comparison,
        title="One group fewer, one more",
        listings=[group_listing(answer)],
        notes=group_notes(answer),
    )


def ask_hours(options: ListOptions, asked: Asked, choose: int, hours: Sequence[str]) -> None:
    """Which weekly hours seat most people."""
    check_folder(asked.out, as_json=options.as_json)
    try:
        intervals = [parse_interval(hour) for hour in hours]
    except ValueError as error:
        raise refuse_option("--hour", str(error), options.as_json) from error
    intake = read_list(options).intake
    try:
        answer = _searched(asked, lambda effort: best_hours(intake, choose, intervals or None, effort))
    except ValueError as error:
        raise refuse_option("--hour", str(error), options.as_json) from error
    _finish(
        options,
        asked,
        intake,
        answer,
        as_is=answer.as_is,
        others={"hours": answer.result},
        compared=answer.comparison,
        title="The best weekly hours",
        listings=[week_listing(answer.hours)],
        notes=hour_notes(answer),
    )


def ask_policy(options: ListOptions, asked: Asked, settings: Sequence[str]) -> None:
    """Another setting of the policy."""
    check_folder(asked.out, as_json=options.as_json)
    changes = _changes(settings, as_json=options.as_json)
    intake = read_list(options).intake
    try:
        answer = _searched(asked, lambda effort: policy_moved(intake, changes, effort))
    except ValidationError as error:
        raise Refused(policy_refusal(error, "SETTING").problems, as_json=options.as_json) from error
    except IntakeError as error:
        problems = [RowProblem(file="SETTING", code=p.code, message=p.message) for p in error.problems]
        raise Refused(problems, as_json=options.as_json) from error
    notes = [
        sentence("whatif-policy-set", setting=name, old=old, new=new).text
        for name, (old, new) in answer.changes.items()
    ]
    _finish(
        options,
        asked,
        intake,
        answer,
        as_is=answer.as_is,
        others={"moved": answer.moved},
        compared=answer.comparison,
        title="The policy moved",
        listings=[worth_listing(answer.comparison, answer.by_moved)] if answer.comparison and answer.by_moved else [],
        notes=notes,
    )


def _searched(asked: Asked, search: Callable[[Effort], T]) -> T:
    with UntilInterrupted() as interrupted:
        effort = Effort(asked.seconds, asked.rounds, asked.seed, interrupted)
        with errors().status("Searching; Ctrl-C keeps the best so far"):
            return beside_main_thread(lambda: search(effort))


def _changes(settings: Sequence[str], *, as_json: bool) -> dict[str, Any]:
    """``balance=0.3 rules.floor.weight=2`` as nested settings; a value that is no TOML is a word.

    Raises:
        Refused: If a setting cannot be read.
    """
    lines = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise refuse_option("SETTING", f"write SETTING=VALUE, such as balance=0.3, not {setting}", as_json)
        lines.append(f"{name} = {value}" if _is_toml(value) else f'{name} = "{value.strip()}"')
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        message = "cannot be read: write SETTING=VALUE, each setting once, such as balance=0.3"
        raise refuse_option("SETTING", message, as_json) from error


def _is_toml(value: str) -> bool:
    try:
        tomllib.loads(f"value = {value}")
    except tomllib.TOMLDecodeError:
        return False
    return True


def _finish(
    options: ListOptions,
    asked: Asked,
    intake: Intake,
    answer: BaseModel,
    *,
    as_is: Result,
    others: Mapping[str, Result],
    compared: Comparison | None,
    title: str,
    listings: Sequence[Listing],
    notes: Sequence[str],
) -> None:
    if options.as_json:
        say(answer.model_dump_json(indent=2))
    else:
        console = answers()
        for listing in listings:
            show_listing(console, listing)
        if notes:
            console.print()
        for note in notes:
            console.print(Text(f"{note}."))
        if compared is not None:
            show_comparison(console, compared)
        if as_is.plan is None:
            console.print(Text(f"{sentence('whatif-no-plan').text}.", style="bold red"))
    plans = {"as-is": as_is, **others}
    contents = {f"plan-{name}.json": plan_json(result) for name, result in plans.items()}
    if compared is not None:
        contents |= files(intake, compared, title=title, lead=notes, listings=listings)
    write(asked.out, contents, as_json=options.as_json)
    if code := EXIT_CODES.get(as_is.status):
        sys.exit(code)
