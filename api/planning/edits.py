"""What a person asks of a plan: who goes where, who is pinned, who is kept off; resolved against the plan's list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator

from api.store.layouts import Layout
from api.store.plans import Pins
from matcher.intake import Frozen, Id, Ids, Problem

MOST_EDITS = 1_000
"""People that one request may move or pin."""


class Edit(Frozen):
    """One person to be moved, pinned or kept off groups."""

    applicant: Id
    to: Id | None = Field(default=None, description="The group they go to; null: they wait. Without it they stay.")
    pin: Id | None = Field(
        default=None,
        description="Fix them to this group, which they go to; null lifts this plan's pin. Without it, pins stay.",
    )
    keep_off: Ids | None = Field(
        default=None,
        description="Keep them off these groups from now on, instead of those before; an empty list lifts it.",
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.model_fields_set & {"to", "pin", "keep_off"}:
            raise ValueError("says nothing to do: give to, pin or keep_off")
        if self.pin is not None and "to" in self.model_fields_set and self.to != self.pin:
            raise ValueError("goes to one place and is pinned to another: leave one of the two out")
        if self.pin is not None and self.pin in (self.keep_off or ()):
            raise ValueError("pinned to a group and kept off the same group: leave one of the two out")
        return self

    @property
    def moves(self) -> bool:
        """Whether it says where the person goes."""
        return "to" in self.model_fields_set or self.pin is not None

    @property
    def target(self) -> str | None:
        """Where the person goes, if it says so."""
        return self.pin if self.pin is not None else self.to


Edits = Annotated[tuple[Edit, ...], Field(max_length=MOST_EDITS)]


@dataclass(frozen=True)
class Asked:
    """Edits against a plan as it stands."""

    base: Layout
    edits: Sequence[Edit]

    def problems(self) -> Iterator[Problem]:
        """Everything that cannot be done, whatever the rules say."""
        intake = self.base.listed
        seen: set[str] = set()
        for number, edit in enumerate(self.edits):
            where = ("moves", number)
            if edit.applicant in seen:
                message = "this applicant stands in an earlier entry already: say all about them in one"
                yield Problem(path=(*where, "applicant"), code="duplicate_id", message=message)
            seen.add(edit.applicant)
            yield from self._unknown(edit, where)
            person = intake.applicant_by_id.get(edit.applicant)
            if person is None:
                continue
            if person.seated_in is not None:
                message = "already a member of a running group, which a plan does not change: change the list"
                yield Problem(path=(*where, "applicant"), code="already_a_member", message=message)
            elif edit.pin is None and "pin" in edit.model_fields_set and person.pinned_group is not None:
                message = "pinned in the list itself: change the list"
                yield Problem(path=(*where, "pin"), code="pinned_in_the_list", message=message)

    def places(self) -> dict[str, str | None]:
        """Where people go."""
        return {edit.applicant: edit.target for edit in self.edits if edit.moves}

    def pins(self) -> Pins:
        """What holds afterwards."""
        pins = self.base.pins
        to, off = dict(pins.to), {who: tuple(groups) for who, groups in pins.off.items()}
        for edit in self.edits:
            who = edit.applicant
            if edit.keep_off is not None:
                off[who] = tuple(dict.fromkeys(edit.keep_off))
                if to.get(who) in off[who]:
                    del to[who]
            if edit.pin is not None:
                to[who] = edit.pin
                off[who] = tuple(group for group in off.get(who, ()) if group != edit.pin)
            elif "pin" in edit.model_fields_set:
                to.pop(who, None)
        return Pins(to, {who: groups for who, groups in off.items() if groups}, pins.told)

    def pointers(self) -> dict[str, str]:
        """By the id of a person, or of a group that somebody goes to: where in the request they stand."""
        found = {"": "/moves"}
        for number, edit in enumerate(self.edits):
            if edit.moves and edit.target is not None:
                found.setdefault(edit.target, f"/moves/{number}")
        return found | {edit.applicant: f"/moves/{number}" for number, edit in enumerate(self.edits)}

    def _unknown(self, edit: Edit, where: tuple[str | int, ...]) -> Iterator[Problem]:
        intake = self.base.listed
        if edit.applicant not in intake.applicant_by_id:
            message = "no applicant of the plan's list has this id: correct it, or take the newer list"
            yield Problem(path=(*where, "applicant"), code="unknown_applicant", message=message)
        named: list[tuple[tuple[str | int, ...], str | None]] = [(("to",), edit.to), (("pin",), edit.pin)]
        named += [(("keep_off", place), group) for place, group in enumerate(edit.keep_off or ())]
        for path, group in named:
            if group is not None and group not in intake.group_by_id:
                message = "no group on offer has this id: correct it"
                yield Problem(path=(*where, *path), code="unknown_group", message=message)
