"""Why a person is not in a group, and the smallest change that would seat somebody who waits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from matcher.change import Effect, Workbench
from matcher.intake import Applicant, Frozen, Group, Intake
from matcher.obstacles.remedies import (
    Change,
    Rank,
    Remedy,
    applied,
    more_people,
    more_places,
    only_with,
    remedy,
    seat_remedy,
)
from matcher.plan import Plan
from matcher.points import gain_or_loss, of_hundred
from matcher.result import Help
from matcher.room import Breach
from matcher.rules.base import SeatRule
from matcher.rules.screening import is_stopped
from matcher.rules.size import limits
from matcher.sentences import Sentence, sentence

MOST_HELPS = 3
"""Changes suggested for one person."""

MOST_OF_A_KIND = 2
"""Suggestions of one kind, such as another time: a person who cannot come on Friday may be asked about Monday."""

MOST_TRIED = 12
"""Groups in which a person is tried, those first where seats and places ask for least."""

MOST_CHANGES = 2
"""Changes that together still count as help."""

MOST_HELPED = 100
"""People waiting up to whom everybody's helps are worked out with a plan; more are told one by one, on request."""


class Obstacle(Frozen):
    """One hard rule that stands against a move, with the people it is about."""

    rule: str
    group: str | None
    people: tuple[str, ...]
    text: str


class Exchange(Frozen):
    """What it would mean for everybody if one person moved, or two changed places.

    All figures are changes of fit or value, in points where 1 is one person's whole fit.
    """

    partner: str | None
    own: float
    for_others: float
    value: float


class WhyNot(Frozen):
    """What stands against one person in one group, or what it would change."""

    id: str
    group: str
    here: str | None
    obstacles: tuple[Obstacle, ...]
    move: Exchange | None
    swap: Exchange | None
    helps: tuple[Help, ...]
    said: tuple[Sentence, ...]
    text: str


@dataclass(frozen=True)
class _Way:
    """A way into a group: who would go, what would have to change, and how good the room would be."""

    group: str
    people: tuple[str, ...]
    changes: Remedy
    effect: Effect

    @property
    def cost(self) -> tuple[int, int, float, float]:
        """Few changes first, then the smallest ones, then the best plan."""
        top = max((c.rank for c in self.changes), default=Rank.FREE_PLACE)
        return len(self.changes), int(top), sum(c.amount for c in self.changes), -self.effect.value


def why_not(intake: Intake, plan: Plan, applicant_id: str, group_id: str) -> WhyNot:
    """Why a person, placed or waiting, is not in a group: every hard rule against it, or what it would change.

    Raises:
        KeyError: If the intake knows no such person or group, or the plan names some it does not know.
        ValueError: If the person sits in that group.
    """
    return why_not_on(Workbench(intake, plan), applicant_id, group_id)


def why_not_on(bench: Workbench, applicant_id: str, group_id: str) -> WhyNot:
    """The same in a plan that is laid out already.

    Raises:
        KeyError: If the intake knows no such person or group.
        ValueError: If the person sits in that group.
    """
    applicant, group = bench.intake.applicant_by_id[applicant_id], bench.intake.group_by_id[group_id]
    here = bench.place.get(applicant_id)
    if here == group_id:
        raise ValueError("sits in that group already")
    effect = bench.effect({applicant_id: group_id})
    obstacles = tuple(_obstacles(bench, effect))
    if applicant.seated_in is not None:
        obstacles = _with_seat(obstacles, applicant, group)
    move = _exchange(effect, applicant_id, None) if not obstacles else None
    swap = None if applicant.seated_in is not None else _best_swap(bench, applicant_id, group_id)
    helps = () if not obstacles else tuple(_helps(bench, _ways(bench, applicant, [group])))
    said = tuple(_said(bench, applicant_id, group_id, move, swap, helps, bool(obstacles)))
    lines = [f"{said[0].text}{':' if obstacles else '.'}"]
    lines += [f"- {obstacle.text}." for obstacle in obstacles]
    lines += [f"{line.text[0].upper()}{line.text[1:]}." for line in said[1:]]
    return WhyNot(
        id=applicant_id,
        group=group_id,
        here=here,
        obstacles=obstacles,
        move=move,
        swap=swap,
        helps=helps,
        said=said,
        text="\n".join(lines),
    )


def smallest_changes(bench: Workbench, applicant: Applicant, most: int = MOST_HELPS) -> tuple[Help, ...]:
    """The smallest changes that would seat somebody who waits, the smallest first.

    Two changes are named only where no single one would do. Order: by :class:`~matcher.obstacles.remedies.Rank`; then
    by how much of it (minutes, years, places); then by the plan's value. Each was tried: with it the person, together
    with whoever waits and must sit with them, breaks no hard rule that was not broken before. Empty if three changes or
    more would be needed in every group that was tried (see ``MOST_TRIED``).
    """
    return tuple(islice(_helps(bench, _ways(bench, applicant, _nearest(bench, applicant))), most))


