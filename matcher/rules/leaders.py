"""Nobody is led by a leader they must not meet as leader."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from matcher.catalogue import phrase
from matcher.rules.base import SeatRule

if TYPE_CHECKING:
    from matcher.intake import Applicant, Group, Intake


class LeaderConflict(SeatRule):
    """None of the group's leaders is one the person avoids.

    A clinic that does not combine individual and group therapy with one therapist says so by
    ``own_therapist_may_lead = false``.
    """

    code: ClassVar[str] = "leader_conflict"

    own_therapist_may_lead: bool = True

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """The leader's id stands in the answer."""
        for leader in group.leaders:
            if leader in applicant.leaders_to_avoid:
                return phrase("seat-leader-avoided", leader=leader)
            if leader == applicant.individual_therapist and not self.own_therapist_may_lead:
                return phrase("seat-own-therapist", leader=leader)
        return None

    def group_key(self, intake: Intake, group: Group) -> Hashable:
        """Its leaders."""
        return group.leaders

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """The leaders in question."""
        return applicant.leaders_to_avoid, applicant.individual_therapist
