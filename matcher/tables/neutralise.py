"""Cells that a spreadsheet would take for a formula are written so that it takes them for text."""

import re

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
MARK = "'"
"""What spreadsheets read as: the rest of this cell is text."""


def neutralise(text: str) -> str:
    """The text for a cell of a CSV or XLSX file: marked with ``'`` where a spreadsheet would run it.

    Plain numbers stay as they are. :func:`plain` takes the mark off again.
    """
    if text.startswith(_DANGEROUS) and not _NUMBER.fullmatch(text):
        return MARK + text
    return text


def plain(text: str) -> str:
    """The text of a cell without the mark that :func:`neutralise` puts before it."""
    if text.startswith(MARK) and text[1:].startswith(_DANGEROUS):
        return text[1:]
    return text
