"""The intake: applicants, group offers and policy, everything that one matching needs."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal, Self

from propcache.api import cached_property
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from matcher.ages import OLDEST, YOUNGEST, Age, AgeField
from matcher.days import Day
from matcher.policy import Policy
from matcher.rules.keep_apart import TieKind
from matcher.times import IntervalField, IntervalsField, TimeZone
from matcher.vocabulary import Vocabulary, shipped_vocabulary

MOST_REASONS = 10
"""Reasons a person may give."""

LARGEST_GROUP = 30
"""Seats a group may have at the most."""

NAMING_OTHERS = ("avoid", "together")
"""The fields of an applicant that name other applicants."""

_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_PHONE = r"\+[\d\s().-]{7,}|\(\d{2,5}\)[\d\s.-]{5,}|0\d{2,4}[\s/-][\d\s.-]{5,}|\d{3}[-. ]\d{3}[-. ]\d{4}"
_CONTACT = re.compile(f"{_EMAIL}|{_PHONE}")


def _no_contact(text: str) -> str:
    if _CONTACT.fullmatch(text):
        raise ValueError("looks like an e-mail address or a phone number: use a pseudonym")
    return text


Id = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_no_contact)]
"""A caller's pseudonym for a person, a group or a leader."""

Word = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_no_contact)]
"""A short word: a reason, a stage, a tag, a language."""

Words = Annotated[tuple[Word, ...], Field(max_length=50)]
Ids = Annotated[tuple[Id, ...], Field(max_length=1000)]


class Frozen(BaseModel):
    """A value: a change makes a copy."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Applicant(Frozen):
    """A screened person who waits for a place, or who already sits in a running group (``seated_in``).

    Blank availability, modality, language or site means any.
    """

    id: Id
    display_name: str | None = Field(
        default=None, max_length=200, description="Shown on rosters on this machine only; never in an answer."
    )
    age: AgeField | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100, description="Used where no age is given.")
    life_stage: Word | None = None
    reasons: Annotated[tuple[Word, ...], Field(max_length=MOST_REASONS)] = ()
    primary_reason: Word | None = None
    availability: IntervalsField = ()
    time_zone: TimeZone | None = None
    modality: Words = Field(default=(), description="Forms the person accepts: in-person, online ...")
    languages: Words = ()
    sites: Words = ()
    submitted_at: Day | None = None
    priority: int = Field(default=0, ge=0, le=3, description="0 routine to 3 most urgent.")
    must_place_by: Day | None = None
    avoid: Ids = Field(default=(), description="Applicants this person must not meet.")
    together: Ids = Field(default=(), description="Applicants this person must sit with.")
    preferred_groups: Ids = Field(default=(), description="Groups the person would like, the dearest first.")
    leaders_to_avoid: Ids = ()
    individual_therapist: Id | None = None
    cleared: bool | None = Field(default=None, description="Screening: cleared, not cleared, or not recorded.")
    cleared_at: Day | None = None
    tags: Words = ()
    pinned_group: Id | None = Field(default=None, description="A person fixed the applicant to this group.")
    kept_off_groups: Ids = Field(default=(), description="Groups a person keeps the applicant off.")
    seated_in: Id | None = Field(default=None, description="The running group this person is already a member of.")
    published_group: Id | None = Field(default=None, description="The group the person was already told.")

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.pinned_group is not None and self.pinned_group in self.kept_off_groups:
            raise ValueError("pinned to a group and kept off the same group: remove one of the two")
        if None not in (self.pinned_group, self.seated_in) and self.pinned_group != self.seated_in:
            raise ValueError("already sits in one group and is pinned to another: remove one of the two")
        if self.id in (*self.avoid, *self.together):
            raise ValueError("names itself under avoid or together: remove it there")
        if both := set(self.avoid) & set(self.together):
            raise ValueError(f"{len(both)} id(s) stand under both avoid and together: remove them from one of the two")
        return self

    @property
    def all_reasons(self) -> tuple[str, ...]:
        """The reasons with the primary one among them, each once, in the order written."""
        primary = () if self.primary_reason is None else (self.primary_reason,)
        return tuple(dict.fromkeys((*self.reasons, *primary)))


class Group(Frozen):
    """An offered group: sizes, session, leaders, and who may join. Blank lists mean anyone."""

    id: Id
    name: str | None = Field(default=None, max_length=200)
    min_size: int = Field(default=6, ge=2, le=LARGEST_GROUP)
    max_size: int = Field(default=10, ge=2, le=LARGEST_GROUP)
    target_size: int = Field(default=8, ge=2, le=LARGEST_GROUP)
    session: IntervalField | None = None
    time_zone: TimeZone | None = None
    leaders: Ids = ()
    age_min: int | None = Field(default=None, ge=0, le=OLDEST, description="Youngest age that may join, in years.")
    age_max: int | None = Field(default=None, ge=0, le=OLDEST, description="Oldest age that may join, in years.")
    life_stages: Words = ()
    language: Word | None = None
    modality: Word | None = None
    site: Word | None = None
    required_tags: Words = ()
    enrolment: Literal["open", "closed"] = Field(
        default="open", description="A closed group that has members takes nobody new."
    )

    @model_validator(mode="after")
    def _sizes_are_in_order(self) -> Self:
        if not self.min_size <= self.max_size:
            raise ValueError("min_size is over max_size: swap or correct them")
        if not self.min_size <= self.target_size <= self.max_size:
            raise ValueError("target_size lies outside min_size..max_size: correct one of them")
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise ValueError("age_min is over age_max: swap or correct them")
        return self


class Sizes(Frozen):
    """Sizes alone, where no group is described: as many equal groups as serve the list best."""

    min_size: int = Field(default=6, ge=2, le=LARGEST_GROUP)
    max_size: int = Field(default=10, ge=2, le=LARGEST_GROUP)
    target_size: int = Field(default=8, ge=2, le=LARGEST_GROUP)

    @model_validator(mode="after")
    def _sizes_are_in_order(self) -> Self:
        if not self.min_size <= self.max_size:
            raise ValueError("min_size is over max_size: swap or correct them")
        if not self.min_size <= self.target_size <= self.max_size:
            raise ValueError("target_size lies outside min_size..max_size: correct one of them")
        return self


class Tie(Frozen):
    """A relation between two applicants, with a kind and a sign.

    The sign (+1 does good, -1 does harm in one room) follows from the kind unless it is given: support is +1, all
    others -1. Whether a kind keeps two people apart is the policy's to say.
    """

    a: Id
    b: Id
    kind: TieKind
    sign: Literal[-1, 1] | None = None

    @model_validator(mode="after")
    def _joins_two_people(self) -> Self:
        if self.a == self.b:
            raise ValueError("a tie joins a person to themselves: name two people")
        return self

    @property
    def effect(self) -> int:
        """The sign given, or the kind's own."""
        return self.sign if self.sign is not None else (1 if self.kind == "support" else -1)


