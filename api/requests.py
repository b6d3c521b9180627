"""What requests have in common: a plan to look at, how long to search, and ids that have to be known."""

from collections.abc import Iterable, Iterator
from typing import Self

from pydantic import Field, model_validator

from api.settings import Settings
from matcher.intake import Frozen, Intake, Problem
from matcher.plan import Plan
from matcher.revise import Grade
from matcher.stop import AnyOf, Seconds, Stop, Work


class Deadline(Seconds):
    """Seconds for several searches together: they begin with the first."""

    _begun = False

    def begin(self) -> None:
        """The first search begins now."""
        if not self._begun:
            self._begun = True
            super().begin()


class PlanOptions(Frozen):
    """A plan that comes with its intake."""

    plan: Plan = Field(description="Who sits where; ids as in the intake.")


class SearchOptions(Frozen):
    """How long to search, and where chance begins."""

    seconds: float | None = Field(
        default=None,
        gt=0,
        le=86_400,
        description="How long to search. Default 10, cap 60, unless the operator has set others.",
    )
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Where chance begins.")
    work: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="End each search after so many rounds, or when the time is up.",
    )

    def seconds_within(self, settings: Settings) -> float:
        """The seconds asked for, or the service's default, up to its cap."""
        unasked = settings.default_seconds if self.work is None else settings.max_seconds
        return min(self.seconds or unasked, settings.max_seconds)

    def stop_after(self, seconds: float) -> Stop:
        """Ends a search after these seconds, or earlier where the work asked for is done."""
        clock = Seconds(seconds)
        return clock if self.work is None else AnyOf(Work(self.work), clock)


class MoveLimits(Frozen):
    """How many may move, or what a move costs."""

    max_moves: int | None = Field(default=None, ge=0, le=1_000_000, description="At most so many people move.")
    stay: float | None = Field(
        default=None,
        ge=0,
        le=100,
        description="Instead: the price of moving somebody off a place, in points of fit, times the grade.",
    )
    grade: Grade = Field(default=Grade(), description="How much dearer a published place is than a draft one.")

    @model_validator(mode="after")
    def _limits_moves_once(self) -> Self:
        if self.max_moves is not None and self.stay is not None:
            raise ValueError("max_moves and stay exclude each other: leave out one")
        return self


def known_plans(options: Frozen, intake: Intake) -> Iterator[Problem]:
    """Groups and members that a plan among the options names and the intake does not know."""
    for name, value in options:
        if isinstance(value, Plan):
            yield from under(name, value.unknown_to(intake))


def known_applicant(field: str, applicant: str, intake: Intake) -> Iterator[Problem]:
    """A problem of the field where the intake knows no such applicant."""
    if applicant not in intake.applicant_by_id:
        message = "no applicant of the list has this id: correct it"
        yield Problem(path=(field,), code="unknown_applicant", message=message)


def known_group(field: str, group: str, intake: Intake) -> Iterator[Problem]:
    """A problem of the field where no group on offer has this id."""
    if group not in intake.group_by_id:
        yield Problem(path=(field,), code="unknown_group", message="no group on offer has this id: correct it")


def under(name: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of a field, told as those of what holds it."""
    return (found.model_copy(update={"path": (name, *found.path)}) for found in problems)
