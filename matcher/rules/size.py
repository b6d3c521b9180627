"""A group has between its least and its most members, or does not open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.catalogue import Param
from matcher.rules.base import Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Group
    from matcher.room import Breach, Room


class Size(Rule):
    """Between ``min_size`` and ``max_size``.

    A running group has opened already: it may stay below its least size, and if it holds more than its most already,
    it only takes nobody new.
    """

    code: ClassVar[str] = "size"

    mode: Literal["hard"] = "hard"

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Too few or too many; the amount is the number of people."""
        least, most = limits(room.group, len(room.seated))
        size = len(room.members)
        if size and not least <= size <= most:
            amount = least - size if size < least else size - most
            yield self.breach(room, room.members, amount, size=size, least=least, most=most)

    def words(self, breach: Breach) -> dict[str, Param]:
        """The figures, and whether there is just one size that is allowed."""
        return super().words(breach) | {"exact": breach.params["least"] == breach.params["most"]}

    def compile(self, sheet: Sheet) -> None:
        """The limits of each group."""
        for group, seated in sheet.rooms:
            sheet.limit_size(group, *limits(sheet.intake.offers[group], seated))


class TargetSize(Rule):
    """An opened group is as large as its target; each person more or fewer costs the weight."""

    code: ClassVar[str] = "target_size"

    mode: Literal["soft", "off"] = "soft"
    weight: float = 0.05

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """The distance in people."""
        size = len(room.members)
        if size and size != room.group.target_size:
            amount = abs(size - room.group.target_size)
            yield self.breach(room, room.members, amount, size=size, target=room.group.target_size)

    def compile(self, sheet: Sheet) -> None:
        """A price by size."""
        for group, _ in sheet.rooms:
            sheet.price_size(group, sheet.intake.offers[group].target_size, self.weight)


def limits(group: Group, seated: int) -> tuple[int, int]:
    """Least and most members of an opened group that already has ``seated`` members."""
    if seated:
        return seated, max(seated, group.max_size)
    return group.min_size, group.max_size
