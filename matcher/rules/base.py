"""What every rule is: one small class with three faces that agree.

``broken_by`` measures the rule on a room, ``compile`` puts it to the solvers as primitives, ``explain`` says it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.catalogue import Param, render

if TYPE_CHECKING:
    from matcher.engine.sheet import Sheet
    from matcher.intake import Applicant, Group, Intake
    from matcher.room import Breach, Room
    from matcher.sentences import Sentence

Mode = Literal["hard", "soft", "off"]
"""Hard: never broken. Soft: costs its weight times the amount. Off: not looked at."""


class Rule(BaseModel, ABC):
    """A rule of the policy. Subclasses narrow ``mode`` where only some modes make sense."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ClassVar[str]
    """The rule's name in policies, answers and explanations."""

    mode: Mode = "hard"
    weight: float = Field(
        default=1.0, ge=0, le=100, description="Cost of one unit of breach when soft, in points of fit."
    )

    @property
    def hard(self) -> bool:
        """Whether a plan that breaks the rule is not valid."""
        return self.mode == "hard"

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """What of the rule is broken in this room."""
        return iter(())

    def broken_by_waiting(self, intake: Intake, waiting: Sequence[Applicant]) -> Iterator[Breach]:
        """What of the rule is broken by leaving these people without a place."""
        return iter(())

    def compile(self, sheet: Sheet) -> None:
        """Put the rule to the solvers, as primitives on the sheet."""

    def explain(self, breach: Breach) -> str:
        """One sentence for staff on a breach of this rule, without a full stop."""
        return render(self._code_of(breach), self.words(breach))

    def sentence(self, breach: Breach) -> Sentence:
        """The same with its code in the catalogue and its parameters."""
        from matcher.sentences import Sentence

        return Sentence(code=self._code_of(breach), params=self.words(breach))

    def words(self, breach: Breach) -> dict[str, Param]:
        """What the sentence on a breach needs: the one or two people, the group, and the breach's own figures."""
        found: dict[str, Param] = {} if breach.group is None else {"group": breach.group}
        if len(breach.members) <= 2:
            found |= dict(zip(("person", "other"), breach.members, strict=False))
        return found | breach.params

    def _code_of(self, breach: Breach) -> str:
        return f"rule-{self.code.replace('_', '-')}{'-waiting' if breach.group is None else ''}"

    def breach(self, room: Room, members: Sequence[Applicant], amount: float = 1.0, **params: Param) -> Breach:
        """A breach of this rule in a room, priced by the weight when the rule is soft."""
        from matcher.room import Breach

        cost = 0.0 if self.hard else self.weight * amount
        return Breach(self.code, self.hard, room.group.id, tuple(m.id for m in members), amount, cost, params)


class SeatRule(Rule):
    """A rule about one person and one group alone: who may sit where. Seated members are never asked again."""

    @abstractmethod
    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """Why the person may not sit in the group, in a few words; None if they may."""

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """What of the person the answer depends on, so that it is asked once for everyone alike."""
        return applicant.id

    def broken_by(self, room: Room) -> Iterator[Breach]:
        """Every newcomer who may not sit in this group."""
        for member in room.newcomers if self.code in room.known_seats else room.unasked:
            if (known := room.seats.get(member.id)) is not None:
                yield from (breach for breach in known if breach.rule == self.code)
                continue
            why = self.blocks(room.measure.intake, member, room.group)
            if why is not None:
                yield self.breach(room, [member], why=why)

    def group_key(self, intake: Intake, group: Group) -> Hashable:
        """What of the group the answer depends on, so that it is asked once for all groups alike."""
        return group.id

    def compile(self, sheet: Sheet) -> None:
        """A mask when hard, a price per seat when soft."""
        import numpy as np

        from matcher.engine.seats import Answers, SeatTable, classes

        intake = sheet.intake
        newcomers = [intake.applicants[index] for index in sheet.newcomers]
        if not newcomers:
            return
        of_people = [self.applicant_key(intake, applicant) for applicant in newcomers]
        alike, people = classes(of_people)
        known = None if sheet.known is None else sheet.known.seat_tables.get(self.code)
        if known is None or sheet.known is None or sheet.kinds is not sheet.known.kinds:
            kinds, groups = classes([self.group_key(intake, kind.group) for kind in sheet.kinds])
            known = SeatTable({}, kinds, groups, np.zeros((0, len(groups)), np.bool_))
        rows = (known.row(of_people[i]) for i in people)
        answers = [
            [self.blocks(intake, newcomers[i], sheet.kinds[k].group) is not None for k in known.first]
            if row is None
            else row
            for i, row in zip(people, rows, strict=True)
        ]
        table = np.array(answers, np.bool_)
        numbers = {of_people[i]: number for number, i in enumerate(people)}
        sheet.seat_tables[self.code] = SeatTable(numbers, known.kinds, known.first, table)
        if not table.any():
            return
        asked = np.full(sheet.people, -1, np.int32)
        asked[sheet.newcomers] = alike
        if self.hard:
            sheet.forbid(self.code, Answers(asked, known.kinds, table))
        else:
            sheet.price_seats(Answers(asked, known.kinds, self.weight * table.astype(np.float64)))
