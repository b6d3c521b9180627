"""Writing the outputs: all of them or none, each whole."""

import os
from collections.abc import Mapping
from pathlib import Path

from matcher.intake import Intake
from matcher.result import Result

NAMES = ("plan.json", "roster.csv", "roster.xlsx", "report.html")
"""The files that a matching writes."""


def write_outputs(folder: Path, intake: Intake, result: Result) -> tuple[Path, ...]:
    """Write plan.json, roster.csv, roster.xlsx and report.html into a folder, which is made where it is missing.

    Everything is written beside the old files first and put in their place at the end, so that a full disk or a broken
    connection leaves no half of anything.

    Raises:
        OSError: If the folder cannot be made or written to.
    """
    # The template and spreadsheet libraries cost a tenth of a second that a command without outputs need not pay.
    from matcher.report.page import render_page
    from matcher.report.roster import roster_csv, roster_xlsx

    contents = (
        plan_json(result),
        roster_csv(intake, result),
        roster_xlsx(intake, result),
        render_page(intake, result).encode(),
    )
    return write_files(folder, dict(zip(NAMES, contents, strict=True)))


def write_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files by name into a folder, which is made where it is missing: all of them or none, each whole.

    Raises:
        OSError: If the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            draft = folder / f".{name}.{os.getpid()}.part"
            written.append((draft, folder / name))
            draft.write_bytes(content)
        for draft, final in written:
            draft.replace(final)
    finally:
        for draft, _ in written:
            draft.unlink(missing_ok=True)
    return tuple(final for _, final in written)


def plan_json(result: Result) -> bytes:
    """The result as the JSON object that every door of the service speaks, ending in a newline."""
    return result.model_dump_json(indent=2).encode() + b"\n"
