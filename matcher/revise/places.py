"""Who held which place before a list changed, who is new, and who and what is gone."""

from collections.abc import Mapping
from dataclasses import dataclass

from propcache.api import cached_property
from pydantic import Field

from matcher.change import Move
from matcher.intake import Frozen, Intake
from matcher.plan import Plan


class Grade(Frozen):
    """How much dearer a move is than the price given, by what the person was told. Pinned people never move."""

    published: float = Field(default=3.0, ge=0, le=100, description="For a place the person was already told.")
    draft: float = Field(default=1.0, ge=0, le=100, description="For a place nobody was told yet.")


@dataclass(frozen=True)
class Places:
    """The places of a plan that held, as a list of today sees them.

    A person's place is where they are a member, else where the plan has them, else what they were told.

    Args:
        intake: The list as it is now.
        plan: The plan that held; people and groups that are gone may be in it.
    """

    intake: Intake
    plan: Plan

    @cached_property
    def before(self) -> dict[str, str]:
        """The place of everybody of the list who had one, closed groups among them."""
        planned = self.plan.by_applicant()
        found = ((a.id, a.seated_in or planned.get(a.id) or a.published_group) for a in self.intake.applicants)
        return {person: group for person, group in found if group is not None}

    @cached_property
    def held(self) -> dict[str, str]:
        """The same for groups that are still on offer."""
        return {person: group for person, group in self.before.items() if group in self.intake.group_by_id}

    @cached_property
    def homeless(self) -> tuple[str, ...]:
        """People whose group is no longer on offer: whatever becomes of them is a move."""
        return tuple(person for person in self.before if person not in self.held)

    @cached_property
    def new(self) -> tuple[str, ...]:
        """People of the list who had no place: newcomers, and whoever waited."""
        return tuple(a.id for a in self.intake.applicants if a.id not in self.before)

    @cached_property
    def left(self) -> tuple[str, ...]:
        """People of the plan who are not on the list any more."""
        return tuple(p for p in self.plan.by_applicant() if p not in self.intake.applicant_by_id)

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """Groups of the plan that are no longer on offer."""
        return tuple(seating.id for seating in self.plan.groups if seating.id not in self.intake.group_by_id)

    @cached_property
    def kept(self) -> Plan:
        """The plan with nobody moved and nobody new placed."""
        rooms: dict[str, list[str]] = {group.id: [] for group in self.intake.offers}
        for person, group in self.held.items():
            rooms[group].append(person)
        return Plan.of(rooms)

    def moves(self, plan: Plan) -> tuple[Move, ...]:
        """Everybody who had a place and has another one in this plan, or none."""
        now = plan.by_applicant()
        found = (Move(id=p, origin=group, target=now.get(p)) for p, group in self.before.items())
        return tuple(move for move in found if move.origin != move.target)

    def was_told(self, person: str) -> bool:
        """Whether the place the person had is the one they were told."""
        told = self.intake.applicant_by_id[person].published_group
        return told is not None and told == self.before.get(person)

    def prices(self, stay: float, grade: Grade) -> Mapping[str, float]:
        """What moving each person off their place costs, in points of fit."""
        return {p: stay * (grade.published if self.was_told(p) else grade.draft) for p in self.held}
