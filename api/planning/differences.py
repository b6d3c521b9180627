"""What two states of a list say differently: who is new, who is gone, whose entry has changed, which groups have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from propcache.api import cached_property

from matcher.intake import NAMING_OTHERS, Applicant, Intake

_OF_A_PLAN = frozenset({"published_group"})
"""Fields that plans fill in: nobody has changed the list by them."""


@dataclass(frozen=True)
class Differences:
    """A list before and after."""

    before: Intake
    after: Intake

    @cached_property
    def new(self) -> tuple[Applicant, ...]:
        """People who were not on it."""
        return tuple(a for a in self.after.applicants if a.id not in self.before.applicant_by_id)

    @cached_property
    def gone(self) -> tuple[Applicant, ...]:
        """People who are on it no more, as they were."""
        return tuple(a for a in self.before.applicants if a.id not in self.after.applicant_by_id)

    @cached_property
    def changed(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that say something else now, by the person's id."""
        pairs = ((a, self.before.applicant_by_id.get(a.id)) for a in self.after.applicants)
        found = {a.id: tuple(self._fields(old, a)) for a, old in pairs if old is not None and old is not a}
        return {who: fields for who, fields in found.items() if fields}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups on offer that are new, gone, or say something else."""
        old, new = self.before.group_by_id, self.after.group_by_id
        return tuple(group for group in {**old, **new} if old.get(group) != new.get(group))

    @cached_property
    def settings(self) -> bool:
        """Whether policy, vocabulary or ties are others."""
        return any(getattr(self.before, name) != getattr(self.after, name) for name in ("policy", "vocabulary", "ties"))

    @property
    def any(self) -> bool:
        """Whether anything is."""
        return bool(self.new or self.gone or self.changed or self.groups or self.settings)

    def _fields(self, old: Applicant, new: Applicant) -> Iterator[str]:
        for name in Applicant.model_fields:
            before, after = getattr(old, name), getattr(new, name)
            if name in NAMING_OTHERS:
                # That somebody who is gone is no longer named is no news of those who named them.
                before = tuple(other for other in before if other in self.after.applicant_by_id)
            if name not in _OF_A_PLAN and before != after:
                yield name
