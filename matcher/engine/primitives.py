"""What rules put on a sheet: kinds of groups, company that is needed, caps, limits."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine.seats import Bools, Floats, Ints
from matcher.intake import Group


@dataclass(frozen=True)
class Kind:
    """Offers that are alike for every rule: one representative and the numbers of all of them."""

    number: int
    group: Group
    offers: tuple[int, ...]


@dataclass(frozen=True)
class Company:
    """Everyone who ``needs`` it must find somebody in the room who shares a mark with them, or is near in age.

    ``code`` is the rule's. ``marks`` has one row of 64-bit words per person; None means nearness in age. ``numbers``
    are the bits of the marks. ``cost`` None means hard.
    """

    code: str
    needs: Bools
    marks: NDArray[np.uint64] | None
    cost: float | None
    numbers: Mapping[Hashable, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Cap:
    """At most ``most`` people of one tag in a room (``tags``: a number per person, -1 none). ``cost`` None is hard."""

    tags: Ints
    most: int
    cost: float | None
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SpanLimit:
    """Largest minus smallest of ``values`` (nan: not counted) within ``limit``; ``cost`` per unit over, None: hard."""

    values: Floats
    limit: float
    cost: float | None


@dataclass(frozen=True)
class Named:
    """Whom the people of a list name: groups, their own among them, and leaders."""

    groups: frozenset[str]
    leaders: frozenset[str]


def numbered(entries: Iterable[Hashable]) -> dict[Any, int]:
    """A number for every entry, as they come."""
    return {entry: number for number, entry in enumerate(dict.fromkeys(entries))}
