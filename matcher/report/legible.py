"""Texts of a list on their way into documents whose other text they must not disturb."""

import re

LACKING = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that cannot be shown."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile(r"[\t-\r\u2028\u2029]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def legible(text: str) -> str:
    """The text on one line, without controls and without marks that turn the direction of what follows."""
    return _CONTROL.sub(LACKING, _BREAK.sub(" ", _DIRECTION.sub("", text)))
