"""The command that prints a plan: roster and proposal as PDF, and the sessions as a calendar."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from matcher.answer import evaluate
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.report.calendar import (
    EARLIEST,
    LATEST,
    MOST_WEEKS,
    USUAL_WEEKS,
    Issue,
    NoSession,
    Term,
    calendar,
    without_session,
)
from matcher.report.files import printed_files, write_files
from matcher.report.pdf import PdfUnavailable, require_pdf
from matcher.result import Result
from matcher.tables import ReadIntake
from matcher.terminal.console import answers, errors, plain, say
from matcher.terminal.refusal import refuse_option
from matcher.terminal.solving import CANNOT_WRITE, with_list

CALENDAR = "calendar.ics"


def print_plan(read: ReadIntake, plan: Plan, list_path: Path, term: Term | None, out: Path, *, as_json: bool) -> None:
    """Print a plan into a folder, with a calendar where a term is given.

    Raises:
        Refused: If there can be no PDF, or no calendar.
    """
    result = with_list(read, evaluate(read.intake, plan))
    check_printing(result.applicants, as_json=as_json)
    contents = printed_files(read.intake, result, list_path.name)
    if term is not None:
        contents[CALENDAR] = _calendar(read.intake, result, list_path, term, as_json=as_json)
    written = _written(out, contents)
    if as_json:
        say(json.dumps({"written": [str(path) for path in written]}, ensure_ascii=False, indent=2))
        return
    console = answers()
    if term is not None and (missing := without_session(result)):
        console.print(f"Not in the calendar, for want of a session time: {plain(', '.join(missing))}.")
    console.print("Written: " + ", ".join(plain(str(path)) for path in written), soft_wrap=True)


def read_term(starts: datetime | None, weeks: int | None, *, as_json: bool) -> Term | None:
    """The term asked for; None where no day is named.

    Raises:
        Refused: If the day or the weeks are out of range, or there are weeks and no day.
    """
    if starts is None:
        if weeks is not None:
            raise refuse_option("--weeks", "say on which day the weeks begin: add --starts", as_json)
        return None
    if not EARLIEST <= starts.date() <= LATEST:
        raise refuse_option("--starts", f"no likely day: name one from {EARLIEST} to {LATEST}", as_json)
    if weeks is not None and weeks > MOST_WEEKS:
        raise refuse_option("--weeks", f"a calendar reaches {MOST_WEEKS} weeks: name fewer", as_json)
    return Term(starts.date(), USUAL_WEEKS if weeks is None else weeks)


def check_printing(applicants: int, *, as_json: bool) -> None:
    """See whether a list of so many people can be printed, before a search or a plan of it.

    Raises:
        Refused: If there can be none.
    """
    try:
        require_pdf(applicants)
    except PdfUnavailable as error:
        raise refuse_option("PDF", str(error), as_json) from error


def _calendar(intake: Intake, result: Result, list_path: Path, term: Term, *, as_json: bool) -> bytes:
    # The day of the matching instead of the clock's: the same matching gives the same bytes.
    issue = Issue(list_path.stem, list_path.stem, datetime.combine(intake.day, time(), UTC))
    try:
        return calendar(result, term, issue)
    except NoSession as error:
        raise refuse_option("--starts", str(error), as_json) from error


def _written(out: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    try:
        return write_files(out, contents)
    except OSError as error:
        errors().print(f"The outputs could not be written to {plain(str(out))}: {error.strerror or error}")
        sys.exit(CANNOT_WRITE)
