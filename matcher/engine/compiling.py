"""From an intake to its sheet: offers that are alike as one kind, people's features, and every rule's primitives."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from matcher.engine.primitives import Kind, Named
from matcher.engine.seats import Seats
from matcher.engine.sheet import Sheet
from matcher.intake import Applicant, Group, Intake
from matcher.measure import Measure
from matcher.scorer import claim


def compile_intake(
    intake: Intake,
    measure: Measure | None = None,
    held: Mapping[str, str] | None = None,
    known: Sheet | None = None,
) -> Sheet:
    """Compile an intake: kinds of groups, people's features, and every active rule's primitives.

    Args:
        intake: The intake.
        measure: Its measure.
        held: Places by applicant that will be priced on the sheet one by one: each of these groups is its own kind.
        known: The sheet of the same intake without its last applicant, who sits nowhere, asks to sit with nobody and
            is named by nobody: rules are asked about this person alone. Seats of all others are left out of the sheet.
    """
    measure = measure or Measure(intake)
    first = 0 if known is None else known.people
    people = intake.applicants[first:]
    named = _named(people, frozenset((held or {}).values()), None if known is None else known.named)
    if known is not None and named == known.named:
        kinds, kind_of = known.kinds, known.kind_of
    else:
        kinds = _kinds(intake, named)
        kind_of = np.zeros(len(intake.offers), np.int32)
        for kind in kinds:
            kind_of[list(kind.offers)] = kind.number
    group_index = {group.id: number for number, group in enumerate(intake.offers)}
    home = np.array([-1 if a.seated_in is None else group_index[a.seated_in] for a in people], np.int32)
    years = np.array([np.nan if (y := measure.features(a).years) is None else y for a in people])
    claims = np.array([claim(intake, a) for a in people])
    index = {a.id: number for number, a in enumerate(people, first)}
    if known is not None:
        home, years = np.append(known.home, home), np.append(known.years, years)
        claims, index = np.append(known.claims, claims), known.index | index
    sheet = Sheet(
        intake=intake,
        measure=measure,
        asked=range(first, len(intake.applicants)),
        named=named,
        kinds=kinds,
        kind_of=kind_of,
        index=index,
        fixed=home >= 0,
        home=home,
        years=years,
        claims=claims,
        seats=Seats(len(intake.applicants), len(kinds)),
        known=known,
    )
    for rule in intake.policy.rules.active():
        rule.compile(sheet)
    return sheet


def _named(people: Sequence[Applicant], held: frozenset[str], known: Named | None) -> Named:
    groups, leaders = set(held), set[str]()
    for a in people:
        groups.update(g for g in (a.pinned_group, a.seated_in, a.published_group) if g is not None)
        groups.update((*a.kept_off_groups, *a.preferred_groups))
        leaders.update(leader for leader in (*a.leaders_to_avoid, a.individual_therapist) if leader is not None)
    if known is None:
        return Named(frozenset(groups), frozenset(leaders))
    return Named(known.groups | groups, known.leaders | leaders)


def _kinds(intake: Intake, named: Named) -> tuple[Kind, ...]:
    """Offers alike in all but id, name and leaders nobody names are one kind, unless somebody names or sits in one."""
    members: dict[Hashable, list[int]] = {}
    for number, group in enumerate(intake.offers):
        asked = tuple(leader for leader in group.leaders if leader in named.leaders)
        blank = {"id": "", "name": None, "leaders": asked}
        key = group.id if group.id in named.groups else group.model_copy(update=blank)
        members.setdefault(_hashable(key), []).append(number)
    return tuple(Kind(k, intake.offers[m[0]], tuple(m)) for k, m in enumerate(members.values()))


def _hashable(key: str | Group) -> Hashable:
    return key if isinstance(key, str) else tuple(key.__dict__.values())
