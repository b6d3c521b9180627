"""Rows of a CSV file, whichever delimiter it has."""

import csv
import io
import re

from matcher.result import RowProblem
from matcher.tables.errors import TableError, problem_with

DELIMITERS = (",", ";", "\t")

MOST_LINES = 1_100_000
"""Rows a file may have, blank ones among them; an intake has a million people at the most."""

_EXCEL_SAYS = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LONGEST_FIELD = 2**30
"""Characters at which the csv module would give up; the length of a cell is checked where rows are read."""

# It holds for the whole process: set and set back by one thread, it would be gone beneath another.
csv.field_size_limit(_LONGEST_FIELD)


def delimited_rows(text: str, file: str) -> list[list[str]]:
    """The rows of CSV text (RFC 4180), blank ones as empty lists.

    Raises:
        TableError: If a quote is left open or stands inside a cell that is not quoted as a whole, or if there are far
            too many rows.
    """
    if told := _EXCEL_SAYS.match(text):
        text, delimiter = text[told.end() :], told[1]
        if delimiter not in DELIMITERS:
            delimiter = sniff(text)
    else:
        delimiter = sniff(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > MOST_LINES:
                message = f"the file has more than {MOST_LINES} rows, blank ones among them: delete what is no list"
                raise problem_with(file, "too_many_rows", message)
    except csv.Error as error:
        message = (
            "the quotes of this row do not match up: close every quote, and double a quote that belongs to the text "
            f"({error})"
        )
        raise TableError([RowProblem(file=file, row=len(rows) + 1, code="unreadable_row", message=message)]) from error
    return rows


def sniff(text: str) -> str:
    """The delimiter that stands most often in the heading row, outside quotes; a comma where none does."""
    heading = text.lstrip()
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for character in heading:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted and character in counts:
            counts[character] += 1
    return max(counts, key=lambda delimiter: counts[delimiter])
