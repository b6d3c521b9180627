"""What a revision answers: the new plan, exactly who moves and why it is worth it, who is new, who left, who waits."""

from typing import Literal

from pydantic import Field

from matcher.change import Move
from matcher.intake import Frozen
from matcher.result import Result
from matcher.sentences import Sentence

PROVED = 1e-5
"""Share of the value up to which a gap is a proof, within the precision of the figures."""

Outcome = Literal["revised", "too_few_moves", "infeasible", "stopped"]
"""Revised: a valid plan. Too few moves: see ``least_moves``. Infeasible: see conflicts. Stopped: none found in time."""

Why = Literal["closed", "may_not_stay", "mends", "worth", "makes_room"]
"""Closed: the group is off. May not stay: a rule forbids the person that group now. Mends: the plan that held breaks a
rule that the move helps with. Worth: the move alone gains. Makes room: it gains together with others."""


class MoveReport(Frozen):
    """One person who had a place and gets another one, or none.

    ``gain``, ``own`` and ``others`` are what would be lost if this one move were taken back and all else stayed; they
    are left out where it cannot be taken back alone.
    """

    id: str
    origin: str
    target: str | None = Field(description="None: the person waits now.")
    told: bool = Field(description="Whether the place the person leaves had been published.")
    forced: bool = Field(description="Whether the person could not have stayed, whatever the number of moves.")
    why: Why
    gain: float | None = Field(description="In points of fit, for everybody together.")
    own: float | None = Field(description="The part that is the person's own fit.")
    others: float | None = Field(description="The part that is the others' fit, and the rules' costs.")
    placed: float | None = Field(description="Claim to places that would be lost; 1 is a person without urgency.")
    sentences: tuple[Sentence, ...]


class Kept(Frozen):
    """The plan that held, on the list of today: nobody moved, nobody new placed."""

    value: float
    claim: float
    placed: int
    broken: tuple[str, ...] = Field(description="Hard rules that it breaks now.")


class Revision(Frozen):
    """The answer to a change of the list.

    ``moves`` counts people who had a place and are still on the list: whoever gets another one or loses it. Somebody
    new who takes a place is no move.
    """

    outcome: Outcome
    result: Result | None = Field(description="The new plan; None where there are too few moves for a valid one.")
    max_moves: int | None
    stay: float | None = Field(
        description="The price of moving somebody off a place nobody was told, in points of fit."
    )
    moves: tuple[MoveReport, ...] = ()
    new: tuple[Move, ...] = Field(default=(), description="Who had no place: new people, and those who waited.")
    left: tuple[str, ...] = Field(default=(), description="People of the plan who are not on the list any more.")
    closed: tuple[str, ...] = Field(default=(), description="Groups of the plan that are no longer on offer.")
    kept: Kept
    least_moves: int | None = Field(description="The fewest moves that leave no hard rule broken, where it was asked.")
    least_is_proved: bool
    bound: float | None = Field(
        description=(
            "No plan that places as much within this number of moves has a value above this; with a price, no plan's "
            "value less the prices of its moves is above it."
        )
    )
    moves_price: float | None = Field(description="What the moves cost together, where they have a price.")
    summary: tuple[Sentence, ...]

    @property
    def gap(self) -> float | None:
        """By how many points of fit the best plan may at most be missed."""
        if self.bound is None or self.result is None or self.result.value is None:
            return None
        return max(0.0, self.bound - (self.result.value - (self.moves_price or 0.0)))

    @property
    def is_proved(self) -> bool:
        """Whether no plan within the number of moves, or at the price of a move, is better."""
        return self.gap is not None and self.gap <= PROVED * max(1.0, abs(self.bound or 0.0))


class Point(Frozen):
    """The best plan found with at most so many moves."""

    max_moves: int
    moves: int = Field(description="How many it makes.")
    placed: int
    claim: float
    claim_bound: float = Field(description="No valid plan with so few moves places more.")
    value: float
    bound: float = Field(description="No plan with so few moves that places as much has a value above this.")
    plan: tuple[Move, ...] = Field(description="Who moves.")

    @property
    def gap(self) -> float:
        """By how many points of fit the best plan may at most be missed."""
        return self.bound - self.value

    @property
    def is_proved(self) -> bool:
        """Whether no plan with so few moves is better."""
        return self.gap <= PROVED * max(1.0, abs(self.value))


class Frontier(Frozen):
    """What each more move is worth, from the fewest that leave no hard rule broken; it never falls."""

    points: tuple[Point, ...]
    kept: Kept
    least_moves: int | None
    exact: bool = Field(description="Whether every plan was looked at.")
