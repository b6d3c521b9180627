"""Plans that lanes have in common, to cross with one another."""

from dataclasses import dataclass, field

from matcher.engine.chance import Dice, below
from matcher.engine.sheet import Ints

MOST_KEPT = 4
"""Plans that are kept."""

BETTER = 1e-9
"""Improvements up to this are rounding."""

ALIKE = 1e-6
"""Two plans whose objectives differ by no more are taken for the same."""


@dataclass(frozen=True)
class Found:
    """An assignment, its objective, and the window of the annealing it came from, if it came from one."""

    assign: Ints
    value: float
    window: tuple[float, float] | None = None


@dataclass
class Population:
    """The best plans of a generation, no two alike, the best first.

    A generation begins with annealings of its own length, and with the best plan of the one before.
    """

    generation: int = 0
    plans: list[Found] = field(default_factory=list)

    def welcomes(self, found: Found) -> bool:
        """Whether a plan is one of the best of this generation, and none like it is kept."""
        if any(abs(found.value - plan.value) <= ALIKE for plan in self.plans):
            return False
        return len(self.plans) < MOST_KEPT or found.value > self.plans[-1].value

    def take(self, found: Found, generation: int) -> None:
        """Keep a plan if it is welcome; the first of a new generation takes the place of all but the best."""
        if generation > self.generation:
            self.generation, self.plans = generation, self.plans[:1]
        if self.welcomes(found):
            self.plans = sorted([*self.plans, found], key=lambda plan: -plan.value)[:MOST_KEPT]

    def pair(self, dice: Dice) -> tuple[Found, Found]:
        """Two different plans of at least two that are kept, by chance."""
        one = below(dice, len(self.plans))
        other = (one + 1 + below(dice, len(self.plans) - 1)) % len(self.plans)
        return self.plans[one], self.plans[other]
