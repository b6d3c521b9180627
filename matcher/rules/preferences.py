"""People get a group they would like."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant
    from matcher.room import Breach, Room


class Preferences(Rule):
    """A newcomer who names groups sits in the first of them.

    The second of three costs a third of the weight, the third two thirds, any other group the whole.
    """

    code: ClassVar[str] = "preferences"

    mode: Literal["soft", "off"] = "soft"
    weight: float = 0.2

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Everyone who does not sit in their dearest group."""
        for member in room.newcomers:
            amount = _regret(member, room.group.id)
            if amount:
                yield self.breach(room, [member], amount)

    def compile(self, sheet: Sheet) -> None:
        """A price per seat."""
        for index in sheet.newcomers:
            applicant = sheet.intake.applicants[index]
            if applicant.preferred_groups:
                sheet.price_everywhere(index, self.weight)
            for group in dict.fromkeys(applicant.preferred_groups):
                sheet.price_group(index, group, -self.weight * (1 - _regret(applicant, group)))


def _regret(applicant: Applicant, group: str) -> float:
    wishes = applicant.preferred_groups
    if not wishes:
        return 0.0
    return wishes.index(group) / len(wishes) if group in wishes else 1.0
