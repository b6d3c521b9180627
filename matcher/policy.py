"""The policy: the weights and rules a coordinator sets."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.ages import YOUNGEST
from matcher.rules import Rules
from matcher.vocabulary import ReasonAxis

Likeness = Literal["either", "both", "age", "life_stage"]
"""What makes two people close: the closer of age and stage, the farther, or one of them alone."""


class Policy(BaseModel):
    """What a coordinator decides once for all her lists; every default is written here or in the rule's own file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    likeness: Likeness = "either"
    balance: float = Field(
        default=0.5, ge=0, le=1, description="Weight of closeness; difference of reasons weighs the rest."
    )
    age_tolerance: float = Field(default=10, ge=0.1, le=100, description="Years at which age closeness reaches 0.")
    age_tolerance_at: float | None = Field(
        default=None,
        ge=YOUNGEST,
        le=100,
        description=(
            "Age in years at which the tolerance is age_tolerance; at other ages it grows and shrinks in proportion "
            "to the pair's mean age. Without it the tolerance is the same at every age."
        ),
    )
    reason_axis: ReasonAxis = Field(default="category", description="The axis on which reasons are alike.")
    priority_weight: float = Field(
        default=0.3, ge=0, le=3, description="How much one step of priority adds to a person's claim to a place (1)."
    )
    waiting_weight: float = Field(
        default=0.2,
        ge=0,
        le=3,
        description="How much a year of waiting adds to the claim; more than a year counts as one.",
    )
    due_weight: float = Field(
        default=2.0, ge=0, le=5, description="How much a passed or near must_place_by adds to the claim."
    )
    due_within_days: int = Field(default=14, ge=0, le=365, description="How near must_place_by counts as due, in days.")
    rules: Rules = Rules()

    def tolerance(self, first: float, second: float) -> float:
        """The age tolerance in years for two ages in years."""
        if self.age_tolerance_at is None:
            return self.age_tolerance
        return self.age_tolerance * (first + second) / 2 / self.age_tolerance_at
