"""Not too many come for the same main reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from matcher.rules.base import Mode, Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant
    from matcher.room import Breach, Room


class PrimaryReason(Rule):
    """At most ``most`` members share one primary reason.

    Where the seated members of a running group are more already, nobody is added to them.
    """

    code: ClassVar[str] = "primary_reason"

    mode: Mode = "soft"
    weight: float = 0.2
    most: int = Field(default=3, ge=1, le=30, description="Members that may share one primary reason.")

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """The people over the limit, reason by reason."""
        holders: dict[str, list[Applicant]] = {}
        for member in room.members:
            slug = room.measure.features(member).primary
            if slug is not None:
                holders.setdefault(slug, []).append(member)
        for slug, members in holders.items():
            allowed = max(self.most, sum(m.seated_in == room.group.id for m in members))
            if len(members) > allowed:
                yield self.breach(room, members, len(members) - allowed, count=len(members), most=allowed, reason=slug)

    def compile(self, sheet: Sheet) -> None:
        """A cap on each value of one tag."""
        tags = [sheet.measure.features(a).primary for a in sheet.applicants]
        sheet.cap(tags, self.most, None if self.hard else self.weight)
