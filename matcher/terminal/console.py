"""The two streams: answers go to standard output, progress and problems to standard error."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

LONGEST_WORD = 200
"""Characters of a cell that a terminal shows."""

LONGEST_NOTE = 2_000
"""Characters of a sentence of our own that a terminal shows; it may name many people."""

_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def answers() -> Console:
    """The console of standard output; 80 columns where it is no terminal."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def errors() -> Console:
    """The console of standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def say(text: str) -> None:
    """Write plain text to standard output as UTF-8, whatever the terminal's own encoding."""
    click.echo(text.encode())


def plain(text: str, most: int = LONGEST_WORD) -> str:
    """A list's text as a terminal may show it: not endless, no control characters, no marks that turn the direction."""
    clean = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) == "Cc" or c in _DIRECTION_MARKS else c
        for c in text[: most + 1].replace("\n", " ").replace("\t", " ")
    )
    return clean if len(text) <= most else clean[:most] + "…"
