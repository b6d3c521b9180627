"""The account of age as it goes out: a row for each band of ages, a row for each stage of life, and statements."""

from pydantic import Field

from matcher.intake import Frozen
from matcher.sentences import Sentence


class ReasonCount(Frozen):
    """How many people wait for one reason."""

    code: str = Field(description="As in waitlist[].reasons[].code.")
    people: int


class Outcome(Frozen):
    """How some of the people on a list fared."""

    label: str = Field(description="In words, such as 18–24.")
    people: int
    placed: int
    seated: int = Field(description="Of those placed, members of a running group already.")
    waiting: int
    waiting_share: float = Field(description="waiting / people, in [0, 1].")
    days_known: int = Field(description="Of those who wait, people whose day of application is known.")
    mean_days: float | None = Field(description="Days waited, over those known.")
    longest_days: int | None
    mean_fit: float | None = Field(description="Mean fit of those placed, in [0, 1].")
    worst_fit: float | None = Field(description="Lowest fit of anybody placed, in [0, 1].")
    reasons: tuple[ReasonCount, ...] = Field(
        description="Why they wait, the commonest first; who has several reasons is counted under each."
    )
    chance: float | None = Field(
        description=(
            "How likely chance alone would leave at least as many of them waiting; None where the rows are too few or "
            "too small to compare, or nobody waits."
        )
    )
    more_than_share: bool = Field(description="Whether more of them wait than chance explains: see warnings.")


class AgeBand(Outcome):
    """The people of a band of ages; without bounds, those whose age is not given."""

    youngest: int | None = Field(description="In years; None where no age is given.")
    oldest: int | None = Field(description="In years; None where the band is open, or no age is given.")


class StageRow(Outcome):
    """The people in a stage of life; without stages, those whose stage is not given."""

    stages: tuple[str, ...] = Field(description="One slug; several where stages of few people are gathered.")


class AgeAccount(Frozen):
    """How each age and stage of life fared, where age counts, and what a person should look at."""

    bands: tuple[AgeBand, ...] = Field(description="The youngest first; together they are the whole list.")
    stages: tuple[StageRow, ...] = Field(description="Together they are the whole list.")
    uses: tuple[Sentence, ...] = Field(description="Which inputs use age or stage of life, and how.")
    warnings: tuple[Sentence, ...] = Field(description="Where more people of a row wait than its share.")
