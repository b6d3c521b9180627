"""Nobody is moved off a place they were already told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from matcher.catalogue import phrase
from matcher.rules.base import Mode, SeatRule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant, Group, Intake


class Stay(SeatRule):
    """A person whose place is published sits there; elsewhere it costs the weight."""

    code: ClassVar[str] = "stay"

    mode: Mode = "soft"
    weight: float = 0.5

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """Any other group than the published one."""
        if applicant.published_group in (None, group.id):
            return None
        return phrase("seat-published", told=str(applicant.published_group))

    def applicant_key(self, intake: Intake, applicant: Applicant) -> str | None:
        """The published place."""
        return applicant.published_group

    def compile(self, sheet: Sheet) -> None:
        """The published place alone when hard, a price on every other seat when soft."""
        for index in sheet.newcomers:
            group = sheet.intake.applicants[index].published_group
            if group is None:
                continue
            if self.hard:
                sheet.keep_to(self.code, index, group)
            else:
                sheet.price_everywhere(index, self.weight)
                sheet.price_group(index, group, -self.weight)