class Intake(Frozen):
    """Everything one matching needs. Where ``groups`` is empty, equal groups are made from ``sizes``.

    Raises:
        pydantic.ValidationError: If something is missing or contradicts itself; problems that concern several entries
            come as one :class:`IntakeError` that carries them all.
    """

    applicants: Annotated[tuple[Applicant, ...], Field(min_length=1, max_length=1_000_000)]
    groups: Annotated[tuple[Group, ...], Field(max_length=100_000)] = ()
    sizes: Sizes = Sizes()
    ties: Annotated[tuple[Tie, ...], Field(max_length=1_000_000)] = ()
    policy: Policy = Policy()
    vocabulary: Vocabulary = Field(default_factory=shipped_vocabulary)
    as_of: Day | None = Field(
        default=None,
        description="The day of the matching, for waiting times and ages; without it the latest day in the list.",
    )

    @model_validator(mode="after")
    def _entries_agree(self) -> Self:
        from matcher.agreement import disagreements

        if problems := disagreements(self):
            raise IntakeError(problems)
        return self

    @cached_property
    def offers(self) -> tuple[Group, ...]:
        """The groups offered: those given, or equal ones made from the sizes."""
        from matcher.offers import equal_groups

        return self.groups or equal_groups(self)

    @cached_property
    def day(self) -> date:
        """The day of the matching: ``as_of``, else the latest submission, else today."""
        submitted = [a.submitted_at for a in self.applicants if a.submitted_at is not None]
        return self.as_of or (max(submitted) if submitted else today())

    @cached_property
    def applicant_by_id(self) -> dict[str, Applicant]:
        """The applicants by id."""
        return {applicant.id: applicant for applicant in self.applicants}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """The offered groups by id."""
        return {group.id: group for group in self.offers}

    @cached_property
    def has_names(self) -> bool:
        """Whether anybody of the list has a name to be shown."""
        return any(applicant.display_name for applicant in self.applicants)

    def years(self, applicant: Applicant) -> float | None:
        """An applicant's age in years, from the age, the band or the birth year; None where none is known."""
        if applicant.age is not None:
            return applicant.age.years
        if applicant.birth_year is not None:
            years = float(self.day.year - applicant.birth_year)
            return Age(years, years).years
        return None

    def with_changes(self, **changes: object) -> Self:
        """The intake with other values for these fields, checked as a whole; values that stay are not read again.

        Raises:
            pydantic.ValidationError: If it would contradict itself.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, **changes})

    def joined_by(self, newcomer: Applicant) -> "Intake":
        """The intake with one more person at the end of its list; the groups on offer and the day stay.

        Raises:
            IntakeError: If they name people or groups the intake does not know, or cannot have been born then.
        """
        from matcher.agreement import disagreements_of

        if problems := disagreements_of(newcomer, self):
            raise IntakeError(problems)
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        changes = {"applicants": (*self.applicants, newcomer), "groups": self.offers, "as_of": self.day}
        joined = Intake.model_construct(**{**fields, **changes})
        # What has been looked up of the others holds, and a long list is not gone through again.
        joined.__dict__["applicant_by_id"] = self.applicant_by_id | {newcomer.id: newcomer}
        joined.__dict__["group_by_id"] = self.group_by_id
        if newcomer.seated_in is None:
            joined.__dict__["_seated_by_group"] = self._seated_by_group
        return joined

    def seated(self, group_id: str) -> tuple[Applicant, ...]:
        """The members who already sit in a running group."""
        return self._seated_by_group.get(group_id, ())

    @cached_property
    def _seated_by_group(self) -> dict[str, tuple[Applicant, ...]]:
        rooms: dict[str, list[Applicant]] = {}
        for applicant in self.applicants:
            if applicant.seated_in is not None:
                rooms.setdefault(applicant.seated_in, []).append(applicant)
        return {group: tuple(members) for group, members in rooms.items()}


class Problem(Frozen):
    """One thing wrong with a list: where (``path``, as in the intake), what kind (``code``), and what to do."""

    path: tuple[str | int, ...]
    code: str
    message: str

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer (RFC 6901)."""
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.path)


class IntakeError(ValueError):
    """Problems that concern several entries of an intake, all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problem(s): " + "; ".join(p.message for p in self.problems[:3]))


def today() -> date:
    """Today where the program runs: a coordinator's own calendar."""
    return datetime.now().astimezone().date()


def possible_birth_year(year: int, day: date) -> bool:
    """Whether somebody born in ``year`` has a possible age on ``day``."""
    return YOUNGEST <= day.year - year <= OLDEST
