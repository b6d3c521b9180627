"""Why a person sits where they sit, what the next best groups would have meant, or why they wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.absence import help_lines, smallest_changes
from matcher.change import Workbench
from matcher.intake import Applicant, Frozen, Group, Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.result import Help, WaitingReason
from matcher.room import Room
from matcher.scorer import RoomScore, score, score_room
from matcher.waiting import Waitlist

MOST_COMPANIONS = 3
"""People named as closest and as most different."""

MOST_ALTERNATIVES = 3
"""Other groups described."""


class Companion(Frozen):
    """Somebody in the same room and what the two have in common; all figures in [0, 1]."""

    id: str
    pair_fit: float
    closeness: float
    difference: float


class Alternative(Frozen):
    """Another group, if the person alone moved there and everybody else stayed."""

    group: str
    fit: float
    """The person's fit there, in [0, 1]."""
    change: float
    """What the plan's value would change by."""
    change_for_others: float
    """What of the change the other members of both groups would bear."""
    breaks: tuple[str, ...]
    """Codes of the hard rules the move would break."""
    why_not: tuple[str, ...]
    """A sentence for each of them."""


class Why(Frozen):
    """The reasons for one person's place, or for their waiting."""

    id: str
    group: str | None
    fit: float | None
    group_fit: float | None
    closest: tuple[Companion, ...] = ()
    most_different: tuple[Companion, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    waiting: tuple[WaitingReason, ...] = ()
    helps: tuple[Help, ...] = ()
    days_waited: int | None = None
    text: str


def why(intake: Intake, plan: Plan, applicant_id: str) -> Why:
    """Explain one person's place in a plan of this intake.

    Raises:
        KeyError: If the intake knows no such applicant, or the plan names people or groups it does not know.
    """
    applicant = intake.applicant_by_id[applicant_id]
    measure = Measure(intake)
    scored = score(intake, plan, measure)
    here = next((r for r in scored.rooms if applicant_id in r.fits), None)
    if here is None:
        waiting = Waitlist(intake, scored, measure).one(applicant)
        helps = smallest_changes(Workbench(intake, plan, measure, scored), applicant)
        lines = [f"{applicant_id} waits{_days(waiting.days_waited)}.", *(f"- {r.text}" for r in waiting.reasons)]
        lines += help_lines(helps)
        return Why(
            id=applicant_id,
            group=None,
            fit=None,
            group_fit=None,
            waiting=waiting.reasons,
            helps=helps,
            days_waited=waiting.days_waited,
            text="\n".join(lines),
        )
    return _placed(intake, applicant, here, scored.rooms)


@dataclass(frozen=True)
class _Move:
    """A person's move out of one scored room."""

    applicant: Applicant
    here: RoomScore
    left: RoomScore

    def to(self, group: Group, there: RoomScore | None) -> Alternative:
        room, measure = self.here.room, self.here.room.measure
        members = () if there is None else there.room.members
        joined = score_room(Room(group, (*members, self.applicant), measure))
        known = {(b.rule, b.members) for r in (self.here, there) if r is not None for b in r.breaches}
        broken = [b for r in (joined, self.left) for b in r.breaches if b.hard and (b.rule, b.members) not in known]
        before = self.here.value + (0.0 if there is None else there.value)
        change = joined.value + self.left.value - before
        own = joined.fits[self.applicant.id] - self.here.fits[self.applicant.id]
        rules = room.measure.policy.rules
        return Alternative(
            group=group.id,
            fit=joined.fits[self.applicant.id],
            change=change,
            change_for_others=change - own,
            breaks=tuple(dict.fromkeys(b.rule for b in broken)),
            why_not=tuple(rules.named(b.rule).explain(b) for b in broken),
        )


def _placed(intake: Intake, applicant: Applicant, here: RoomScore, rooms: Sequence[RoomScore]) -> Why:
    measure, room = here.room.measure, here.room
    others = [o for o in room.members if o.id != applicant.id]
    companions = [
        Companion(
            id=o.id,
            pair_fit=measure.pair_fit(applicant, o),
            closeness=measure.closeness(applicant, o),
            difference=measure.difference(applicant, o),
        )
        for o in others
    ]
    closest = tuple(sorted(companions, key=lambda c: (-c.closeness, c.id))[:MOST_COMPANIONS])
    different = tuple(sorted(companions, key=lambda c: (-c.difference, c.id))[:MOST_COMPANIONS])
    alternatives: tuple[Alternative, ...] = ()
    if applicant.seated_in is None:
        left = score_room(Room(room.group, tuple(others), measure))
        move = _Move(applicant, here, left)
        by_group = {r.room.group.id: r for r in rooms}
        found = [move.to(g, by_group[g.id]) for g in intake.offers if g.id != room.group.id and g.id in by_group]
        alternatives = tuple(sorted(found, key=lambda a: (bool(a.breaks), -a.change, a.group))[:MOST_ALTERNATIVES])
    fit = here.fits[applicant.id]
    return Why(
        id=applicant.id,
        group=room.group.id,
        fit=fit,
        group_fit=here.fit,
        closest=closest,
        most_different=different,
        alternatives=alternatives,
        text="\n".join(_lines(applicant, here, closest, different, alternatives)),
    )


def _lines(
    applicant: Applicant,
    here: RoomScore,
    closest: Sequence[Companion],
    different: Sequence[Companion],
    alternatives: Sequence[Alternative],
) -> list[str]:
    fit, group = here.fits[applicant.id], here.room.group.id
    how = f"already sits in {group}" if applicant.seated_in else f"sits in {group}"
    if applicant.pinned_group == group:
        how += ", pinned there"
    lines = [f"{applicant.id} {how}: fit {100 * fit:.0f} of 100 (mean of the group {100 * here.fit:.0f})."]
    if closest:
        people = ", ".join(f"{c.id} ({100 * c.closeness:.0f})" for c in closest)
        lines.append(f"Closest in age or stage of life: {people}.")
        people = ", ".join(f"{c.id} ({100 * c.difference:.0f})" for c in different)
        lines.append(f"Most different in reasons: {people}.")
    for a in alternatives:
        sentence = f"In {a.group} their fit would be {100 * a.fit:.0f}; the plan would {_change(a.change)}"
        if a.breaks:
            sentence += f". It is not possible: {'; '.join(a.why_not)}"
        lines.append(sentence + ".")
    return lines


def _change(change: float) -> str:
    """A change of value in points of 100 per person."""
    if abs(change) < 0.0005:
        return "stay as good as it is"
    return f"{'gain' if change > 0 else 'lose'} {abs(100 * change):.1f} points"


def _days(days: int | None) -> str:
    return "" if days is None else f" (for {days} days now)"
