"""A file's bytes, and whether they can be a table at all: its content decides, not its name."""

from pathlib import Path
from typing import Literal

from matcher.tables.errors import problem_with

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes a file may have at the most; a list of 100,000 people has about a third of it."""

_MB = 1024 * 1024

Kind = Literal["text", "zip"]

_PICTURE = "a picture"
_OTHER_KINDS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", "a picture, a sound or a film"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WEB_PAGES = (b"<!doctype", b"<html", b"<?xml")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE_SHARE = 3
"""Every third byte or more is zero in Western text of two or four bytes a character."""

_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v")


def read_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """The content of a file of at most ``most`` bytes.

    Raises:
        TableError: If there is no such file, or it is a directory, empty, too large or not readable.
    """
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise problem_with(name, "is_directory", "this is a directory: name a file in it")
        if not path.exists():
            raise problem_with(name, "missing_file", "there is no such file: check its name and the folder")
        if not path.is_file():
            raise problem_with(name, "not_a_file", "this is no ordinary file: name a CSV or XLSX file")
        size = path.stat().st_size
        with path.open("rb") as stream:
            data = stream.read(most + 1) if size <= most else b""
    except OSError as error:
        message = f"the file cannot be read ({error.strerror or 'unknown reason'}): check its permissions"
        raise problem_with(name, "unreadable_file", message) from error
    if size > most or len(data) > most:
        message = (
            f"the file has {max(size, len(data)) / _MB:.0f} MB, at most {most // _MB} MB are read: "
            "leave out sheets, pictures and columns that are not needed, or split the list"
        )
        raise problem_with(name, "too_large", message)
    if not data.strip():
        raise problem_with(
            name, "empty_file", "the file is empty: save the list again, with a heading row and a row each"
        )
    return data


def kind_of(data: bytes, name: str) -> Kind:
    """Whether the bytes are text or a zip container (which an XLSX file is).

    Raises:
        TableError: If they are neither: a picture, a PDF, an old Excel file, a web page, a program.
    """
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(_OLD_OFFICE):
        message = (
            "this is an old .xls file, or one with a password: "
            "open it and save it as XLSX without a password, or as CSV"
        )
        raise problem_with(name, "old_excel", message)
    for magic, what in _OTHER_KINDS:
        if data.startswith(magic) and (len(magic) > 2 or _has_controls(data)):
            raise problem_with(name, "not_a_table", f"this is {what}, not a table: save the list as CSV or XLSX")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:10].lower().startswith(_WEB_PAGES):
        raise problem_with(name, "not_a_table", "this is a web page or XML, not a table: save the list as CSV or XLSX")
    return "text"


def decode(data: bytes, name: str) -> tuple[str, bool]:
    """The text of the bytes, and whether it had to be read as Windows-1252 because it is not UTF-8.

    Raises:
        TableError: If it is in another encoding, or not text.
    """
    how = "save it as CSV UTF-8, or as XLSX"
    if data.startswith(_WIDE_MARKS) or data.count(b"\x00") >= max(1, len(data) // _WIDE_SHARE):
        raise problem_with(name, "unreadable_encoding", f"the text is in UTF-16 or another wide encoding: {how}")
    if _has_controls(data):
        raise problem_with(name, "not_a_table", f"this is binary data, not a table: {how}")
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252"), True
        except UnicodeDecodeError as error:
            message = f"the text is neither in UTF-8 nor in Windows-1252: {how}"
            raise problem_with(name, "unreadable_encoding", message) from error


def _has_controls(data: bytes) -> bool:
    return any(byte in data for byte in range(32) if byte not in _TEXT_CONTROLS)
