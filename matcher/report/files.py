"""Writing the outputs: all of them or none, each whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
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
    """Write the files of a matching (see ``output_files``) into a folder, which is made where it is missing.

    ``printed`` has files to write beside them (see ``printed_files``).

    Raises:
        OSError: If the folder cannot be made or written to; all that was in it is then as it was.
    """
    return write_files(folder, {**output_files(intake, result, revision, frontier), **(printed or {})})


def output_files(
    intake: Intake, result: Result, revision: Revision | None = None, frontier: Frontier | None = None
) -> dict[str, bytes]:
    """plan.json, roster.csv, roster.xlsx and report.html by name.

    A revision adds revision.json, and a frontier its picture, frontier.svg; the page shows both.
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
    return contents


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
    """Write files by name (also ``plan-2/plan.json``) into a folder, which is made where it is missing.

    All of them are written or none, each whole: they are written aside first and put in their place at the end. Where
    one cannot be, because of a full disk, a broken connection or a file that another program holds on to, those put in
    their place already make way for what was there before.

    Raises:
        OSError: If the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = TemporaryDirectory(prefix=".group-matcher-", dir=folder, ignore_cleanup_errors=True)
    with beside as aside, ExitStack() as undo:
        finals = [folder / name for name in contents]
        drafts = {final: Path(aside, f"{final.name}.{number}.new") for number, final in enumerate(finals)}
        for draft, content in zip(drafts.values(), contents.values(), strict=True):
            draft.write_bytes(content)
        for final, draft in drafts.items():
            if not final.parent.is_dir():
                final.parent.mkdir()
                undo.callback(final.parent.rmdir)
            if os.path.lexists(final):
                # A copy, so that a whole file stands in its place at every moment.
                before = draft.with_suffix(".old")
                shutil.copy2(final, before, follow_symlinks=False)
                undo.callback(before.replace, final)
            else:
                undo.callback(final.unlink, missing_ok=True)
            draft.replace(final)
        undo.pop_all()
    return tuple(drafts)


def plan_json(result: Result) -> bytes:
    """The result as the JSON object that every door of the service speaks, ending in a newline."""
    return result.model_dump_json(indent=2).encode() + b"\n"
