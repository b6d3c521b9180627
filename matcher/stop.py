"""When a solve ends. Any object with these two methods will do; they combine with :class:`AnyOf`."""

import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a solve stands: rounds of search done, best value, bound, and the round of the last improvement."""

    work: int
    value: float | None
    bound: float | None
    improved_at: int

    @property
    def gap(self) -> float | None:
        """Bound / value - 1; None while either is unknown or the value is not above 0."""
        if self.value is None or self.bound is None or self.value <= 0:
            return None
        return self.bound / self.value - 1


class Stop(Protocol):
    """A stop criterion. ``begin`` is called once, ``met`` between rounds."""

    def begin(self) -> None:
        """The solve begins now."""

    def met(self, standing: Standing) -> bool:
        """Whether to end here."""

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the criterion will be met by the clock; None where it does not look at the clock."""


class Seconds:
    """Ends after so many seconds by the clock."""

    def __init__(self, seconds: float) -> None:
        if not seconds > 0:
            raise ValueError("seconds must be above 0")
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def begin(self) -> None:
        """Start the clock."""
        self._end = time.monotonic() + self._seconds

    def met(self, standing: Standing) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    @property
    def seconds_left(self) -> float | None:
        """What is left on the clock."""
        return max(0.0, self._end - time.monotonic())


class _NoClock:
    seconds_left: float | None = None

    def begin(self) -> None:
        """Nothing to prepare."""


class Work(_NoClock):
    """Ends after so many rounds of search, whatever the clock says: the same plan on any machine."""

    def __init__(self, rounds: int) -> None:
        if rounds < 1:
            raise ValueError("rounds must be at least 1")
        self._rounds = rounds

    def met(self, standing: Standing) -> bool:
        """Whether the rounds are done."""
        return standing.work >= self._rounds


class NoImprovement(_NoClock):
    """Ends after so many rounds without a better plan."""

    def __init__(self, rounds: int) -> None:
        if rounds < 1:
            raise ValueError("rounds must be at least 1")
        self._rounds = rounds

    def met(self, standing: Standing) -> bool:
        """Whether nothing has improved for so long."""
        return standing.work - standing.improved_at >= self._rounds


class Gap(_NoClock):
    """Ends when the plan is proved to be within ``gap`` of the best possible."""

    def __init__(self, gap: float) -> None:
        if gap < 0:
            raise ValueError("gap must not be negative")
        self._gap = gap

    def met(self, standing: Standing) -> bool:
        """Whether the proof is tight enough."""
        return standing.gap is not None and standing.gap <= self._gap


class AnyOf:
    """Ends as soon as one of several criteria is met."""

    def __init__(self, *criteria: Stop) -> None:
        self._criteria = criteria

    def begin(self) -> None:
        """Begin them all."""
        for criterion in self._criteria:
            criterion.begin()

    def met(self, standing: Standing) -> bool:
        """Whether any is met."""
        return any(criterion.met(standing) for criterion in self._criteria)

    @property
    def seconds_left(self) -> float | None:
        """The shortest of their clocks."""
        clocks = [c.seconds_left for c in self._criteria]
        return min((c for c in clocks if c is not None), default=None)
