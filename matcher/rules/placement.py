"""What a person has fixed by hand holds: pins, seated members, closed groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from matcher.catalogue import phrase
from matcher.rules.base import SeatRule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant, Group, Intake
    from matcher.room import Breach


class Placement(SeatRule):
    """Pinned applicants sit where they are pinned, seated members stay, closed groups take nobody new."""

    code: ClassVar[str] = "placement"

    mode: Literal["hard"] = "hard"

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """Pins to another group, pins off this one, seats elsewhere, closed groups."""
        if applicant.seated_in not in (None, group.id):
            return phrase("seat-taken", taken=str(applicant.seated_in))
        if applicant.pinned_group not in (None, group.id):
            return phrase("seat-pinned", pinned=str(applicant.pinned_group))
        if group.id in applicant.kept_off_groups:
            return phrase("seat-kept-off")
        if group.enrolment == "closed" and intake.seated(group.id):
            return phrase("seat-closed")
        return None

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """Everything fixed by hand."""
        return applicant.seated_in, applicant.pinned_group, applicant.kept_off_groups

    def broken_by_waiting(self, intake: Intake, waiting: Sequence[Applicant]) -> Iterator[Breach]:
        """A pinned or seated person without a place."""
        from matcher.room import Breach

        for applicant in waiting:
            group = applicant.seated_in or applicant.pinned_group
            if group is not None:
                why = phrase("seat-lost" if applicant.seated_in else "seat-pin-lost", due=group)
                yield Breach(self.code, True, None, (applicant.id,), 1.0, 0.0, {"why": why})

    def compile(self, sheet: Sheet) -> None:
        """Masks, and the duty to place whoever is pinned."""
        import numpy as np

        from matcher.engine.seats import Answers

        people, groups = np.zeros(sheet.people, np.int32), [kind.group for kind in sheet.kinds]
        people[sheet.fixed] = -1
        closed = [group.enrolment == "closed" and bool(sheet.intake.seated(group.id)) for group in groups]
        if any(closed):
            sheet.forbid(self.code, Answers(people, np.array(closed, np.int32), np.array([[False, True]])))
        for index in sheet.newcomers:
            applicant = sheet.intake.applicants[index]
            if applicant.pinned_group is not None:
                sheet.keep_to(self.code, index, applicant.pinned_group)
                sheet.require(index)
            for group in applicant.kept_off_groups:
                sheet.keep_off(self.code, index, group)
