"""Why somebody waits: for every group the first thing that stands against them, gathered into a few sentences."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.intake import Applicant, Group, Intake
from matcher.measure import Measure
from matcher.result import Waiting, WaitingReason
from matcher.room import Room
from matcher.rules.base import SeatRule
from matcher.rules.screening import is_stopped
from matcher.scorer import Score, score_room
from matcher.sentences import Param, sentence

MOST_NAMED = 6
"""Clauses in one sentence; beyond that, more groups would only repeat the kind of obstacle."""


MOST_ROOMS = 20
"""Rooms with a free place into which a person is tried; on longer lists of groups the rest goes unsaid."""

_SEEN_AT_ONCE = frozenset(
    {"screening", "placement", "session_time", "eligibility", "leader_conflict", "stay", "full", "not_opened"}
)
"""Codes that need no room to be scored."""


@dataclass(frozen=True)
class Obstacle:
    """What keeps a person out of one group: a code, a short clause, and the group."""

    code: str
    clause: str
    group: str


class Waitlist:
    """Explains the waitlist of one scored plan."""

    def __init__(self, intake: Intake, score: Score, measure: Measure) -> None:
        self.intake, self.measure = intake, measure
        self._rooms = {room.room.group.id: room.room for room in score.rooms}
        self._waiting = score.waiting
        self._waiting_ids = frozenset(a.id for a in score.waiting)
        self._seat_rules = [r for r in intake.policy.rules.active() if isinstance(r, SeatRule) and r.hard]
        self._answers: dict[Hashable, tuple[str, str] | None] = {}
        self._kinds = {group.id: _kind(intake, group) for group in intake.offers}
        keep = intake.policy.rules.keep_together
        self._partners: Mapping[str, Mapping[str, str]] = {}
        if keep.mode == "hard":
            self._partners = measure.partners(keep.code, lambda: dict.fromkeys(keep.pairs(intake), "together"))

    def all(self) -> tuple[Waiting, ...]:
        """Everybody who waits, in the order of the list, with at least one reason each."""
        return tuple(self.one(applicant) for applicant in self._waiting)

    def one(self, applicant: Applicant) -> Waiting:
        """One person's reasons, the one that concerns most groups first."""
        found: dict[str, list[Obstacle]] = {}
        for obstacle in self._obstacles(applicant):
            found.setdefault(obstacle.code, []).append(obstacle)
        groups = len(self.intake.offers)
        everywhere = len(found) == 1
        ordered = sorted(found.items(), key=lambda item: -len(item[1]))
        reasons = tuple(_reason(code, obstacles, groups, everywhere) for code, obstacles in ordered)
        days = None
        if applicant.submitted_at is not None:
            days = max(0, (self.intake.day - applicant.submitted_at).days)
        return Waiting(id=applicant.id, reasons=reasons, days_waited=days)

    def _obstacles(self, applicant: Applicant) -> Iterator[Obstacle]:
        unit = self._unit(applicant)
        if is_stopped(self.intake, applicant):
            yield self.obstacle(applicant, unit, self.intake.offers[0])
            return
        looked = 0
        for group in self.intake.offers:
            found = self.obstacle(applicant, unit, group)
            looked += found.code not in _SEEN_AT_ONCE
            yield found
            if looked == MOST_ROOMS:
                return

    def obstacle(self, applicant: Applicant, unit: Sequence[Applicant], group: Group) -> Obstacle:
        """What keeps the person (with those they must sit with) out of a group."""
        for member in unit:
            blocked = self._seat_block(member, group)
            if blocked is not None:
                code, why = blocked
                if member.id != applicant.id:
                    code, why = "keep_together", f"{member.id}, who must sit with them: {why}"
                return Obstacle(code, why, group.id)
        room = self._rooms.get(group.id)
        if room is None:
            return Obstacle("not_opened", f"too few people for its least size of {group.min_size}", group.id)
        size, most = len(room.members), max(group.max_size, len(room.seated))
        if size + len(unit) > most:
            if size < most:
                return Obstacle("keep_together", f"no room for {len(unit)} people who must sit together", group.id)
            return Obstacle("full", f"{size} of {group.max_size}", group.id)
        return self._room_obstacle(room, unit)

    def _room_obstacle(self, room: Room, unit: Sequence[Applicant]) -> Obstacle:
        joined = Room(room.group, (*room.members, *unit), self.measure)
        before = {(b.rule, b.members) for b in score_room(room).breaches if b.hard}
        for breach in score_room(joined).breaches:
            if breach.hard and (breach.rule, breach.members) not in before:
                rule = self.intake.policy.rules.named(breach.rule)
                return Obstacle(breach.rule, rule.explain(breach), room.group.id)
        return Obstacle("free_place", f"{len(room.members)} of {room.group.max_size}", room.group.id)

    def _unit(self, applicant: Applicant) -> list[Applicant]:
        """The person and everybody waiting whom they must sit with, however indirectly."""
        unit, queue = [applicant], [applicant.id]
        while queue:
            for other in self._partners.get(queue.pop(), {}):
                if other in self._waiting_ids and all(other != m.id for m in unit):
                    unit.append(self.intake.applicant_by_id[other])
                    queue.append(other)
        return unit

    def _seat_block(self, applicant: Applicant, group: Group) -> tuple[str, str] | None:
        key = (tuple(r.applicant_key(self.intake, applicant) for r in self._seat_rules), self._kinds[group.id])
        if key not in self._answers:
            self._answers[key] = next(
                (
                    (rule.code, why)
                    for rule in self._seat_rules
                    if (why := rule.blocks(self.intake, applicant, group)) is not None
                ),
                None,
            )
        return self._answers[key]


def _kind(intake: Intake, group: Group) -> Hashable:
    """What of a group its seat rules look at."""
    return (tuple(group.model_copy(update={"name": None}).__dict__.values()), bool(intake.seated(group.id)))


_EVERYWHERE = frozenset({"session_time", "eligibility", "leader_conflict", "full", "not_opened"})
"""Codes that have a sentence of their own where nothing else keeps the person out of any group."""

_ABOUT_GROUPS = frozenset(
    {"placement", "session_time", "eligibility", "leader_conflict", "full", "not_opened", "keep_together", "free_place"}
)
"""Codes whose sentence names the groups; the clauses of the others name them already."""

_WITH_DETAIL = frozenset({"full", "eligibility"})


def _reason(code: str, obstacles: Sequence[Obstacle], groups: int, everywhere: bool) -> WaitingReason:
    named = tuple(o.group for o in obstacles)
    clauses = list(dict.fromkeys(o.clause for o in obstacles))
    params: dict[str, Param] = {"why": "; ".join(clauses[:MOST_NAMED])}
    if everywhere and groups > 1 and code in _EVERYWHERE:
        said = f"waiting-everywhere-{code}"
        if code in _WITH_DETAIL and len(clauses) == 1:
            said += "-alike"
    elif code in _ABOUT_GROUPS:
        said, params = f"waiting-{code}", {**params, "groups": named}
    else:
        said = "waiting-why"
    text = sentence(said.replace("_", "-"), **params).text
    return WaitingReason(code=code, params=params, text=text, groups=() if code == "screening" else named)
