"""The plan on paper: rosters to hand to those who lead the groups, and the proposal that a meeting decides on.

Both are tagged PDF (PDF/UA-1), typeset from templates that get every text of a list as data and never as code, with
the fonts that the typesetter brings: the same plan gives the same bytes on every machine.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from matcher.intake import Intake
from matcher.report import printed
from matcher.report.printed import Imprint
from matcher.result import Result

if TYPE_CHECKING:
    # The typesetter comes with the extra "pdf".
    from typst import Fonts

TEMPLATES = Path(__file__).parent / "templates"

HOW_TO_INSTALL = "PDF needs the typesetter, which is not installed: pip install 'group-matcher[pdf]'"

LACKING = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that no font of the document has."""

MOST_TRIES = 4
"""How often characters without a font are looked for before everything but Western European is taken for one."""

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BREAK = re.compile(r"[\t-\r\u2028\u2029]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FOREIGN = re.compile(rf"[^\x20-\x7e\xa0-\xff{LACKING}]")

Format = Literal["pdf", "png"]


class PdfUnavailable(RuntimeError):
    """The typesetter is not installed."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_INSTALL)


def can_print() -> bool:
    """Whether the typesetter is installed."""
    return find_spec("typst") is not None


def roster_pdf(intake: Intake, result: Result, imprint: Imprint = Imprint()) -> bytes:
    """The roster: a page or more for every group.

    Raises:
        PdfUnavailable: If the typesetter is not installed.
    """
    return _set("roster.typ", printed.roster(intake, result, imprint))


def proposal_pdf(intake: Intake, result: Result, imprint: Imprint = Imprint()) -> bytes:
    """The proposal: figures, proof, all groups, what not to overlook, who waits, and room to decide.

    Raises:
        PdfUnavailable: If the typesetter is not installed.
    """
    return _set("proposal.typ", printed.proposal(intake, result, imprint))


def _set(template: str, content: Mapping[str, Any]) -> bytes:
    """Typeset, and where characters have no font, once more with the mark for them."""
    if not can_print():
        raise PdfUnavailable
    from typst import TypstError

    shown = _with_texts(content, _plain)
    lacking: set[str] = set()
    for _ in range(MOST_TRIES):
        try:
            return _compiled(template, shown, lacking=bool(lacking))
        except TypstError as error:
            found = {character for text in _UNSHOWN.findall(error.diagnostic) for character in _unescaped(text)}
            if not found - lacking:
                raise
            lacking |= found
            table = str.maketrans(dict.fromkeys(lacking, LACKING))
            shown = _with_texts(content, lambda text: _plain(text).translate(table))
    return _compiled(template, _with_texts(content, lambda text: _FOREIGN.sub(LACKING, _plain(text))), lacking=True)


def _compiled(template: str, content: Mapping[str, Any], *, lacking: bool) -> bytes:
    import typst

    year, month, day = content["day"]
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps({**content, "lacking": lacking}, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_texts(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(each, change) for each in value]
    return value


def _plain(text: str) -> str:
    """A text without what is not seen but changes how the text around it is: breaks, controls, forced directions."""
    return _CONTROL.sub(LACKING, _BREAK.sub(" ", _DIRECTION.sub("", text)))


def _unescaped(text: str) -> str:
    r"""What the typesetter says it could not show, which is written as in its own language: ``\u{e31}``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
