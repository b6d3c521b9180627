"""An intake with other groups on offer."""

from collections.abc import Container, Sequence

from matcher.intake import Applicant, Group, Intake


def with_groups(intake: Intake, groups: Sequence[Group]) -> Intake:
    """The intake with these groups on offer; what it says about groups that are gone is left out.

    Raises:
        ValueError: If somebody is seated in, or pinned to, a group that is gone.
    """
    known = {group.id for group in groups}
    if gone := fixed_groups(intake) - known:
        raise ValueError(f"{len(gone)} group(s) that people sit in or are pinned to cannot be left out")
    applicants = tuple(_without(applicant, known) for applicant in intake.applicants)
    return intake.with_changes(groups=tuple(groups), applicants=applicants, as_of=intake.day)


def fixed_groups(intake: Intake) -> set[str]:
    """Groups that somebody already sits in or is pinned to: no what-if closes them."""
    named = (group for a in intake.applicants for group in (a.seated_in, a.pinned_group))
    return {group for group in named if group is not None}


def without(intake: Intake, gone: str) -> tuple[Group, ...]:
    """The groups on offer but for this one."""
    return tuple(group for group in intake.offers if group.id != gone)


def another(intake: Intake, origin: Group) -> Group:
    """One more group like this one, its leaders still to be found; of groups made from sizes the next one."""
    name = new_id(origin.id, intake.group_by_id) if intake.groups else f"g{len(intake.offers) + 1}"
    return origin.model_copy(update={"id": name, "name": None, "leaders": (), "enrolment": "open"})


def new_id(base: str, taken: Container[str]) -> str:
    """An id for a copy of a group that no other group has."""
    number = 2
    while (found := f"{base}-{number}") in taken:
        number += 1
    return found


def _without(applicant: Applicant, known: set[str]) -> Applicant:
    changes: dict[str, object] = {}
    for field in ("kept_off_groups", "preferred_groups"):
        named = getattr(applicant, field)
        if any(group not in known for group in named):
            changes[field] = tuple(group for group in named if group in known)
    if applicant.published_group is not None and applicant.published_group not in known:
        changes["published_group"] = None
    return applicant.model_copy(update=changes) if changes else applicant
