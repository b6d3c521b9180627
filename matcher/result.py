"""What a matching answers: a plan with its value, its proof, and a reason for everybody who waits."""

from typing import Literal

from pydantic import Field

from matcher.age_account.models import AgeAccount
from matcher.intake import Frozen, Group
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.sentences import Param, Sentence

Status = Literal["optimal", "feasible", "infeasible", "stopped"]
"""Optimal: proved best. Feasible: valid, with a gap. Infeasible: see conflicts. Stopped: before a first valid plan."""


class BreachReport(Frozen):
    """A soft rule's cost in one group, or a broken hard rule."""

    rule: str
    hard: bool
    members: tuple[str, ...]
    amount: float = Field(description="In the rule's own unit.")
    cost: float = Field(description="In points of fit; negative is a reward.")
    params: dict[str, Param] = Field(default={}, description="The figures, ids and words of the text.")
    text: str


class MemberReport(Frozen):
    """One person in one group."""

    id: str
    fit: float = Field(description="Mean pair fit with everyone else in the group, in [0, 1].")


class GroupReport(Frozen):
    """One opened group."""

    id: str
    members: tuple[str, ...]
    fit: float = Field(description="Mean fit of the members, in [0, 1].")
    worst: float = Field(description="Lowest fit of a member, in [0, 1].")
    value: float = Field(description="Sum of the members' fit minus the penalty.")
    penalty: float
    seated: tuple[str, ...] = ()
    name: str | None = None
    session: str | None = None
    leaders: tuple[str, ...] = ()
    member_fits: tuple[MemberReport, ...] = ()
    breaches: tuple[BreachReport, ...] = ()
    lasting: float = Field(description="Chance that at least five remain after usual dropout (20 %).")


class WaitingReason(Frozen):
    """One reason why a person waits: a code, a sentence, and the groups it is about."""

    code: str
    params: dict[str, Param] = Field(default={}, description="The words and groups in the sentence.")
    text: str
    groups: tuple[str, ...] = ()


class Help(Frozen):
    """The smallest change that would seat a person in one group; with it no hard rule is broken anew.

    Nothing is taken for granted: a change is something to ask, to decide or to look for.
    """

    group: str
    people: tuple[str, ...] = Field(description="Who would sit there: the person, and whoever must sit with them.")
    changes: tuple[Sentence, ...] = Field(description="One change, or two where no single one would do.")
    rank: int = Field(description="How much is asked, and of whom: 0 a free place, then the greater the more.")
    text: str


class Waiting(Frozen):
    """One person without a place, with at least one reason, and what would help."""

    id: str
    reasons: tuple[WaitingReason, ...]
    helps: tuple[Help, ...] = Field(
        default=(), description="The smallest changes that would seat the person, the smallest first."
    )
    days_waited: int | None = None


class Repair(Frozen):
    """Changes after which a valid plan was found."""

    changes: tuple[Sentence, ...]
    price: int = Field(description="The sum of what the changes ask, each its rank plus one.")
    text: str


class Conflict(Frozen):
    """Rules that cannot all hold: dropping any one of them would resolve it."""

    rules: tuple[str, ...]
    applicants: tuple[str, ...]
    groups: tuple[str, ...]
    text: str
    repairs: tuple[Repair, ...] = Field(
        default=(), description="The smallest changes that resolve this conflict, the cheapest first."
    )


class RowProblem(Frozen):
    """A row or a cell of a list that could not be used."""

    file: str
    row: int | None = Field(default=None, description="As the spreadsheet counts: the heading is row 1.")
    column: str | None = Field(default=None, description="The heading as the list has it.")
    field: str | None = Field(default=None, description="The field that the column is read as.")
    code: str
    message: str
    id: str | None = Field(default=None, description="The applicant's id, where the row has one.")


class TracePoint(Frozen):
    """Where a solve stood: claims placed, best value and bound after so many units of work.

    The value may fall where a larger claim is placed: placing comes first.
    """

    work: int
    claim: float | None = Field(description="Summed claim of everybody placed.")
    value: float | None
    bound: float | None
    seconds: float | None = Field(default=None, description="Left out in reproducible mode.")


class Result(Frozen):
    """The answer to one intake."""

    status: Status
    value: float | None = Field(description="Sum of the groups' values: fit minus penalties.")
    mean_fit: float | None = Field(description="Mean fit of everybody placed, in [0, 1].")
    worst_member: float | None = Field(description="Lowest fit of anybody placed, in [0, 1].")
    worst_group: float | None = Field(description="Lowest mean fit of a group, in [0, 1].")
    bound: float | None = Field(description="No plan of this intake that places as much claim has a value above this.")
    gap: float | None = Field(description="bound / value - 1.")
    placed: int
    applicants: int
    placed_bound: float | None = Field(description="No plan's summed claim to places is above this.")
    claim: float | None = Field(description="Summed claim of everybody placed.")
    groups: tuple[GroupReport, ...]
    waitlist: tuple[Waiting, ...]
    conflicts: tuple[Conflict, ...] = ()
    repair: Repair | None = Field(
        default=None, description="Changes that resolve all conflicts together; None if none were found."
    )
    age_account: AgeAccount | None = Field(
        default=None, description="How each age and stage of life fared, and where age counts; None without groups."
    )
    skipped: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    trace: tuple[TracePoint, ...] = ()
    seed: int
    version: str
    offers: tuple[Group, ...] = Field(description="The groups that were on offer.")
    policy: Policy

    @property
    def plan(self) -> Plan | None:
        """The plan, or None where no valid one was found."""
        if self.status in ("infeasible", "stopped"):
            return None
        return Plan.of({group.id: group.members for group in self.groups})
