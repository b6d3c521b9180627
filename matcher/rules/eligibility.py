"""A group says who may join: age range, life stages, language, modality, site, required tags."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, ClassVar

from matcher.catalogue import phrase
from matcher.rules.base import SeatRule

if TYPE_CHECKING:
    from matcher.intake import Applicant, Group, Intake


class Eligibility(SeatRule):
    """The person meets everything the group asks for.

    What is not recorded of a person is not held against them, required tags aside.
    """

    code: ClassVar[str] = "eligibility"

    def blocks(self, intake: Intake, applicant: Applicant, group: Group) -> str | None:
        """Every criterion that is not met, in one line."""
        return "; ".join(_unmet(intake, applicant, group)) or None

    def group_key(self, intake: Intake, group: Group) -> Hashable:
        """All its conditions."""
        return (
            group.age_min,
            group.age_max,
            group.life_stages,
            group.language,
            group.modality,
            group.site,
            group.required_tags,
        )

    def applicant_key(self, intake: Intake, applicant: Applicant) -> Hashable:
        """All the fields a group may ask about."""
        return (
            intake.years(applicant),
            applicant.life_stage,
            applicant.languages,
            applicant.modality,
            applicant.sites,
            applicant.tags,
        )


def _unmet(intake: Intake, applicant: Applicant, group: Group) -> Iterator[str]:
    years = intake.years(applicant)
    if years is not None and group.age_min is not None and years < group.age_min:
        yield phrase("seat-younger", least=group.age_min)
    if years is not None and group.age_max is not None and years >= group.age_max + 1:
        yield phrase("seat-older", most=group.age_max)
    if group.life_stages and applicant.life_stage is not None:
        slug = intake.vocabulary.slug
        if slug(applicant.life_stage) not in {slug(stage) for stage in group.life_stages}:
            yield phrase("seat-other-stages")
    for offered, accepted, code in (
        (group.language, applicant.languages, "seat-language"),
        (group.modality, applicant.modality, "seat-modality"),
        (group.site, applicant.sites, "seat-site"),
    ):
        if offered is not None and accepted and offered.casefold() not in {a.casefold() for a in accepted}:
            yield phrase(code, offered=offered)
    if group.required_tags and (missing := set(group.required_tags) - set(applicant.tags)):
        yield phrase("seat-lacks", tags=", ".join(sorted(missing)))
