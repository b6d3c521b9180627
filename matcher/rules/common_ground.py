"""Nobody is without any common ground in the room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from matcher.rules.base import Mode, Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.room import Breach, Room


class CommonGround(Rule):
    """Every member shares a reason, or a category of reasons, with somebody; people without reasons are not asked.

    When hard, a member who already sits without is left alone.
    """

    code: ClassVar[str] = "common_ground"

    mode: Mode = "soft"
    weight: float = 0.1

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Every member who shares nothing with anyone."""
        grounds = [(member, room.measure.ground(member)) for member in room.members]
        for member, mine in grounds:
            asked = mine and not (self.hard and member.seated_in == room.group.id)
            if asked and all(mine.isdisjoint(theirs) for other, theirs in grounds if other is not member):
                yield self.breach(room, [member])

    def compile(self, sheet: Sheet) -> None:
        """Everyone with reasons needs company in a reason or category."""
        grounds = [sheet.measure.ground(a) for a in sheet.applicants]
        sheet.need_company(self.code, [bool(g) for g in grounds], grounds, None if self.hard else self.weight)
