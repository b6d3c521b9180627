"""A coordinator's own headings, each with the field it stands for."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from matcher.result import RowProblem
from matcher.tables.errors import TableError, problem_with
from matcher.tables.files import decode, read_bytes

_OPTION = "--map"
_HOW = 'write the heading, an equals sign and the field: "Age at intake=age"'


def read_mapping(pairs: Sequence[str], file: Path | None) -> dict[str, str]:
    """Headings to fields from ``Heading=field`` texts and from a TOML file of ``"Heading" = "field"`` lines.

    A text wins over the file. Whether the headings and fields exist is found out with the list.

    Raises:
        TableError: If a text has another form or the file is no such TOML.
    """
    mapping = {} if file is None else _from_file(file)
    problems = []
    for pair in pairs:
        heading, equals, field = pair.rpartition("=")
        if not equals or not heading.strip():
            problems.append(RowProblem(file=_OPTION, code="invalid_mapping", message=f"this maps nothing: {_HOW}"))
            continue
        mapping[heading.strip()] = field.strip()
    if problems:
        raise TableError(problems)
    return mapping


def _from_file(path: Path) -> dict[str, str]:
    text, _ = decode(read_bytes(path), path.name)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = f'the file is not valid TOML ({error}): write lines such as "Age at intake" = "age"'
        raise problem_with(path.name, "invalid_toml", message) from error
    message = 'a heading stands for one field: write "Age at intake" = "age"'
    problems = [
        RowProblem(file=path.name, column=heading, code="invalid_mapping", message=message)
        for heading, field in content.items()
        if not isinstance(field, str)
    ]
    if problems:
        raise TableError(problems)
    return {heading.strip(): str(field).strip() for heading, field in content.items()}
