"""An XLSX file's parts, unpacked within limits before any reader of workbooks touches them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from matcher.tables.errors import TableError, problem_with

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that all parts of a workbook may unpack to."""

HIGHEST_RATIO = 200
"""How many times larger than the file its unpacked parts may be; real workbooks stay under 50."""

ALWAYS_UNPACKED = 4 * 1024 * 1024
"""Bytes below which the ratio is not looked at."""

MOST_PARTS = 2_000
"""Parts that a workbook may have."""

MOST_CELLS = 10_000_000
"""Cells of the rectangle that a sheet's content spans. Readers of workbooks reserve memory for all of it."""

MOST_TEXT = 512 * 1024 * 1024
"""Characters that the cells of a workbook may have together; shared texts count for each cell that shows them."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
"""What reading a damaged or encrypted container raises."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How parts of a workbook are packed. Parts packed otherwise are not unpacked: that would heed no limit of memory."""

_ENTRY = b"PK\x01\x02"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]{0,7})\$?(\d{1,19})")
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>")
_BOMB = (
    "unpacked, this workbook is far larger than a list of people: "
    "copy the list alone into a new workbook, or save it as CSV"
)


def checked_workbook(data: bytes, file: str) -> bytes:
    """The workbook packed again from its parts, once their true sizes are known to be harmless.

    Raises:
        TableError: If the container is damaged, encrypted, no workbook, or unpacks to far too much.
    """
    try:
        parts = _unpack(data, file)
    except TableError:
        raise
    except _UNREADABLE as error:
        message = "the workbook is damaged or has a password: open it and save it again as XLSX, or as CSV"
        raise problem_with(file, "damaged_workbook", message) from error
    if "xl/workbook.xml" not in parts:
        message = "this is an archive or a document, not an XLSX workbook: save the list as XLSX or CSV"
        raise problem_with(file, "not_a_table", message)
    _check_spans(parts, file)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _unpack(data: bytes, file: str) -> dict[str, bytes]:
    if data.count(_ENTRY) > MOST_PARTS:
        raise problem_with(file, "zip_bomb", _BOMB)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if _is_needed(entry.filename)]
        most = min(MOST_UNPACKED, max(HIGHEST_RATIO * len(data), ALWAYS_UNPACKED))
        if sum(entry.file_size for entry in archive.infolist()) > most:
            raise problem_with(file, "zip_bomb", _BOMB)
        parts: dict[str, bytes] = {}
        left = most
        for entry in entries:
            if entry.compress_type not in _METHODS:
                raise zipfile.BadZipFile("no part of a workbook is packed like this")
            with archive.open(entry) as part:
                content = part.read(left + 1)
            left -= len(content)
            if left < 0:
                raise problem_with(file, "zip_bomb", _BOMB)
            parts[entry.filename] = content
    return parts


def _is_needed(name: str) -> bool:
    return name in ("[Content_Types].xml", "_rels/.rels") or (
        name.startswith("xl/") and name.endswith((".xml", ".rels")) and "/media/" not in name
    )


def _check_spans(parts: dict[str, bytes], file: str) -> None:
    """A single cell in the last corner of a sheet makes a rectangle of 17 billion: refused before it is reserved."""
    longest_text = _longest_shared_text(parts)
    for content in parts.values():
        rows, columns, cells, shared = 0, 0, 0, 0
        for row in _places(_ROW, content):
            rows = max(rows, row[1])
        for column, row_number, attributes in _cells(content):
            cells += 1
            rows, columns = max(rows, row_number), max(columns, column)
            shared += _SHARED.search(attributes) is not None
        if rows * max(columns, 1) > MOST_CELLS or cells > MOST_CELLS or shared * longest_text > MOST_TEXT:
            message = (
                "the sheet reaches too far to the right or down, or holds too much text: "
                "copy the list alone into a new workbook, or save it as CSV"
            )
            raise problem_with(file, "zip_bomb", message)


def _cells(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Column, row and attributes of every cell with content, both counted from 1 (0 where the cell does not say)."""
    for match in _CELL.finditer(content):
        attributes = match[1]
        if attributes.endswith(b"/"):
            continue
        place = _PLACE.search(attributes)
        yield (_column(place[1]), int(place[2]), attributes) if place else (0, 0, attributes)


def _places(pattern: re.Pattern[bytes], content: bytes) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(content):
        if not match[1].endswith(b"/") and (place := _PLACE.search(match[1])):
            yield _column(place[1]), int(place[2])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _longest_shared_text(parts: dict[str, bytes]) -> int:
    texts = [content for name, content in parts.items() if name.lower().endswith("sharedstrings.xml")]
    return max((len(text) for content in texts for text in _TEXT_END.split(content)), default=0)
