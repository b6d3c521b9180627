"""Files to be kept: what they are called where they are saved, whatever somebody has called a plan."""

import re
import unicodedata
from urllib.parse import quote

from flask import Response

from matcher.report.legible import legible

LONGEST_NAME = 100
"""Characters of a file's name before its ending."""

_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|%\ufffd]+')


def attached(content: bytes, kind: str, name: str, suffix: str) -> Response:
    """A file as the answer, under a name of somebody's that every system can save."""
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = disposition(name, suffix)
    return response


def disposition(name: str, suffix: str) -> str:
    """The header that names a file (RFC 6266): in ASCII, and as it is meant for whoever can read that."""
    meant = " ".join(_NOT_IN_FILES.sub("-", legible(name)).split())[:LONGEST_NAME].strip(" .-") or "plan"
    ascii_only = unicodedata.normalize("NFKD", meant).encode("ascii", "ignore").decode().strip(" .-") or "plan"
    header = f'attachment; filename="{ascii_only}.{suffix}"'
    return header if ascii_only == meant else f"{header}; filename*=UTF-8''{quote(meant, safe='')}.{suffix}"
