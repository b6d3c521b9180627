"""Bands of ages and stages of life: who is counted together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.ages import YOUNGEST
from matcher.catalogue import phrase
from matcher.intake import Applicant, Intake

LOWER_BOUNDS = (YOUNGEST, 18, 25, 35, 45, 55, 65)
"""Where each band begins, in years: minors, then the bands of health statistics for adults.

Source: CDC, Behavioral Risk Factor Surveillance System, calculated variable _AGE_G ("age in six groups"). A group
that takes an age takes it until the next birthday, and so does a band.
"""

FEWEST = 5
"""People below whom a band is too small to say anything of, and is merged with its neighbour."""


@dataclass(frozen=True, slots=True)
class Band:
    """People whose age in years is ``youngest`` to ``oldest``; both None where no age is given, ``oldest`` if open."""

    youngest: int | None
    oldest: int | None
    people: tuple[Applicant, ...]

    @property
    def label(self) -> str:
        """As a table names it."""
        if self.youngest is None:
            return phrase("age-not-given")
        if self.oldest is None:
            return phrase("age-from", youngest=self.youngest)
        return phrase("age-between", youngest=self.youngest, oldest=self.oldest)


@dataclass(frozen=True, slots=True)
class StageOfLife:
    """People in a stage of life (slugs); several where stages are gathered, none where no stage is given."""

    stages: tuple[str, ...]
    label: str
    people: tuple[Applicant, ...]


def bands_of(intake: Intake) -> tuple[Band, ...]:
    """The bands that anybody is in, the youngest first, then those whose age is not given.

    A band written in the list counts by its midpoint, an open one as five years more, as everywhere. While a band has
    fewer than ``FEWEST`` people, the smallest (the youngest of several) is merged with the smaller of its neighbours.
    """
    held: dict[int, list[Applicant]] = {}
    unknown: list[Applicant] = []
    for applicant in intake.applicants:
        years = intake.years(applicant)
        if years is None:
            unknown.append(applicant)
        else:
            held.setdefault(max(low for low in LOWER_BOUNDS if low <= years), []).append(applicant)
    ends = {low: following - 1 for low, following in pairwise(LOWER_BOUNDS)}
    bands = [Band(low, ends.get(low), tuple(held[low])) for low in LOWER_BOUNDS if low in held]
    while len(bands) > 1 and min(len(band.people) for band in bands) < FEWEST:
        bands = _merged(bands)
    return (*bands, *([Band(None, None, tuple(unknown))] if unknown else []))


def stages_of(intake: Intake) -> tuple[StageOfLife, ...]:
    """The stages that anybody is in, as the vocabulary has them, then others, then people without one.

    Two or more stages of fewer than ``FEWEST`` people each are gathered: stages have no order to merge along.
    """
    vocabulary = intake.vocabulary
    held: dict[str, list[Applicant]] = {slug: [] for slug in vocabulary.stage_by_slug}
    unknown: list[Applicant] = []
    for applicant in intake.applicants:
        stage = applicant.life_stage
        (unknown if stage is None else held.setdefault(vocabulary.slug(stage), [])).append(applicant)
    small = [slug for slug, people in held.items() if 0 < len(people) < FEWEST]
    gathered = small if len(small) > 1 else []
    rows = [
        StageOfLife((slug,), _label(intake, slug), tuple(people))
        for slug, people in held.items()
        if people and slug not in gathered
    ]
    if gathered:
        together = tuple(person for slug in gathered for person in held[slug])
        rows.append(StageOfLife(tuple(gathered), phrase("stages-gathered", stages=len(gathered)), together))
    if unknown:
        rows.append(StageOfLife((), phrase("stage-not-given"), tuple(unknown)))
    return tuple(rows)


def _merged(bands: Sequence[Band]) -> list[Band]:
    """The bands with the smallest merged into the smaller of its neighbours."""
    smallest = min(range(len(bands)), key=lambda place: len(bands[place].people))
    beside = [place for place in (smallest - 1, smallest + 1) if 0 <= place < len(bands)]
    first, second = sorted((smallest, min(beside, key=lambda place: len(bands[place].people))))
    people = (*bands[first].people, *bands[second].people)
    return [*bands[:first], Band(bands[first].youngest, bands[second].oldest, people), *bands[second + 1 :]]


def _label(intake: Intake, slug: str) -> str:
    known = intake.vocabulary.stage_by_slug.get(slug)
    return slug if known is None else known.label or slug
