"""Screening comes before placement."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.catalogue import phrase
from matcher.rules.base import SeatRule

if TYPE_CHECKING:
    from matcher.intake import Applicant, Group, Intake


class Screening(SeatRule):
    """Who is not cleared waits; who gives a risk reason waits until a clinician clears them."""

    code: ClassVar[str] = "screening"

    mode: Literal["hard"] = "hard"

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """The same answer for every group; the risk reason itself is not repeated."""
        if applicant.cleared is False:
            return phrase("seat-not-cleared")
        if applicant.cleared is None and has_risk_reason(intake, applicant):
            return phrase("seat-risk-reason")
        return None

    def group_key(self, intake: Intake, group: Group) -> Hashable:
        """The same for every group."""
        return None

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """Clearance and whether a risk reason is given."""
        return applicant.cleared, has_risk_reason(intake, applicant)


def has_risk_reason(intake: Intake, applicant: Applicant) -> bool:
    """Whether one of the person's reasons stops placement until a clinician clears them."""
    return any(intake.vocabulary.is_risk(intake.vocabulary.slug(word)) for word in applicant.all_reasons)


def is_stopped(intake: Intake, applicant: Applicant) -> bool:
    """Whether screening keeps a person from every group; seated members are past it."""
    if applicant.seated_in is not None:
        return False
    return applicant.cleared is False or (applicant.cleared is None and has_risk_reason(intake, applicant))