def help_lines(helps: Sequence[Help]) -> list[str]:
    """What would help, line by line, for a terminal or a page."""
    if not helps:
        return [f"{sentence('help-none').text}."]
    return [f"{sentence('help-title').text}:", *(f"- {found.text}" for found in helps)]


def _nearest(bench: Workbench, applicant: Applicant) -> list[Group]:
    """The groups to try, by how much the rules about seats and the sizes would have to give way."""
    intake = bench.intake
    rules = [rule for rule in intake.policy.rules.active() if rule.hard and isinstance(rule, SeatRule)]
    costs = []
    for group in intake.offers:
        changes = list(_of_size(bench, group))
        for rule in rules:
            if rule.blocks(intake, applicant, group) is not None:
                found = seat_remedy(intake, rule.code, applicant, group)
                if found is None or len(changes) + len(found) > MOST_CHANGES:
                    break
                changes += found
        else:
            top = max((c.rank for c in changes), default=Rank.FREE_PLACE)
            costs.append((len(changes), top, sum(c.amount for c in changes), group))
    costs.sort(key=lambda cost: cost[:3])
    return [group for *_, group in costs[:MOST_TRIED]]


def _of_size(bench: Workbench, group: Group) -> Remedy:
    """What one person more asks of a group's size; nothing where it cannot be larger, which shows when it is tried."""
    room = bench.rooms.get(group.id)
    size = 1 if room is None else len(room.room.members) + 1
    least, most = limits(group, 0 if room is None else len(room.room.seated))
    if size < least:
        return (more_people(group, size),)
    change = more_places(group, size) if size > most else None
    return () if change is None else (change,)


def _ways(bench: Workbench, applicant: Applicant, groups: Iterable[Group]) -> list[_Way]:
    """All ways into these groups, the smallest changes first; not tried out yet."""
    unit = _unit(bench, applicant)
    found = []
    for group in groups:
        for people in dict.fromkeys(((applicant.id,), unit)):
            effect = bench.effect(dict.fromkeys(people, group.id))
            changes = _mending(bench.intake, effect)
            if changes is not None and len(changes) <= MOST_CHANGES:
                found.append(_Way(group.id, people, changes, effect))
    return sorted(found, key=lambda way: way.cost)


def _mending(intake: Intake, effect: Effect) -> Remedy | None:
    """The changes that take away everything the move breaks; None where something cannot be changed."""
    found: dict[str, Change] = {}
    for breach in effect.broken:
        changes = remedy(intake, breach)
        if changes is None:
            return None
        for change in changes:
            known = found.get(_topic(change))
            if known is None or change.amount > known.amount:
                found[_topic(change)] = change
    return tuple(sorted(found.values(), key=lambda c: (c.rank, c.said.text)))


def _topic(change: Change) -> str:
    """What is changed; of two limits that are raised the higher one counts for both."""
    if change.said.code in ("change-primary-reason", "change-span"):
        return change.said.code
    return f"{change.said.code} {change.said.text}"


def _helps(bench: Workbench, ways: Iterable[_Way]) -> Iterator[Help]:
    """The ways that stand the test, up to ``MOST_OF_A_KIND`` of each kind; two changes only where one will not do."""
    kinds: Counter[tuple[str, ...]] = Counter()
    known: set[tuple[str, ...]] = set()
    for way in ways:
        if len(way.changes) > 1 and kinds:
            return
        kind, said = tuple(c.said.code for c in way.changes), tuple(c.said.text for c in way.changes)
        if kinds[kind] < MOST_OF_A_KIND and (said not in known or not said) and _holds(bench, way):
            kinds[kind] += 1
            known.add(said)
            yield _help(way)


def _holds(bench: Workbench, way: _Way) -> bool:
    """Whether nothing is broken anew in the changed intake, by the scorer; only the rooms touched are looked at."""
    if not way.changes:
        return True
    rooms = {g: [m.id for m in bench.rooms[g].room.members] for g in _touched(bench, way) if g in bench.rooms}
    people = [*way.people, *(member for members in rooms.values() for member in members)]
    changed = applied(only_with(bench.intake, people), way.changes)
    return not Workbench(changed, Plan.of(rooms)).effect(dict.fromkeys(way.people, way.group)).broken


def _touched(bench: Workbench, way: _Way) -> list[str]:
    return list(dict.fromkeys((way.group, *(g for g in map(bench.place.get, way.people) if g is not None))))


