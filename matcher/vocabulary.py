"""Vocabularies of reasons for joining and of life stages; the shipped ones, or a clinic's own."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from propcache.api import cached_property
from pydantic import BaseModel, ConfigDict, Field, model_validator

ProblemArea = Literal["grief", "role-dispute", "role-transition", "interpersonal-sensitivity"]
"""The four interpersonal problem areas of interpersonal psychotherapy, a second axis of categories."""

ReasonAxis = Literal["category", "problem_area"]

GroupUse = Literal["balance", "balance-review", "balance-sensitive", "sensitive-part2", "screen"]
"""How a reason may be used in composing groups; all but ``screen`` are balanced on."""

SCREEN = "screen"
"""The ``group_use`` of a risk reason: it stops placement until a clinician clears the person, and is never balanced."""


class Word(BaseModel):
    """What the two kinds of vocabulary entries share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str = Field(min_length=1, max_length=100)
    label: str = Field(default="", max_length=200)


class Reason(Word):
    """A reason for joining (a presenting concern)."""

    category: str = Field(default="", max_length=100)
    problem_area: ProblemArea | None = None
    icd10cm: str = Field(default="", max_length=20)
    icd10cm_title: str = Field(default="", max_length=300)
    group_use: GroupUse = "balance"


class LifeStage(Word):
    """A stage of life with the ages (years) it is typical for and the stages that lie next to it."""

    typical_age_low: int | None = Field(default=None, ge=0, le=120)
    typical_age_high: int | None = Field(default=None, ge=0, le=120)
    neighbours: tuple[str, ...] = ()


class Vocabulary(BaseModel):
    """The words a list may use, and a clinic's own words for them (``synonyms``, own word to slug).

    Words outside the vocabulary are kept: a reason outside it has no category, a stage outside it no neighbours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    reasons: tuple[Reason, ...] = Field(default=(), max_length=2000)
    life_stages: tuple[LifeStage, ...] = Field(default=(), max_length=500)
    synonyms: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _slugs_are_unique(self) -> Self:
        for kind, words in (("reasons", self.reasons), ("life_stages", self.life_stages)):
            slugs = [word.slug for word in words]
            if len(set(slugs)) < len(slugs):
                raise ValueError(f"two {kind} of the vocabulary have the same slug: give each slug once")
        return self

    @cached_property
    def reason_by_slug(self) -> dict[str, Reason]:
        """The reasons by their slug."""
        return {reason.slug: reason for reason in self.reasons}

    @cached_property
    def stage_by_slug(self) -> dict[str, LifeStage]:
        """The life stages by their slug."""
        return {stage.slug: stage for stage in self.life_stages}

    @cached_property
    def neighbouring_stages(self) -> frozenset[tuple[str, str]]:
        """Ordered pairs of neighbouring stages; the relation is symmetric whichever side names it."""
        pairs = {(stage.slug, other) for stage in self.life_stages for other in stage.neighbours}
        return frozenset(pairs | {(b, a) for a, b in pairs})

    @cached_property
    def _slug_by_word(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for entry in (*self.reasons, *self.life_stages):
            for word in (entry.label, entry.slug):
                if word:
                    words.setdefault(_folded(word), entry.slug)
        for own, slug in self.synonyms.items():
            words[_folded(own)] = slug
        return words

    def slug(self, word: str) -> str:
        """The slug for a word as written in a list (slug, label or synonym, case and hyphens aside), else the word."""
        return self._slug_by_word.get(_folded(word), word.strip())

    def category(self, slug: str, axis: ReasonAxis = "category") -> str | None:
        """A reason's category on an axis; None where it has none or lies outside the vocabulary."""
        reason = self.reason_by_slug.get(slug)
        return None if reason is None else (getattr(reason, axis) or None)

    def category_number(self, slug: str, axis: ReasonAxis = "category") -> int | None:
        """The place of a reason's category among all categories of an axis in alphabetical order; None without one."""
        category = self.category(slug, axis)
        return None if category is None else self._category_order[axis][category]

    @cached_property
    def _category_order(self) -> dict[ReasonAxis, dict[str, int]]:
        axes: tuple[ReasonAxis, ...] = ("category", "problem_area")
        found = {axis: sorted({c for reason in self.reasons if (c := getattr(reason, axis))}) for axis in axes}
        return {axis: {category: number for number, category in enumerate(names)} for axis, names in found.items()}

    def is_risk(self, slug: str) -> bool:
        """Whether the reason stops placement until a clinician clears the person."""
        reason = self.reason_by_slug.get(slug)
        return reason is not None and reason.group_use == SCREEN


def read_reasons(lines: Iterable[str]) -> tuple[Reason, ...]:
    """Read reasons from CSV lines with at least a ``slug`` heading.

    Raises:
        pydantic.ValidationError: If a row is no reason.
    """
    return tuple(Reason.model_validate({k: v for k, v in row.items() if v or k == "slug"}) for row in _rows(lines))


def read_life_stages(lines: Iterable[str]) -> tuple[LifeStage, ...]:
    """Read life stages from CSV lines with at least a ``slug`` heading; neighbours are separated by ``|``.

    Raises:
        pydantic.ValidationError: If a row is no life stage.
    """
    rows = []
    for row in _rows(lines):
        fields: dict[str, object] = {k: v for k, v in row.items() if v or k == "slug"}
        fields["neighbours"] = tuple(filter(None, (row.get("neighbours") or "").split("|")))
        rows.append(LifeStage.model_validate(fields))
    return tuple(rows)


def load_vocabulary(reasons: Path | None = None, life_stages: Path | None = None) -> Vocabulary:
    """The shipped vocabulary, with either part replaced by a clinic's own CSV file.

    Raises:
        OSError: If a file cannot be read.
        pydantic.ValidationError: If a row is no entry of a vocabulary.
    """
    shipped = shipped_vocabulary()
    return Vocabulary(
        reasons=shipped.reasons if reasons is None else read_reasons(_lines(reasons)),
        life_stages=shipped.life_stages if life_stages is None else read_life_stages(_lines(life_stages)),
        synonyms=shipped.synonyms if reasons is None else {},
    )


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    data = files("matcher") / "data"
    synonyms = csv.DictReader(io.StringIO((data / "synonyms.csv").read_text(encoding="utf-8")))
    return Vocabulary(
        reasons=read_reasons(io.StringIO((data / "reasons.csv").read_text(encoding="utf-8"))),
        life_stages=read_life_stages(io.StringIO((data / "life_stages.csv").read_text(encoding="utf-8"))),
        synonyms={row["word"]: row["slug"] for row in synonyms},
    )


def _rows(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Rows of a CSV file with commas, or with semicolons where the heading has no comma."""
    read = list(lines)
    heading = read[0] if read else ""
    return iter(csv.DictReader(read, delimiter=";" if ";" in heading and "," not in heading else ","))


def _lines(path: Path) -> io.StringIO:
    return io.StringIO(path.read_text(encoding="utf-8-sig"))


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    return " ".join(word.replace("-", " ").replace("_", " ").split()).casefold()
