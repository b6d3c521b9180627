"""The people of an invented waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from propcache.api import cached_property

from matcher.ages import parse_age
from matcher.generate import margins
from matcher.generate.draws import Draws, Ints
from matcher.generate.margins import Kind
from matcher.generate.reasons import reason_model
from matcher.intake import Applicant, Intake
from matcher.tables.listing import applicants_csv
from matcher.times import MINUTES_PER_DAY, Interval
from matcher.vocabulary import shipped_vocabulary

__all__ = ["AS_OF", "BLOCKS", "LARGEST", "LEADERS", "Generated", "Kind", "generate"]

AS_OF = date(2026, 9, 1)
"""The day of every invented list."""

LARGEST = 100_000
"""People that a list may have."""

LEADERS = 4
"""Leaders ``leader-1`` .. that applicants may know already."""

BLOCKS = tuple(
    Interval(day, start, start + margins.BLOCK_MINUTES) for day in range(5) for start in margins.BLOCK_STARTS
)
"""The weekly times at which people can come."""

assert all(block.end <= MINUTES_PER_DAY for block in BLOCKS)


@dataclass(frozen=True)
class Generated:
    """An invented list; the same kind, size and seed give the same one."""

    kind: Kind
    seed: int
    applicants: tuple[Applicant, ...]

    @cached_property
    def intake(self) -> Intake:
        """The list as an intake with equal groups and the usual policy."""
        return Intake(applicants=self.applicants, as_of=AS_OF)

    def to_csv(self) -> str:
        """The list as CSV; its headings are the names of the fields."""
        return applicants_csv(self.applicants)


def generate(kind: Kind, size: int, seed: int) -> Generated:
    """Invent a waiting list.

    Args:
        kind: A university's counselling centre, or a community clinic.
        size: People, 1 to 100,000.
        seed: Any whole number from 0.

    Raises:
        ValueError: If the kind is unknown, or size or seed are out of range.
    """
    if kind not in margins.AGES:
        raise ValueError(f"kind must be one of {', '.join(margins.AGES)}")
    if not 1 <= size <= LARGEST:
        raise ValueError(f"size must lie between 1 and {LARGEST}")
    if seed < 0:
        raise ValueError("seed must not be negative")
    draws = Draws(seed, kind)
    columns: dict[str, list[object]] = {"id": [f"{kind}-{number:0{len(str(size))}d}" for number in range(1, size + 1)]}
    columns |= _ages_and_stages(draws, kind, size)
    columns |= _reasons(draws, kind, size)
    columns |= _clearance(draws, columns["reasons"])
    columns |= _wishes(draws, kind, size)
    columns |= _waiting(draws, size)
    _pairs(draws, columns)
    names = tuple(columns)
    applicants = tuple(
        Applicant.model_validate({name: value for name, value in zip(names, row, strict=True) if value is not None})
        for row in zip(*columns.values(), strict=True)
    )
    return Generated(kind, seed, applicants)


def _ages_and_stages(draws: Draws, kind: Kind, size: int) -> dict[str, list[object]]:
    shares = margins.AGES[kind]
    band = draws.choices([entry.share for entry in shares], size)
    low = np.array([entry.low for entry in shares])[band]
    high = np.array([entry.high for entry in shares])[band]
    ages = low + np.floor(draws.uniforms(size) * (high - low + 1)).astype(np.int64)
    form = draws.choices(
        [
            1 - margins.AGE_AS_BAND - margins.AGE_AS_BIRTH_YEAR - margins.AGE_MISSING,
            margins.AGE_AS_BAND,
            margins.AGE_AS_BIRTH_YEAR,
            margins.AGE_MISSING,
        ],
        size,
    ).tolist()
    numbers = {age: parse_age(age) for age in np.unique(ages).tolist()}
    bands = {age: parse_age(_band(age)) for age in numbers}
    written: list[object] = [
        (numbers, bands, {}, {})[how].get(age) for age, how in zip(ages.tolist(), form, strict=True)
    ]
    years: list[object] = [AS_OF.year - age if how == 2 else None for age, how in zip(ages.tolist(), form, strict=True)]
    stages = _stages(draws, kind, ages)
    # Somebody of whom neither is known is rare enough to be left to the tests that need one.
    missing = draws.happens(margins.STAGE_MISSING, size) & (np.array(form) < 3)
    return {
        "age": written,
        "birth_year": years,
        "life_stage": [None if gone else stage for stage, gone in zip(stages, missing.tolist(), strict=True)],
    }


def _stages(draws: Draws, kind: Kind, ages: Ints) -> list[str]:
    """For each age one of the stages for which it is typical."""
    chances: dict[int, tuple[list[str], list[float]]] = {}
    for age in np.unique(ages).tolist():
        typical = [
            (stage.slug, margins.STAGES[kind][stage.slug])
            for stage in shipped_vocabulary().life_stages
            if stage.slug in margins.STAGES[kind]
            and (stage.typical_age_low or 0) <= age <= (stage.typical_age_high or 120)
        ]
        chances[age] = [slug for slug, _ in typical], np.cumsum([weight for _, weight in typical]).tolist()
    chosen = []
    for age, draw in zip(ages.tolist(), draws.uniforms(len(ages)).tolist(), strict=True):
        slugs, edges = chances[age]
        chosen.append(next(slug for slug, edge in zip(slugs, edges, strict=True) if draw * edges[-1] < edge))
    return chosen


def _reasons(draws: Draws, kind: Kind, size: int) -> dict[str, list[object]]:
    model = reason_model(kind)
    ranked, counts = model.ranked(draws, size)
    risks = [(word, draws.happens(share, size).tolist()) for word, share in margins.RISK_REASONS.items()]
    place = draws.choices(
        [
            1 - margins.NO_PRIMARY_REASON - margins.SECOND_REASON_FIRST,
            margins.SECOND_REASON_FIRST,
            margins.NO_PRIMARY_REASON,
        ],
        size,
    ).tolist()
    reasons: list[object] = []
    primary: list[object] = []
    for person, (row, count) in enumerate(zip(ranked.tolist(), counts.tolist(), strict=True)):
        words = [model.words[index] for index in row[:count]]
        primary.append(None if place[person] == 2 else words[min(place[person], count - 1)])
        reasons.append((*words, *(word for word, given in risks if given[person])))
    return {"reasons": reasons, "primary_reason": primary}


def _clearance(draws: Draws, reasons: Sequence[object]) -> dict[str, list[object]]:
    """Exactly the share of people is not cleared; whoever else gives a risk reason has been cleared by a clinician."""
    size = len(reasons)
    refused = set(draws.shuffled(size)[: round(margins.NOT_CLEARED * size)].tolist())
    unrecorded = draws.happens(margins.CLEARANCE_NOT_RECORDED, size).tolist()
    cleared: list[object] = []
    for person, words in enumerate(reasons):
        assert isinstance(words, tuple)
        at_risk = any(word in margins.RISK_REASONS for word in words)
        cleared.append(False if person in refused else None if unrecorded[person] and not at_risk else True)
    return {"cleared": cleared}


def _wishes(draws: Draws, kind: Kind, size: int) -> dict[str, list[object]]:
    fewest, most = margins.AVAILABLE_BLOCKS
    numbers = draws.between(fewest, most, size)
    numbers[draws.happens(margins.NO_AVAILABILITY, size)] = 0
    weights = [weight for _ in range(5) for weight in margins.BLOCK_STARTS.values()]
    blocks = draws.weighted_subsets(weights, numbers)
    in_person = draws.happens(margins.IN_PERSON_ONLY if kind == "clinic" else 0, size).tolist()
    leaders = [f"leader-{number}" for number in range(1, LEADERS + 1)]
    avoided = _sometimes(draws, margins.AVOIDS_LEADER, leaders, size)
    return {
        "availability": [tuple(BLOCKS[block] for block in chosen) for chosen in blocks],
        "modality": [("in-person",) if only else () for only in in_person],
        "leaders_to_avoid": [() if leader is None else (leader,) for leader in avoided],
        "individual_therapist": [*_sometimes(draws, margins.HAS_THERAPIST, leaders, size)],
    }


def _sometimes(draws: Draws, share: float, words: Sequence[str], size: int) -> list[str | None]:
    happens = draws.happens(share, size).tolist()
    chosen = draws.between(0, len(words) - 1, size).tolist()
    return [words[index] if so else None for index, so in zip(chosen, happens, strict=True)]


def _waiting(draws: Draws, size: int) -> dict[str, list[object]]:
    # Squared, because lists hold more newcomers than people who have waited for months.
    waited = np.floor(draws.uniforms(size) ** 2 * (margins.DAYS_WAITED + 1)).astype(np.int64).tolist()
    due = draws.happens(margins.PLACE_BY, size).tolist()
    ahead = draws.between(*margins.PLACE_BY_DAYS, size).tolist()
    return {
        "submitted_at": [AS_OF - timedelta(days=days) for days in waited],
        "priority": [*draws.choices(margins.PRIORITIES, size).tolist()],
        "must_place_by": [AS_OF + timedelta(days=days) if so else None for days, so in zip(ahead, due, strict=True)],
    }


def _pairs(draws: Draws, columns: dict[str, list[object]]) -> None:
    """Pairs kept apart and pairs kept together, nobody in two of them.

    Two people who are kept together are both cleared and can come at the same times.
    """
    ids, size = columns["id"], len(columns["id"])
    order = draws.shuffled(size).tolist()
    apart = min(size // 4, max(1, round(size * margins.KEPT_APART / 2)))
    columns["avoid"] = [()] * size
    for first, second in _couples(order, apart):
        columns["avoid"][first] = (ids[second],)
    cleared = [person for person in order[2 * apart :] if columns["cleared"][person]]
    columns["together"] = [()] * size
    for first, second in _couples(cleared, max(1, round(size * margins.KEPT_TOGETHER / 2))):
        columns["together"][first] = (ids[second],)
        for shared in ("availability", "modality", "leaders_to_avoid", "individual_therapist"):
            columns[shared][second] = columns[shared][first]


def _couples(people: Sequence[int], count: int) -> list[tuple[int, int]]:
    return list(zip(people[0 : 2 * count : 2], people[1 : 2 * count : 2], strict=False))


def _band(age: int) -> str:
    return next(band for band in reversed(margins.BANDS) if age >= int(band[:2]))
