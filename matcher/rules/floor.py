"""Nobody fits badly, whatever the mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from matcher.rules.base import Rule

if TYPE_CHECKING:
    from matcher.catalogue import Param
    from matcher.engine.sheet import Sheet
    from matcher.room import Breach, Room


class Floor(Rule):
    """A member whose fit lies under the floor costs the weight times the share by which it falls short."""

    code: ClassVar[str] = "floor"

    mode: Literal["soft", "off"] = "soft"
    floor: float = Field(default=0.5, ge=0.05, le=1, description="Fit that everybody should at least have.")

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Every member under the floor."""
        for member in room.members:
            fit = room.fits[member.id]
            if fit < self.floor:
                yield self.breach(room, [member], (self.floor - fit) / self.floor, fit=fit, floor=self.floor)

    def compile(self, sheet: Sheet) -> None:
        """A price on low fit."""
        sheet.price_low_fit(self.floor, self.weight)

    def words(self, breach: Breach) -> dict[str, Param]:
        """Fit and floor of a hundred, as they are shown everywhere."""
        return super().words(breach) | {name: 100 * float(str(breach.params[name])) for name in ("fit", "floor")}
