"""Writing the outputs: all of them or none, each whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.intake import Intake
from matcher.result import Result

if TYPE_CHECKING:
    # The package of revisions loads the solver, which a command that only reads a list need not wait for.
    from matcher.revise.answer import Frontier, Revision

NAMES = ("plan.json", "roster.csv", "roster.xlsx", "report.html")
"""The files that a matching writes."""

REVISION, PICTURE = "revision.json", "frontier.svg"
"""The files that a revision writes as well: who moves and why, and what each more move brings."""


def write_outputs(
    folder: Path,
    intake: Intake,
    result: Result,
    revision: Revision | None = None,
    frontier: Frontier | None = None,
    printed: Mapping[str, bytes] | None = None,
) -> tuple[Path, ...]:
    """Write plan.json, roster.csv, roster.xlsx and report.html into a folder, which is made where it is missing.

    A revision adds revision.json, and a frontier its picture, frontier.svg; the page shows both. ``printed`` has files
    to write beside them (see ``printed_files``).

    Everything is written beside the old files first and put in their place at the end, so that a full disk or a broken
    connection leaves no half of anything.

    Raises:
        OSError: If the folder cannot be made or written to.
    """
    # The template and spreadsheet libraries cost a tenth of a second that a command without outputs need not pay.
    from matcher.report.frontier import frontier_svg
    from matcher.report.page import render_page
    from matcher.report.roster import roster_csv, roster_xlsx

    contents = {
        "plan.json": plan_json(result),
        "roster.csv": roster_csv(intake, result),
        "roster.xlsx": roster_xlsx(intake, result),
        "report.html": render_page(intake, result, revision, frontier).encode(),
    }
    if revision is not None:
        contents[REVISION] = revision.model_dump_json(indent=2).encode() + b"\n"
    if frontier is not None and frontier.points:
        contents[PICTURE] = frontier_svg(frontier).encode()
    return write_files(folder, {**contents, **(printed or {})})


def printed_files(intake: Intake, result: Result, name: str) -> dict[str, bytes]:
    """roster.pdf and proposal.pdf of a list with this name.

    Raises:
        PdfUnavailable: If there can be none (see ``matcher.report.pdf.require_pdf``).
    """
    from matcher.report.pdf import proposal_pdf, roster_pdf
    from matcher.report.printed import Imprint

    imprint = Imprint("Proposed groups", name)
    return {"roster.pdf": roster_pdf(intake, result, imprint), "proposal.pdf": proposal_pdf(intake, result, imprint)}


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
