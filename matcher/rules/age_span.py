"""The oldest and the youngest in a room are not too many years apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from matcher.rules.base import Mode, Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.room import Breach, Room


class AgeSpan(Rule):
    """At most ``years`` between oldest and youngest; off unless asked for.

    A running group whose members already span more may keep its span, not widen it. People without an age do not
    count.
    """

    code: ClassVar[str] = "age_span"

    mode: Mode = "off"
    weight: float = 0.05
    years: float = Field(default=20, gt=0, le=100, description="Widest span allowed, in years.")

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """The years over the limit, with the youngest and the oldest."""
        aged = [(years, m) for m in room.members if (years := room.measure.features(m).years) is not None]
        allowed = max(self.years, span(y for y, m in aged if m.seated_in == room.group.id))
        excess = span(y for y, _ in aged) - allowed
        if excess > 0:
            ends = [min(aged, key=lambda e: e[0])[1], max(aged, key=lambda e: e[0])[1]]
            yield self.breach(room, ends, excess, span=allowed + excess, allowed=allowed)

    def compile(self, sheet: Sheet) -> None:
        """A limit on the span of one number."""
        sheet.limit_span(sheet.years, self.years, None if self.hard else self.weight)


def span(values: Iterable[float]) -> float:
    """Largest minus smallest; 0 for none."""
    found = list(values)
    return max(found) - min(found) if found else 0.0
