"""Ages as coordinators write them: a number, or a band with an open or a closed end."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

YOUNGEST = 10
"""Youngest age in years that is taken for an applicant's; anything below is a slip of the pen."""

OLDEST = 119
"""Oldest age in years that is taken for an applicant's."""

TOP_CODE = 90
"""Ages from here on are kept as this age, so that nobody is known by being very old."""

OPEN_BAND_YEARS = 5
"""An open band counts as its lower bound plus these years: "65+" as 70."""

_BAND = re.compile(r"(\d{1,3})\s*(?:-|–|—|to|bis)\s*(\d{1,3})", re.IGNORECASE)
_OPEN_BAND = re.compile(r"(\d{1,3})\s*(?:\+|and over|or over|or older)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")

HOW_TO_WRITE = f"write a number from {YOUNGEST} to {OLDEST}, or a band such as 18-25 or 65+"


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years: exact (``high == low``), a band (``low`` to ``high``), or open (``high`` is None)."""

    low: float
    high: float | None

    @property
    def years(self) -> float:
        """The one figure the measure works with, in years.

        The age itself, a band's midpoint, or an open band's lower bound plus five; never above 90.
        """
        if self.high is None:
            return min(self.low + OPEN_BAND_YEARS, TOP_CODE)
        return min((self.low + self.high) / 2, TOP_CODE)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low:g}+"
        if self.high == self.low:
            return f"{self.low:g}"
        return f"{self.low:g}-{self.high:g}"


def parse_age(raw: object) -> Age:
    """Read an age from a number or from text.

    Raises:
        ValueError: If it is neither an age nor a band, or lies outside 10 to 119 years.
    """
    if isinstance(raw, Age):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(f"not an age: {HOW_TO_WRITE}")
    low, high = _bounds(str(raw).strip())
    if not YOUNGEST <= low <= OLDEST or (high is not None and not low <= high <= OLDEST):
        raise ValueError(f"not a possible age: {HOW_TO_WRITE}")
    if low >= TOP_CODE:
        return Age(TOP_CODE, TOP_CODE)
    return Age(low, high)


def _bounds(text: str) -> tuple[float, float | None]:
    if _NUMBER.fullmatch(text):
        return float(text), float(text)
    if band := _BAND.fullmatch(text):
        return float(band[1]), float(band[2])
    if band := _OPEN_BAND.fullmatch(text):
        return float(band[1]), None
    raise ValueError(f"not an age: {HOW_TO_WRITE}")


def _plain(age: Age) -> float | int | str:
    if age.high == age.low:
        return int(age.low) if age.low == int(age.low) else age.low
    return str(age)


AgeField = Annotated[
    Age,
    BeforeValidator(parse_age),
    PlainSerializer(_plain, return_type=float | int | str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": YOUNGEST, "maximum": OLDEST},
                {"type": "string", "pattern": r"^\d{2,3}(-\d{2,3}|\+)?$", "examples": ["18-25", "65+"]},
            ],
            "description": "Age in years: a number, or a band such as 18-25 or 65+.",
        }
    ),
]
"""An age as a field: a number or a band in JSON, an :class:`Age` in Python."""
