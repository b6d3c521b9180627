"""People who must not meet in one room do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.rules.base import Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant, Intake, Tie
    from matcher.room import Breach, Room

TieKind = Literal["support", "conflict", "dual-relationship", "shared-household", "acquaintance"]
"""What two applicants may be to each other."""

ALL_KINDS: tuple[TieKind, ...] = ("support", "conflict", "dual-relationship", "shared-household", "acquaintance")


class KeepApart(Rule):
    """Two people who avoid each other, or who are tied in one of these kinds, never share a room; symmetric.

    All kinds of ties keep apart by default: members should be people one would not have met outside. Two members who
    already sit together are left alone.
    """

    code: ClassVar[str] = "keep_apart"

    kinds: tuple[TieKind, ...] = ALL_KINDS

    def pairs(self, intake: Intake) -> dict[tuple[str, str], str]:
        """Pairs of ids, the smaller first, with the kind of tie (``avoid`` for a wish on the list)."""
        return self.pairs_of(intake.applicants, intake.ties)

    def pairs_of(self, applicants: Iterable[Applicant], ties: Iterable[Tie]) -> dict[tuple[str, str], str]:
        """The pairs that these people's wishes and these ties make."""
        found: dict[tuple[str, str], str] = {}
        for applicant in applicants:
            for other in applicant.avoid:
                found.setdefault(ordered(applicant.id, other), "avoid")
        for tie in ties:
            if tie.kind in self.kinds:
                found[ordered(tie.a, tie.b)] = tie.kind
        return found

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Every such pair in the room, unless both already sat there."""
        measure = room.measure
        for first, second, kind in room.new_pairs(measure.partners(self.code, lambda: self.pairs(measure.intake))):
            yield self.breach(room, [first, second], kind=kind)

    def compile(self, sheet: Sheet) -> None:
        """Pairs that exclude each other when hard, a price per pair when soft."""
        for a, b in self.pairs_of(sheet.applicants, sheet.ties):
            i, j = sheet.index[a], sheet.index[b]
            if sheet.same_room_already(i, j):
                continue
            if self.hard:
                sheet.apart(i, j)
            else:
                sheet.price_pair(i, j, self.weight)


def ordered(a: str, b: str) -> tuple[str, str]:
    """The two ids, the smaller first."""
    return (a, b) if a < b else (b, a)
