"""Changes of an intake that would let somebody sit somewhere: what to ask, take back, allow or add.

Each knows how it is said, how much it asks of whom, and what the intake is like afterwards.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import ceil, floor
from typing import Any

from matcher.intake import LARGEST_GROUP, Applicant, Group, Intake
from matcher.room import Breach
from matcher.rules.keep_apart import ordered
from matcher.rules.screening import is_stopped
from matcher.sentences import Param, Sentence, sentence
from matcher.times import Interval, uncovered, zone_shift


class Rank(IntEnum):
    """How much a change asks, and of whom; the order in which changes are suggested.

    First the free place, then a fact to be asked of the person, a clinician's or a coordinator's own decision, what
    one group asks for, a rule of the whole policy, one more place, and at last people who are not there yet.
    """

    FREE_PLACE = 0
    MORE_TIME = 1
    ACCEPTS = 2
    APART = 3
    TOGETHER = 4
    LEADER = 5
    SCREENING = 6
    BY_HAND = 7
    PUBLISHED = 8
    AGE_RANGE = 9
    CONDITION = 10
    POLICY = 11
    LEAST_SIZE = 12
    PLACE = 13
    OPEN = 14


@dataclass(frozen=True)
class Change:
    """One change of an intake.

    ``amount`` compares changes of one rank: minutes, years, places or people.
    """

    said: Sentence
    rank: Rank
    amount: float
    apply: Callable[[Intake], Intake]

    @property
    def price(self) -> int:
        """What it counts in a sum of several changes: its rank plus one."""
        return int(self.rank) + 1


Remedy = tuple[Change, ...]
"""Changes that mend one breach together."""


def applied(intake: Intake, changes: Remedy) -> Intake:
    """The intake after some changes, one after another."""
    for change in changes:
        intake = change.apply(intake)
    return intake


def remedy(intake: Intake, breach: Breach) -> Remedy | None:
    """The smallest changes that take one hard breach away; None where nothing here can (a member seated elsewhere)."""
    match breach.rule:
        case "size":
            return _sizes(intake, breach)
        case "keep_apart":
            return (no_longer_apart(*breach.members),)
        case "keep_together":
            return (no_longer_together(breach.members[0], str(breach.params["partner"])),)
        case "age_span":
            years = ceil(breach.params["span"]) if isinstance(breach.params["span"], float) else 0
            return (wider_span(intake, years),) if years <= 100 else None
        case "no_isolate" | "common_ground":
            return (soft_rule(breach.rule, breach.params.get("attribute")),)
        case "primary_reason":
            return (more_of_a_reason(intake, breach.whole("count")),)
        case _:
            if breach.group is None:
                return (take_back_pin(intake.applicant_by_id[breach.members[0]]),)
            return seat_remedy(
                intake, breach.rule, intake.applicant_by_id[breach.members[0]], intake.group_by_id[breach.group]
            )


def seat_remedy(intake: Intake, rule: str, applicant: Applicant, group: Group) -> Remedy | None:
    """The changes that let a person sit in a group as far as one rule about seats goes; None where nothing can."""
    match rule:
        case "screening":
            return (clear(applicant),) if is_stopped(intake, applicant) else None
        case "placement":
            return _placement(intake, applicant, group)
        case "session_time":
            return (more_time(intake, applicant, group),)
        case "eligibility":
            return tuple(_conditions(intake, applicant, group))
        case "leader_conflict":
            return tuple(_leaders(intake, applicant, group))
        case "stay":
            told = applicant.published_group or ""
            said = sentence("change-published", id=applicant.id, group=told)
            return (Change(said, Rank.PUBLISHED, 1, _person(applicant.id, lambda _: {"published_group": None})),)
    return None


def clear(applicant: Applicant) -> Change:
    """A clinician clears somebody."""
    said = sentence("change-clear", id=applicant.id)
    return Change(said, Rank.SCREENING, 1, _person(applicant.id, lambda _: {"cleared": True}))


def take_back_pin(applicant: Applicant) -> Change:
    """Whoever is pinned may sit anywhere, or wait."""
    said = sentence("change-pin", id=applicant.id, group=applicant.pinned_group or "")
    return Change(said, Rank.BY_HAND, 1, _person(applicant.id, lambda _: {"pinned_group": None}))


def more_time(intake: Intake, applicant: Applicant, group: Group) -> Change:
    """The person can come for the part of the session that their times leave out."""
    assert group.session is not None
    shift = zone_shift(group.time_zone, applicant.time_zone, intake.day)
    missing = uncovered(applicant.availability, group.session, shift)
    minutes = sum(part.end - part.start for part in missing)
    said = sentence(
        "change-time", id=applicant.id, group=group.id, times=tuple(str(part) for part in missing), minutes=minutes
    )

    def wider(person: Applicant) -> Mapping[str, object]:
        times: tuple[Interval, ...] = (*person.availability, *missing)
        return {"availability": tuple(sorted(times))}

    return Change(said, Rank.MORE_TIME, minutes, _person(applicant.id, wider))


def no_longer_apart(first: str, second: str) -> Change:
    """Two people may meet: neither avoids the other, and no tie keeps them apart."""
    pair = ordered(first, second)

    def free(intake: Intake) -> Intake:
        for one, other in (pair, pair[::-1]):
            intake = _person(one, _taking_out("avoid", other))(intake)
        kinds = intake.policy.rules.keep_apart.kinds
        ties = tuple(t for t in intake.ties if ordered(t.a, t.b) != pair or t.kind not in kinds)
        return _rebuilt(intake, ties=ties)

    return Change(sentence("change-apart", first=pair[0], second=pair[1]), Rank.APART, 1, free)


def no_longer_together(first: str, second: str) -> Change:
    """Two people need not sit together."""
    pair = ordered(first, second)

    def free(intake: Intake) -> Intake:
        for one, other in (pair, pair[::-1]):
            intake = _person(one, _taking_out("together", other))(intake)
        return intake

    return Change(sentence("change-together", first=pair[0], second=pair[1]), Rank.TOGETHER, 1, free)


def wider_span(intake: Intake, years: float) -> Change:
    """The policy allows a wider span of ages."""
    now = intake.policy.rules.age_span.years
    said = sentence("change-span", years=years, now=now)
    return Change(said, Rank.POLICY, years - now, _rule("age_span", {"years": float(years)}))


def more_of_a_reason(intake: Intake, most: int) -> Change:
    """The policy allows more members with one primary reason."""
    now = intake.policy.rules.primary_reason.most
    said = sentence("change-primary-reason", most=most, now=now)
    return Change(said, Rank.POLICY, most - now, _rule("primary_reason", {"most": most}))


def only_with(intake: Intake, people: Collection[str]) -> Intake:
    """The intake with nobody but these people; what the rules say about a room of theirs is the same in it."""
    return _rebuilt(
        intake,
        applicants=tuple(intake.applicant_by_id[a] for a in dict.fromkeys(people)),
        ties=tuple(tie for tie in intake.ties if tie.a in people and tie.b in people),
    )


def pinned_or_waiting(intake: Intake, kept: Collection[str]) -> Intake:
    """The intake in which pinned people other than these may wait, but sit nowhere else than where they are pinned."""
    groups = [group.id for group in intake.offers]

    def eased(applicant: Applicant) -> Applicant:
        pin = applicant.pinned_group
        if pin is None or applicant.id in kept or applicant.seated_in is not None:
            return applicant
        elsewhere = tuple(group for group in groups if group != pin)
        return applicant.model_copy(update={"pinned_group": None, "kept_off_groups": elsewhere})

    return _rebuilt(intake, applicants=tuple(map(eased, intake.applicants)))


def soft_rule(code: str, attribute: Param | None = None) -> Change:
    """A rule costs points instead of forbidding; of the rules on isolates those on one attribute."""
    params: dict[str, Param] = {"rule": code} if attribute is None else {"rule": code, "attribute": attribute}

    def softer(intake: Intake) -> Intake:
        if code != "no_isolate":
            return _rule(code, {"mode": "soft"})(intake)
        isolates = tuple(
            rule.model_copy(update={"mode": "soft"}) if rule.hard and attribute in (None, rule.attribute) else rule
            for rule in intake.policy.rules.no_isolate
        )
        return _with_rules(intake, {"no_isolate": isolates})

    return Change(sentence(f"change-soft-{code.replace('_', '-')}", **params), Rank.POLICY, 1, softer)


def more_places(group: Group, most: int) -> Change | None:
    """A group takes up to ``most`` people; None where no group may be that large."""
    if most > LARGEST_GROUP:
        return None
    more = most - group.max_size
    said = sentence("change-place", group=group.id, more=more, most=most)
    return Change(said, Rank.PLACE, more, _group(group.id, {"max_size": most}))


def smaller_start(group: Group, least: int) -> Change:
    """A group opens with fewer people."""
    said = sentence("change-least", group=group.id, least=least, now=group.min_size)
    update = {"min_size": least, "target_size": max(least, group.target_size)}
    return Change(said, Rank.LEAST_SIZE, group.min_size - least, _group(group.id, update))


def more_people(group: Group, size: int) -> Change:
    """A group opens once others have come for it: as if ``size`` people were enough."""
    more = group.min_size - size
    said = sentence("change-open", group=group.id, more=more)
    return Change(said, Rank.OPEN, more, _group(group.id, {"min_size": size}))


def _sizes(intake: Intake, breach: Breach) -> Remedy | None:
    group, size = intake.group_by_id[breach.group or ""], breach.whole("size")
    if size < breach.whole("least"):
        return (more_people(group, size),)
    change = more_places(group, size)
    return None if change is None else (change,)


def _placement(intake: Intake, applicant: Applicant, group: Group) -> Remedy | None:
    if applicant.seated_in not in (None, group.id):
        return None
    found = []
    if applicant.pinned_group not in (None, group.id):
        found.append(take_back_pin(applicant))
    if group.id in applicant.kept_off_groups:
        said = sentence("change-kept-off", id=applicant.id, group=group.id)
        found.append(Change(said, Rank.BY_HAND, 1, _person(applicant.id, _taking_out("kept_off_groups", group.id))))
    if group.enrolment == "closed" and intake.seated(group.id):
        said = sentence("change-enrolment", group=group.id)
        found.append(Change(said, Rank.CONDITION, 1, _group(group.id, {"enrolment": "open"})))
    return tuple(found)


def _conditions(intake: Intake, applicant: Applicant, group: Group) -> Iterator[Change]:
    years, slug = intake.years(applicant), intake.vocabulary.slug
    if years is not None and group.age_min is not None and years < group.age_min:
        low = floor(years)
        said = sentence("change-age-min", group=group.id, years=group.age_min - low, age=low)
        yield Change(said, Rank.AGE_RANGE, group.age_min - low, _group(group.id, {"age_min": low}))
    if years is not None and group.age_max is not None and years >= group.age_max + 1:
        high = floor(years)
        said = sentence("change-age-max", group=group.id, years=high - group.age_max, age=high)
        yield Change(said, Rank.AGE_RANGE, high - group.age_max, _group(group.id, {"age_max": high}))
    stage, stages = applicant.life_stage, group.life_stages
    if stages and stage is not None and slug(stage) not in {slug(s) for s in stages}:
        said = sentence("change-stage", group=group.id, stage=stage)
        yield Change(said, Rank.CONDITION, 1, _group(group.id, {"life_stages": (*stages, stage)}))
    for offered, field in ((group.language, "languages"), (group.modality, "modality"), (group.site, "sites")):
        accepted: tuple[str, ...] = getattr(applicant, field)
        if offered is not None and accepted and offered.casefold() not in {a.casefold() for a in accepted}:
            said = sentence("change-accepts", id=applicant.id, group=group.id, what=field, word=offered)
            yield Change(said, Rank.ACCEPTS, 1, _person(applicant.id, _adding(field, offered)))
    missing = sorted(set(group.required_tags) - set(applicant.tags))
    if missing:
        said = sentence("change-tags", id=applicant.id, group=group.id, tags=tuple(missing))
        kept = tuple(tag for tag in group.required_tags if tag not in missing)
        yield Change(said, Rank.CONDITION, len(missing), _group(group.id, {"required_tags": kept}))


def _leaders(intake: Intake, applicant: Applicant, group: Group) -> Iterator[Change]:
    for leader in group.leaders:
        if leader in applicant.leaders_to_avoid:
            said = sentence("change-leader", id=applicant.id, leader=leader)
            yield Change(said, Rank.LEADER, 1, _person(applicant.id, _taking_out("leaders_to_avoid", leader)))
    own = applicant.individual_therapist
    if own in group.leaders and not intake.policy.rules.leader_conflict.own_therapist_may_lead:
        said = sentence("change-therapist", leader=own or "")
        yield Change(said, Rank.POLICY, 1, _rule("leader_conflict", {"own_therapist_may_lead": True}))


Update = Callable[[Applicant], Mapping[str, object]]
"""The fields of a person that change, from how they are then."""


def _adding(field: str, word: str) -> Update:
    return lambda applicant: {field: (*getattr(applicant, field), word)}


def _taking_out(field: str, word: str) -> Update:
    return lambda applicant: {field: tuple(other for other in getattr(applicant, field) if other != word)}


def _person(applicant_id: str, update: Update) -> Callable[[Intake], Intake]:
    def change(intake: Intake) -> Intake:
        people = (a.model_copy(update=update(a)) if a.id == applicant_id else a for a in intake.applicants)
        return _rebuilt(intake, applicants=tuple(people))

    return change


def _group(group_id: str, update: Mapping[str, object]) -> Callable[[Intake], Intake]:
    def change(intake: Intake) -> Intake:
        return _rebuilt(
            intake, groups=tuple(g.model_copy(update=update) if g.id == group_id else g for g in intake.offers)
        )

    return change


def _rule(code: str, update: Mapping[str, object]) -> Callable[[Intake], Intake]:
    def change(intake: Intake) -> Intake:
        return _with_rules(intake, {code: intake.policy.rules.named(code).model_copy(update=update)})

    return change


def _with_rules(intake: Intake, update: Mapping[str, object]) -> Intake:
    rules = intake.policy.rules.model_copy(update=update)
    return _rebuilt(intake, policy=intake.policy.model_copy(update={"rules": rules}))


def _rebuilt(intake: Intake, **update: Any) -> Intake:
    """A new intake: a copy would keep what the old one has worked out from its entries."""
    fields = {
        "applicants": intake.applicants,
        "groups": intake.offers,
        "sizes": intake.sizes,
        "ties": intake.ties,
        "policy": intake.policy,
        "vocabulary": intake.vocabulary,
        "as_of": intake.day,
    }
    return Intake.model_construct(**{**fields, **update})
