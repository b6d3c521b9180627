"""Nested settings from a TOML or JSON file, whichever it is by its content."""

import json
import tomllib
from pathlib import Path
from typing import NoReturn

from matcher.tables.errors import problem_with
from matcher.tables.files import LARGEST_FILE, decode, kind_of, read_bytes


def read_settings(path: Path, most: int = LARGEST_FILE) -> dict[str, object]:
    """The top-level keys of a TOML or JSON file of at most ``most`` bytes.

    Raises:
        TableError: If the file is neither, or no table of keys.
    """
    file = path.name
    data = read_bytes(path, most)
    if kind_of(data, file) != "text":
        raise problem_with(file, "not_text", "this is a workbook or an archive: name a TOML or JSON file")
    text, _ = decode(data, file)
    is_json = text.lstrip().startswith("{") or path.suffix.lower() == ".json"
    try:
        content = json.loads(text, parse_constant=_refuse) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if is_json else "TOML"
        raise problem_with(file, f"invalid_{kind.lower()}", f"the file is not valid {kind}: {error}") from error
    if not isinstance(content, dict):
        raise problem_with(file, "invalid_json", "the file is not a JSON object: it begins with { and ends with }")
    return content


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON knows")
