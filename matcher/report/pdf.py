"""The plan on paper: rosters to hand to those who lead the groups, and the proposal that a meeting decides on.

Both are tagged PDF (PDF/UA-1), typeset from templates that get every text of a list as data and never as code, with
the fonts that the typesetter brings: the same plan gives the same bytes on every machine.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matcher.intake import Intake
from matcher.report import printed
from matcher.report.legible import LACKING, legible
from matcher.report.printed import Imprint
from matcher.result import Result

TEMPLATES = Path(__file__).parent / "templates"

TYPESETTER = Path(__file__).parent / "typesetter.py"

HOW_TO_INSTALL = "PDF needs the typesetter, which is not installed: pip install 'group-matcher[pdf]'"

MOST_TRIES = 4
"""How often characters without a font are looked for before everything but Western European is taken for one."""

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_FOREIGN = re.compile(rf"[^\x20-\x7e\xa0-\xff{LACKING}]")


MOST_PRINTED = 3_000
"""Applicants of a plan that is printed: some 400 pages, five seconds and half a gigabyte of memory."""


class PdfUnavailable(RuntimeError):
    """There is no PDF; the message says why and what to do."""


def require_pdf(applicants: int) -> None:
    """See whether a list of so many people can be printed.

    Raises:
        PdfUnavailable: If the typesetter is not installed, or the list is too long for paper.
    """
    if find_spec("typst") is None:
        raise PdfUnavailable(HOW_TO_INSTALL)
    if applicants > MOST_PRINTED:
        raise PdfUnavailable(f"lists of over {MOST_PRINTED:,} people are not printed as PDF: take the XLSX roster")


def roster_pdf(intake: Intake, result: Result, imprint: Imprint) -> bytes:
    """The roster: a page or more for every group.

    Raises:
        PdfUnavailable: If there can be none (see ``require_pdf``).
    """
    require_pdf(result.applicants)
    return _set("roster.typ", printed.roster(intake, result, imprint))


def proposal_pdf(intake: Intake, result: Result, imprint: Imprint) -> bytes:
    """The proposal: figures, proof, all groups, what not to overlook, who waits, and room to decide.

    Raises:
        PdfUnavailable: If there can be none (see ``require_pdf``).
    """
    require_pdf(result.applicants)
    return _set("proposal.typ", printed.proposal(intake, result, imprint))


def _set(template: str, content: Mapping[str, Any]) -> bytes:
    """Typeset, and where characters have no font, once more with the mark for them."""
    shown = _with_texts(content, legible)
    lacking = ""
    for _ in range(MOST_TRIES):
        made = _run(template, shown, lacking=bool(lacking))
        if isinstance(made, bytes):
            return made
        lacking += "".join(_unescaped(text) for text in _UNSHOWN.findall(made))
        shown = _with_texts(shown, partial(re.compile(f"[{re.escape(lacking)}]").sub, LACKING))
    made = _run(template, _with_texts(shown, partial(_FOREIGN.sub, LACKING)), lacking=True)
    if isinstance(made, bytes):
        return made
    raise RuntimeError(f"the typesetter refuses the template {template}")


def _run(template: str, content: Mapping[str, Any], *, lacking: bool) -> bytes | str:
    """The document, or what the typesetter has against it."""
    year, month, day = content["day"]
    moment = datetime(year, month, day, tzinfo=UTC)
    done = subprocess.run(
        # Safe path (-P): this folder has modules that are called like some of the standard library's.
        [sys.executable, "-P", str(TYPESETTER), str(TEMPLATES / template), str(int(moment.timestamp()))],
        input=json.dumps({**content, "lacking": lacking}).encode(),
        capture_output=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stderr.decode(errors="replace")


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_texts(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(each, change) for each in value]
    return value


def _unescaped(text: str) -> str:
    r"""What the typesetter says it could not show, which is written as in its own language: ``\u{e31}``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
