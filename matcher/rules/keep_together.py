"""People who asked to sit together do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from matcher.rules.base import Rule
from matcher.rules.keep_apart import ordered

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant, Intake
    from matcher.room import Breach, Room

SHARE = 0.5
"""What one of a separated pair counts; two of them make one broken pair."""


class KeepTogether(Rule):
    """A newcomer never sits in a room without somebody they are to sit with.

    A seated member cannot be moved, so only the newcomer of such a pair is asked.
    """

    code: ClassVar[str] = "keep_together"

    def pairs(self, intake: Intake) -> set[tuple[str, str]]:
        """Pairs of ids, the smaller first."""
        return self.pairs_of(intake.applicants)

    def pairs_of(self, applicants: Iterable[Applicant]) -> set[tuple[str, str]]:
        """The pairs that these people's wishes make."""
        return {ordered(a.id, other) for a in applicants for other in a.together}

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Every newcomer whose partner is elsewhere; half a pair each."""
        measure = room.measure
        partners = measure.partners(self.code, lambda: dict.fromkeys(self.pairs(measure.intake), "together"))
        for member in room.newcomers:
            for other in partners.get(member.id, {}):
                if other not in room.ids:
                    yield self.breach(room, [member], SHARE, partner=other)

    def compile(self, sheet: Sheet) -> None:
        """Blocks when hard; when soft a price for sitting anywhere that the partner's presence takes back."""
        for a, b in self.pairs_of(sheet.applicants):
            i, j = sheet.index[a], sheet.index[b]
            moving = [k for k in (i, j) if not sheet.fixed[k]]
            if self.hard:
                sheet.together(i, j, self.code)
                continue
            for k in moving:
                sheet.price_everywhere(k, self.weight * SHARE)
            if moving:
                sheet.price_pair(i, j, -self.weight * SHARE * len(moving))
