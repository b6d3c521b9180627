"""A member can come when the group meets."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from matcher.catalogue import phrase
from matcher.rules.base import SeatRule
from matcher.times import covers, zone_shift

if TYPE_CHECKING:
    from matcher.intake import Applicant, Group, Intake


class SessionTime(SeatRule):
    """The group's session lies inside the applicant's availability; blank availability or session means any time."""

    code: ClassVar[str] = "session_time"

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """Compares on the applicant's clock where both name a time zone."""
        if group.session is None or not applicant.availability:
            return None
        shift = zone_shift(group.time_zone, applicant.time_zone, intake.day)
        if covers(applicant.availability, group.session, shift):
            return None
        return phrase("seat-session-time", session=str(group.session))

    def group_key(self, intake: Intake, group: Group) -> Hashable:
        """Session and its time zone."""
        return group.session, group.time_zone

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """Availability and its time zone."""
        return applicant.availability, applicant.time_zone
