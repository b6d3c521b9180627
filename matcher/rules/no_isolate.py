"""Nobody is the only one of a kind in the room."""

from __future__ import annotations

from collections import Counter
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
        alone = self._alone_in_age if self.attribute == "age" else self._alone_with_a_value
        for member, value in alone(room):
            if not (self.hard and member.seated_in == room.group.id):
                yield self.breach(room, [member], attribute=self.attribute, value=value)

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
        features = measure.features(applicant)
        slug = features.stage if self.attribute == "life_stage" else features.primary
        if slug is None:
            return ()
        meant = {measure.vocabulary.slug(value) for value in self.values}
        return (slug,) if not meant or slug in meant else ()

    def _alone_in_age(self, room: Room) -> Iterator[tuple[Applicant, str]]:
        tolerance, features = room.measure.policy.tolerance, room.measure.features
        aged = [(member, years) for member in room.members if (years := features(member).years) is not None]
        for member, mine in aged:
            if not any(abs(mine - years) <= tolerance(mine, years) for other, years in aged if other is not member):
                yield member, "age"

    def _alone_with_a_value(self, room: Room) -> Iterator[tuple[Applicant, str]]:
        held = [(member, self.held(room.measure, member)) for member in room.members]
        count = Counter(value for _, values in held for value in set(values))
        for member, values in held:
            yield from ((member, value) for value in values if count[value] == 1)
