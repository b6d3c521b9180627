"""How long the solves of a what-if may take together, or each."""

from dataclasses import dataclass

from matcher.engine.solve import solve
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Result
from matcher.stop import AnyOf, Seconds, Stop, Work

WHOLE = 30.0
"""Seconds for a whole what-if unless told otherwise."""

SHORTEST = 0.1
"""Seconds that a solve gets at the least."""


@dataclass(frozen=True)
class Effort:
    """Seconds that all solves share, or rounds for each of them, which makes the answer the same on every machine.

    ``until`` is another stop criterion for every solve, such as Ctrl-C.
    """

    seconds: float = WHOLE
    rounds: int | None = None
    seed: int = 0
    until: Stop | None = None

    def solve(self, intake: Intake, share: float, start: Plan | None = None) -> Result:
        """Solve with this share, in (0, 1], of the seconds, or with all the rounds."""
        stop: Stop = Seconds(max(SHORTEST, share * self.seconds)) if self.rounds is None else Work(self.rounds)
        return solve(
            intake,
            stop if self.until is None else AnyOf(stop, self.until),
            seed=self.seed,
            start=start,
            reproducible=self.rounds is not None,
        )