def _help(way: _Way) -> Help:
    changes = tuple(change.said for change in way.changes)
    if not changes:
        changes = (sentence("change-take", group=way.group, **gain_or_loss("plan", way.effect.value)),)
    text = joined(changes)
    if all(way.group not in change.params.values() for change in changes):
        text = sentence("help-in", help=text, group=way.group).text
    return Help(group=way.group, people=way.people, changes=changes, rank=way.cost[1], text=text)


def joined(changes: Sequence[Sentence]) -> str:
    """One or several changes as one sentence."""
    *first, last = (change.text for change in changes)
    return sentence("changes-together", first="; ".join(first), second=last).text if first else last


def _unit(bench: Workbench, applicant: Applicant) -> tuple[str, ...]:
    """The person and everybody waiting whom they must sit with, however indirectly."""
    keep = bench.intake.policy.rules.keep_together
    if not keep.hard:
        return (applicant.id,)
    partners = bench.measure.partners(keep.code, lambda: dict.fromkeys(keep.pairs(bench.intake), "together"))
    unit, queue = [applicant.id], [applicant.id]
    while queue:
        for other in partners.get(queue.pop(), {}):
            if other not in unit and other not in bench.place:
                unit.append(other)
                queue.append(other)
    return tuple(unit)


def _obstacles(bench: Workbench, effect: Effect) -> Iterator[Obstacle]:
    rules = bench.intake.policy.rules
    for breach in effect.broken:
        yield Obstacle(
            rule=breach.rule,
            group=breach.group,
            people=breach.members if breach.rule != "size" else (),
            text=_explained(rules.named(breach.rule).explain(breach), breach),
        )


def _explained(text: str, breach: Breach) -> str:
    if breach.rule != "size":
        return text
    size, least, most = (breach.whole(name) for name in ("size", "least", "most"))
    if size < least:
        return sentence("against-too-few", group=breach.group or "", size=size, least=least).text
    return sentence("against-full", group=breach.group or "", most=most).text


def _with_seat(obstacles: tuple[Obstacle, ...], applicant: Applicant, group: Group) -> tuple[Obstacle, ...]:
    """A member of a running group is not moved, whatever else is said."""
    if any(o.rule == "placement" and applicant.id in o.people for o in obstacles):
        return obstacles
    text = sentence("against-seated", id=applicant.id, group=applicant.seated_in or "").text
    return (Obstacle(rule="placement", group=group.id, people=(applicant.id,), text=text), *obstacles)


def _best_swap(bench: Workbench, applicant_id: str, group_id: str) -> Exchange | None:
    """The best exchange with one member of the group that breaks nothing; None if there is none."""
    if group_id not in bench.rooms:
        return None
    here, best = bench.place.get(applicant_id), None
    for member in bench.rooms[group_id].room.newcomers:
        effect = bench.effect({applicant_id: group_id, member.id: here})
        if not effect.broken and (best is None or effect.value > best.value):
            best = _exchange(effect, applicant_id, member.id)
    return best


def _exchange(effect: Effect, applicant_id: str, partner: str | None) -> Exchange:
    own = effect.fit(applicant_id)
    return Exchange(partner=partner, own=own, for_others=effect.value - own, value=effect.value)


def _said(
    bench: Workbench,
    applicant_id: str,
    group_id: str,
    move: Exchange | None,
    swap: Exchange | None,
    helps: Sequence[Help],
    blocked: bool,
) -> Iterator[Sentence]:
    yield sentence("why-not-blocked" if blocked else "why-not-free", id=applicant_id, group=group_id)
    if move is not None:
        yield _effect(bench, "why-not-move", applicant_id, move)
    if swap is not None:
        yield _effect(bench, "why-not-swap", applicant_id, swap)
    if helps:
        yield sentence("why-not-help", id=applicant_id, help=helps[0].text)
    elif blocked and is_stopped(bench.intake, bench.intake.applicant_by_id[applicant_id]):
        yield sentence("why-not-first-screening", id=applicant_id)
    elif blocked:
        yield sentence("why-not-no-help", id=applicant_id, group=group_id)


def _effect(bench: Workbench, code: str, applicant_id: str, exchange: Exchange) -> Sentence:
    here = bench.place.get(applicant_id)
    was = 0.0 if here is None else bench.rooms[here].fits[applicant_id]
    return sentence(
        code,
        id=applicant_id,
        partner=exchange.partner or "",
        waits=here is None,
        was=of_hundred(was),
        fit=of_hundred(was + exchange.own),
        **gain_or_loss("others", exchange.for_others),
        **gain_or_loss("plan", exchange.value),
    )
