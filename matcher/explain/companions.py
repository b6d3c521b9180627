"""Two people in one room: in what they are close, and in what they differ."""

from typing import Literal

from pydantic import Field

from matcher.intake import Applicant, Frozen
from matcher.measure import Measure
from matcher.sentences import Param, Sentence, sentence


class Companion(Frozen):
    """Somebody in the same room, and how the two compare."""

    id: str
    pair_fit: float = Field(description="In [0, 1].")
    closeness: float = Field(description="In age or stage of life, in [0, 1].")
    difference: float = Field(description="In reasons, in [0, 1].")
    years_apart: float | None = Field(description="Between their ages; None where one is not known.")
    stages: Literal["same", "neighbouring", "other"] | None = Field(description="None where a stage is not known.")
    shared: tuple[str, ...] = Field(description="Reasons that both give, as labels.")
    differing: int = Field(description="Reasons that one of the two gives and the other does not.")
    close_in: Sentence
    differs_in: Sentence


def companion(measure: Measure, person: Applicant, other: Applicant) -> Companion:
    """How a person and somebody in the same room compare."""
    mine, theirs = measure.features(person), measure.features(other)
    both = None not in (mine.years, theirs.years)
    years = abs((mine.years or 0.0) - (theirs.years or 0.0)) if both else None
    stages = _stages(measure, person, other)
    shared = [reason for reason in mine.weights if reason in theirs.weights]
    differing = len(mine.weights.keys() ^ theirs.weights.keys())
    labels = tuple(reason_label(measure, reason) for reason in shared)
    reasons = bool(mine.weights and theirs.weights)
    return Companion(
        id=other.id,
        pair_fit=measure.pair_fit(person, other),
        closeness=measure.closeness(person, other),
        difference=measure.difference(person, other),
        years_apart=years,
        stages=stages,
        shared=labels,
        differing=differing,
        close_in=_close(other.id, years, stages),
        differs_in=_differs(other.id, labels, differing) if reasons else sentence("differs-unknown", person=other.id),
    )


def without_name(said: Sentence) -> Sentence:
    """What a companion's sentence says, without who it is about: for where the name stands beside it."""
    return Sentence(code=f"{said.code}-unnamed", params=said.params)


def reason_label(measure: Measure, slug: str) -> str:
    """A reason as people read it: the vocabulary's label, or the list's own word."""
    known = measure.vocabulary.reason_by_slug.get(slug)
    return slug if known is None else known.label or slug


def stage_label(measure: Measure, slug: str) -> str:
    """A stage of life as people read it: the vocabulary's label, or the list's own word."""
    known = measure.vocabulary.stage_by_slug.get(slug)
    return slug if known is None else known.label or slug


def _stages(measure: Measure, person: Applicant, other: Applicant) -> Literal["same", "neighbouring", "other"] | None:
    closeness = measure.stage_closeness(person, other)
    if closeness is None:
        return None
    if closeness == 1:
        return "same"
    return "neighbouring" if closeness else "other"


def _close(other: str, years: float | None, stages: str | None) -> Sentence:
    apart = None if years is None else round(years)
    if apart is None:
        if stages is None:
            return sentence("close-unknown", person=other)
        return sentence("close-stage", person=other, stages=stages)
    if stages in (None, "other"):
        return sentence("close-age", person=other, years=apart)
    return sentence("close-both", person=other, years=apart, stages=stages)


def _differs(other: str, shared: tuple[str, ...], differing: int) -> Sentence:
    params: dict[str, Param] = {"person": other, "differing": differing}
    if shared:
        return sentence("differs-sharing", **params, shared=shared)
    return sentence("differs-wholly", **params)
