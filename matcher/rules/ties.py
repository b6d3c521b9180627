"""Ties that are allowed in one room: support helps, conflict hurts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.rules.base import Rule
from matcher.rules.keep_apart import ordered

if TYPE_CHECKING:
    from matcher.catalogue import Param
    from matcher.engine.sheet import Sheet
    from matcher.intake import Tie
    from matcher.room import Breach, Room


class Ties(Rule):
    """Every tie between two people in one room counts its sign.

    A good one is a reward (a negative cost), a bad one a cost. Ties that keep apart never meet, and so never count; two
    members who already sat together are not counted.
    """

    code: ClassVar[str] = "ties"

    mode: Literal["soft", "off"] = "soft"
    weight: float = 0.2

    def effects(self, ties: Iterable[Tie]) -> dict[tuple[str, str], int]:
        """Sum of the signs of all ties of a pair, by ids, the smaller first."""
        sums: dict[tuple[str, str], int] = {}
        for tie in ties:
            pair = ordered(tie.a, tie.b)
            sums[pair] = sums.get(pair, 0) + tie.effect
        return {pair: effect for pair, effect in sums.items() if effect}

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Each tied pair in the room."""
        measure = room.measure
        partners = measure.partners(
            self.code, lambda: {pair: str(effect) for pair, effect in self.effects(measure.intake.ties).items()}
        )
        for first, second, effect in room.new_pairs(partners):
            yield self.breach(room, [first, second], -float(effect))

    def compile(self, sheet: Sheet) -> None:
        """A price or a reward per pair."""
        for (a, b), effect in self.effects(sheet.ties).items():
            i, j = sheet.index[a], sheet.index[b]
            if not sheet.same_room_already(i, j):
                sheet.price_pair(i, j, -self.weight * effect)

    def words(self, breach: Breach) -> dict[str, Param]:
        """Whether the tie helps, too."""
        return super().words(breach) | {"helps": breach.amount < 0}
