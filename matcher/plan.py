"""A plan: a proposed assignment of applicants to groups."""

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import Field, model_validator

from matcher.intake import Frozen, Id, Ids, Intake, Problem
from matcher.measure import Measure
from matcher.room import Room


class Seating(Frozen):
    """One opened group of a plan with its members, seated ones included; sorted by id."""

    id: Id
    members: Ids = Field(min_length=1)


class Plan(Frozen):
    """Who sits where. Groups that do not open are left out; whoever is in no group waits."""

    groups: tuple[Seating, ...] = ()

    @model_validator(mode="after")
    def _seats_nobody_twice(self) -> Self:
        groups = [g.id for g in self.groups]
        members = [m for g in self.groups for m in g.members]
        if len(set(groups)) < len(groups):
            raise ValueError("a group stands twice in the plan: merge the two entries")
        if len(set(members)) < len(members):
            raise ValueError("an applicant sits in two places of the plan: leave one of them")
        return self

    @classmethod
    def of(cls, rooms: Mapping[str, Iterable[str]]) -> Self:
        """A plan from members by group id; empty groups are left out, members are sorted."""
        return cls(
            groups=tuple(
                Seating(id=group, members=tuple(sorted(members))) for group, members in rooms.items() if any(members)
            )
        )

    def by_applicant(self) -> dict[str, str]:
        """The group of every placed applicant."""
        return {member: seating.id for seating in self.groups for member in seating.members}

    def unknown_to(self, intake: Intake) -> list[Problem]:
        """Groups and members of the plan that the intake does not know."""
        problems = []
        for number, seating in enumerate(self.groups):
            if seating.id not in intake.group_by_id:
                message = "no group on offer has this id: correct it, or hand in the groups the plan was made for"
                problems.append(Problem(path=("groups", number, "id"), code="unknown_group", message=message))
            for place, member in enumerate(seating.members):
                if member not in intake.applicant_by_id:
                    path = ("groups", number, "members", place)
                    message = (
                        "no applicant of the list has this id: correct it, or take the list the plan was made from"
                    )
                    problems.append(Problem(path=path, code="unknown_applicant", message=message))
        return problems

    def rooms(self, measure: Measure) -> list[Room]:
        """The opened groups as rooms; the plan must be known to the measure's intake."""
        intake = measure.intake
        return [
            Room(intake.group_by_id[s.id], tuple(intake.applicant_by_id[m] for m in s.members), measure)
            for s in self.groups
        ]
