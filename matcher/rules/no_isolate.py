"""Nobody is the only one of a kind in the room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from matcher.rules.base import Mode, Rule

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant
    from matcher.measure import Measure
    from matcher.room import Breach, Room


class NoIsolate(Rule):
    """On ``attribute``, a value is held by no member of a group or by at least two.

    For age, somebody is within the age tolerance.

    A person without the attribute is nobody's isolate and nobody's company. When hard, a member who already sits
    alone is left alone.

    Source: Yalom & Leszcz, The Theory and Practice of Group Psychotherapy, on group isolates.
    """

    code: ClassVar[str] = "no_isolate"

    mode: Mode = "soft"
    weight: float = 0.5
    attribute: Literal["age", "life_stage", "primary_reason", "tag"] = "age"
    values: tuple[str, ...] = Field(
        default=(), max_length=20, description="For tags: the tags meant. Else: only these values, all if empty."
    )

    @model_validator(mode="after")
    def _names_tags(self) -> Self:
        if self.attribute == "tag" and not self.values:
            raise ValueError("no_isolate on tags has to name them: list them under values")
        if self.attribute == "age" and self.values:
            raise ValueError("no_isolate on age takes no values: remove them")
        return self

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Each lone member with the value they are alone with."""
        asked = room.newcomers if self.hard else room.members
        for member in asked:
            for value in self.held(room.measure, member):
                if not any(self._company(room.measure, member, value, o) for o in room.members if o.id != member.id):
                    yield self.breach(room, [member], attribute=self.attribute, value=str(value))

    def compile(self, sheet: Sheet) -> None:
        """Everyone who has the attribute needs company of the same kind."""
        cost = None if self.hard else self.weight
        if self.attribute == "age":
            sheet.need_company_in_age(self.code, cost)
            return
        sheet.need_company_by_value(self.code, [self.held(sheet.measure, a) for a in sheet.applicants], cost)

    def held(self, measure: Measure, applicant: Applicant) -> tuple[str, ...]:
        """The values a person holds on the attribute; for age one value if an age is known."""
        if self.attribute == "age":
            return () if measure.features(applicant).years is None else ("age",)
        if self.attribute == "tag":
            return tuple(tag for tag in self.values if tag in applicant.tags)
        word = applicant.life_stage if self.attribute == "life_stage" else applicant.primary_reason
        slug = None if word is None else measure.vocabulary.slug(word)
        if slug is None or (self.attribute == "primary_reason" and measure.vocabulary.is_risk(slug)):
            return ()
        meant = {measure.vocabulary.slug(value) for value in self.values}
        return (slug,) if not meant or slug in meant else ()

    def _company(self, measure: Measure, member: Applicant, value: str, other: Applicant) -> bool:
        if self.attribute != "age":
            return value in self.held(measure, other)
        mine, theirs = measure.features(member).years, measure.features(other).years
        return mine is not None and theirs is not None and abs(mine - theirs) <= measure.policy.tolerance(mine, theirs)
