"""Nobody is moved off a place they were already told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from matcher.rules.base import Mode, SeatRule

if TYPE_CHECKING:
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
        return f"was told {applicant.published_group}"

    def applicant_key(self, intake: Intake, applicant: Applicant) -> str | None:
        """The published place."""
        return applicant.published_group
