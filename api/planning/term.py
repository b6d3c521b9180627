"""A plan whose list has changed: what changed since, and what can be done about it."""

from dataclasses import dataclass
from typing import Literal

from propcache.api import cached_property
from sqlalchemy.orm import Session

from api.db.models import IntakeRow, PlanRow
from api.planning.differences import Differences
from api.planning.edits import Asked, Edit
from api.planning.turns import Turn
from api.store import layouts, plans
from api.store.layouts import Layout
from matcher.intake import Applicant, Group, Intake
from matcher.refill import TooMany, refill
from matcher.rules.screening import is_stopped

MOST_WAYS = 1_500
"""Ways to seat one person that are looked at while somebody waits for the page: about a second's work."""

Deed = Literal["out", "refill"]
"""Take out those who are gone and nothing else; fill free places with those who wait, too."""


@dataclass(frozen=True, slots=True)
class Room:
    """One group on offer with whoever of the plan is still on the list."""

    group: Group
    size: int

    @property
    def free(self) -> int:
        """Free places; an empty group has them all."""
        return max(0, self.group.max_size - self.size)

    @property
    def is_short(self) -> bool:
        """Whether it is open with fewer than its least."""
        return 0 < self.size < self.group.min_size


class Term:
    """A plan of one clinic on its list as it is now. Nothing is changed before ``turn(...).keep``."""

    def __init__(self, session: Session, row: PlanRow) -> None:
        self.session, self.row = session, row
        self.intake_row = session.get_one(IntakeRow, row.intake_id)
        self.last = layouts.layout(session, row)

    @cached_property
    def base(self) -> Layout:
        """The plan with nobody moved, on the list as it is now."""
        return layouts.newest(self.session, self.row, newer_list=True)

    @cached_property
    def differences(self) -> Differences:
        """What the list says differently since the plan was made."""
        return Differences(self.last.listed, self.base.listed)

    @property
    def is_outdated(self) -> bool:
        """Whether the list has moved on."""
        return self.last.intake_revision != self.base.intake_revision

    @property
    def intake(self) -> Intake:
        """The list as it is now, with what holds for the plan on it."""
        return self.base.intake

    @cached_property
    def rooms(self) -> tuple[Room, ...]:
        """Every group on offer."""
        sizes = {seating.id: len(seating.members) for seating in self.base.plan.groups}
        return tuple(Room(group, sizes.get(group.id, 0)) for group in self.intake.offers)

    @property
    def waiting(self) -> tuple[Applicant, ...]:
        """Who of the list has no place in the plan."""
        return self.base.score.waiting

    @property
    def seekers(self) -> tuple[Applicant, ...]:
        """Who of them could be given one: screening does not hold them back."""
        return tuple(person for person in self.waiting if not is_stopped(self.intake, person))

    @cached_property
    def told(self) -> dict[str, str]:
        """The published places."""
        return plans.told(self.session, self.row.intake_id)

    @cached_property
    def refilling(self) -> dict[str, str] | None:
        """Who would get which free place while nobody moves; None where that is too much to look at here."""
        try:
            return refill(self.base.bench, MOST_WAYS)
        except TooMany:
            return None

    def turn(self, deed: Deed) -> Turn | None:
        """What a deed would do, by the scorer; None where it would do nothing, or is too much to look at here."""
        places = {} if deed == "out" else self.refilling
        if places is None or (deed == "refill" and not places):
            return None
        turn = self.turned(tuple(Edit(applicant=who, to=group) for who, group in places.items()))
        return turn if turn.changes else None

    def turned(self, edits: tuple[Edit, ...]) -> Turn:
        """What edits on the newer list would do."""
        return Turn(self.session, self.row, Asked(self.base, edits))
