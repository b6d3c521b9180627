"""What a caller would like, as of RFC 7240: ``Prefer: wait=10`` and ``Prefer: respond-async``."""

from flask import request
from werkzeug.http import parse_dict_header

HEADER, APPLIED = "Prefer", "Preference-Applied"


def wait_preferred() -> int | None:
    """The seconds that the caller would wait; None where they name none. What cannot be read is no preference."""
    wanted = _preferences().get("wait")
    return int(wanted) if wanted is not None and wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None


def async_preferred() -> bool:
    """Whether the caller would rather not wait."""
    return "respond-async" in _preferences()


def _preferences() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for line in request.headers.getlist(HEADER):
        for name, value in parse_dict_header(line).items():
            # Of a preference that comes twice, the first counts; parameters after a semicolon are none of ours.
            found.setdefault(name.partition(";")[0].strip().lower(), value and value.partition(";")[0].strip())
    return found
