"""What is said where more people of an age or a stage of life wait than their share."""

from collections.abc import Sequence

from matcher.age_account.bands import Band, StageOfLife
from matcher.age_account.shares import Share, chance_of
from matcher.intake import Applicant, Group, Intake
from matcher.sentences import Sentence, sentence

RAREST = 1_000_000
"""Chances of less than one in this many are all said alike."""


def warning_of(
    intake: Intake, row: Band | StageOfLife, share: Share, all_people: Share, waiting: Sequence[Applicant]
) -> Sentence:
    """The warning, with whether what groups ask in age or stage of life explains it.

    Args:
        intake: The intake.
        row: The band or the stage.
        share: How many of it could have been placed, and how many wait.
        all_people: The same of the whole list.
        waiting: Those of the row who wait.
    """
    nowhere, somewhere = _kept_out(intake, row, waiting)
    return sentence(
        "age-waits-more",
        kind=_kind(row),
        row=row.label,
        waiting=share.waiting,
        people=share.people,
        seated=len(row.people) - share.people,
        percent=_percent(share.waiting, share.people),
        others=_percent(all_people.waiting - share.waiting, all_people.people - share.people),
        once_in=_once_in(chance_of(share, all_people)),
        asks="all" if nowhere else "some" if somewhere else "none",
        kept_out=nowhere or somewhere,
    )


def _kept_out(intake: Intake, row: Band | StageOfLife, waiting: Sequence[Applicant]) -> tuple[int, int]:
    """How many of them no group, and how many not every group, lets in by its age range (or its stages of life)."""
    if not intake.policy.rules.eligibility.hard:
        return 0, 0
    lets_in = _lets_in_age if isinstance(row, Band) else _lets_in_stage
    asked = {(group.age_min, group.age_max, group.life_stages): group for group in intake.offers}.values()
    doors = [[lets_in(intake, group, person) for group in asked] for person in waiting]
    return sum(not any(open_to) for open_to in doors), sum(not all(open_to) for open_to in doors)


def _lets_in_age(intake: Intake, group: Group, person: Applicant) -> bool:
    years = intake.years(person)
    return years is None or not (
        (group.age_min is not None and years < group.age_min)
        or (group.age_max is not None and years >= group.age_max + 1)
    )


def _lets_in_stage(intake: Intake, group: Group, person: Applicant) -> bool:
    slug = intake.vocabulary.slug
    stage = person.life_stage
    return stage is None or not group.life_stages or slug(stage) in {slug(word) for word in group.life_stages}


def _kind(row: Band | StageOfLife) -> str:
    if isinstance(row, Band):
        return "no-age" if row.youngest is None else "age"
    return "stage" if len(row.stages) == 1 else "stages" if row.stages else "no-stage"


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)


def _once_in(chance: float) -> int:
    """One in how many lists, to two digits, rounded so that no more is said than is true."""
    number = RAREST if chance * RAREST <= 1 else int(1 / chance)
    digits = str(number)
    return int(digits[:2] + "0" * len(digits[2:]))
