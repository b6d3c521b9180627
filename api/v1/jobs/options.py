"""How long a job searches, and when it is its turn."""

from datetime import UTC, datetime

from pydantic import Field

from api.body import refusal
from api.jobs.durable import HIGHEST_PRIORITY, USUAL_PRIORITY
from matcher.days import Moment
from matcher.intake import Frozen, Problem


class JobOptions(Frozen):
    """How long a job searches, and when it is its turn."""

    seconds: float | None = Field(
        default=None,
        gt=0,
        le=7 * 86_400,
        description="How long to search. Default 10, cap 3600, unless the operator has set others.",
    )
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Where chance begins.")
    work: int | None = Field(
        default=None, ge=1, le=1_000_000, description="End the search after so many rounds, or when the time is up."
    )
    priority: int = Field(
        default=USUAL_PRIORITY, ge=0, le=HIGHEST_PRIORITY, description="What has a higher one begins earlier."
    )
    deadline_at: Moment | None = Field(
        default=None, description="A job that has not ended by then is stopped, and keeps what it has found."
    )

    def refuse_past(self) -> None:
        """Refuse a deadline that has passed.

        Raises:
            ProblemError: 422.
        """
        if self.deadline_at is not None and self.deadline_at <= datetime.now(UTC):
            message = "this moment has passed: name a later one, or none"
            raise refusal([Problem(path=("deadline_at",), code="passed", message=message)], type(self))
