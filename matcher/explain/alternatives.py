"""The next best groups for one person: the best move and the best swap into each, by the scorer.

A move is scored for every group. Swaps are as many as there are people, so each first gets a ceiling: what it does to
the fits, and every cost of the two rooms gone. They are scored from the highest ceiling down, until no ceiling is left
above what was found; so the best is found without scoring all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from propcache.api import cached_property
from pydantic import Field

from matcher.change import Effect, Move, Workbench
from matcher.intake import Applicant, Frozen
from matcher.points import gain_or_loss, of_hundred
from matcher.rules.base import SeatRule
from matcher.scorer import RoomScore
from matcher.sentences import Param, Sentence

MOST_ALTERNATIVES = 3
"""Other groups described."""

ROUNDING = 1e-9
"""Sums of fits in another order may differ by this."""


class CostChange(Frozen):
    """What a rule costs more (or less, or rewards more: negative) after a change, in points of fit."""

    rule: str
    change: float


class Option(Frozen):
    """One way into another group. ``change = own + partner + others - costs``, all as the scorer says."""

    moves: tuple[Move, ...] = Field(description="Who goes where.")
    fit: float = Field(description="The person's fit there, in [0, 1].")
    own: float = Field(description="The change of the person's fit.")
    partner: float = Field(description="The change of the fit of whom they swap with; 0 for a move.")
    others: float = Field(description="The change of the fits of those who stay in the two rooms.")
    costs: float = Field(description="The change of what soft rules cost in the two rooms.")
    change: float = Field(description="The change of the plan's value.")
    rules: tuple[CostChange, ...] = Field(description="The change of the costs, rule by rule; they add up to it.")
    breaks: tuple[str, ...] = Field(description="Codes of the hard rules that would be broken.")
    why_not: tuple[Sentence, ...] = Field(description="A sentence for each breach.")
    said: Sentence

    @property
    def possible(self) -> bool:
        """Whether no hard rule would be broken."""
        return not self.breaks


class Alternative(Frozen):
    """Another group: the best move there, everybody else staying, and the best swap with a member of it."""

    group: str
    move: Option
    swap: Option | None = Field(description="None where nobody of the group may be moved.")

    @property
    def best(self) -> Option:
        """The better of the two: what breaks no hard rule first, then the larger change of the plan's value."""
        options = [o for o in (self.move, self.swap) if o is not None]
        return min(options, key=lambda o: (not o.possible, -o.change))


@dataclass(frozen=True)
class _Swap:
    group: str
    partner: str
    ceiling: float
    barred: bool


class Alternatives:
    """Looks for the next best groups of one placed person."""

    def __init__(self, bench: Workbench, applicant: Applicant) -> None:
        self.bench, self.applicant = bench, applicant
        self.here = bench.rooms[bench.place[applicant.id]]
        rules = bench.intake.policy.rules.active()
        self._seat_rules = [rule for rule in rules if isinstance(rule, SeatRule) and rule.hard]
        self._effects: dict[str | _Swap, Effect] = {}

    def best(self) -> tuple[Alternative, ...]:
        """The best other groups that are open, the best first."""
        found = {group: self._move(group) for group in self._others}
        for free in (True, False):
            candidates = sorted((s for s in self._candidates if s.barred != free), key=lambda s: -s.ceiling)
            for candidate in candidates:
                if self._settled(found.values(), candidate.ceiling, free=free):
                    break
                found[candidate.group] = min(found[candidate.group], self._swap(candidate), key=_rank)
        best = sorted(found, key=lambda group: (*_rank(found[group]), group))[:MOST_ALTERNATIVES]
        return tuple(self.into(group) for group in best)

    def into(self, group: str) -> Alternative:
        """The best move and the best swap into one other group that is open."""
        swaps = (swap for swap in self._candidates if swap.group == group)
        best = min(swaps, key=lambda swap: _rank(self._swap(swap)), default=None)
        return Alternative(
            group=group,
            move=self._option(self._move(group)),
            swap=None if best is None else self._option(self._swap(best), best.partner),
        )

    def _option(self, effect: Effect, partner: str | None = None) -> Option:
        """What a change does to the person, to whom they swap with, and to everybody else."""
        own = effect.fit(self.applicant.id)
        partners = 0.0 if partner is None else effect.fit(partner)
        costs = _costs(effect)
        total, fit = sum(costs.values()), self.here.fits[self.applicant.id]
        others = effect.value + total - own - partners
        rules = self.bench.intake.policy.rules
        params: dict[str, Param] = {
            "group": next(str(move.target) for move in effect.moves if move.id == self.applicant.id),
            "fit": of_hundred(fit + own),
            "here": of_hundred(fit),
            **gain_or_loss("others", others),
            **gain_or_loss("costs", -total),
            **gain_or_loss("plan", effect.value),
        }
        if partner is not None:
            params |= {"partner": partner, **gain_or_loss("partners", partners)}
        return Option(
            moves=effect.moves,
            fit=fit + own,
            own=own,
            partner=partners,
            others=others,
            costs=total,
            change=effect.value,
            rules=tuple(CostChange(rule=rule, change=cost) for rule, cost in costs.items()),
            breaks=tuple(dict.fromkeys(b.rule for b in effect.broken)),
            why_not=tuple(rules.named(b.rule).sentence(b) for b in effect.broken),
            said=Sentence(code="why-move" if partner is None else "why-swap", params=params),
        )

    @property
    def _others(self) -> Iterator[str]:
        here = self.here.room.group.id
        return (g.id for g in self.bench.intake.offers if g.id != here and g.id in self.bench.rooms)

    @cached_property
    def _candidates(self) -> tuple[_Swap, ...]:
        return tuple(swap for group in self._others for swap in self._swaps_into(self.bench.rooms[group]))

    def _swaps_into(self, there: RoomScore) -> Iterator[_Swap]:
        here, group = self.here, there.room.group
        barred = self._barred(self.applicant, group.id)
        costs = _positive(here) + _positive(there)
        for partner in there.room.newcomers:
            gain = self._gain(here, self.applicant, partner) + self._gain(there, partner, self.applicant)
            rewards = self._rewards(here, self.applicant, partner) + self._rewards(there, partner, self.applicant)
            yield _Swap(
                group=group.id,
                partner=partner.id,
                ceiling=gain + costs + rewards,
                barred=barred or self._barred(partner, here.room.group.id),
            )

    def _gain(self, scored: RoomScore, leaves: Applicant, comes: Applicant) -> float:
        """What the room's fits gain in sum if one goes and another comes in their place."""
        others = [m for m in scored.room.members if m.id != leaves.id]
        if not others:
            return 0.0
        pair_fit = self.bench.measure.pair_fit
        new = sum(pair_fit(comes, m) for m in others) / len(others)
        return 2 * (new - scored.fits[leaves.id])

    def _rewards(self, scored: RoomScore, leaves: Applicant, comes: Applicant) -> float:
        """No less than what good ties in the room can come to be worth beyond what they are worth now."""
        rewards = self._good_ties
        if not rewards:
            return 0.0
        now = sum(-b.cost for b in scored.breaches if b.cost < 0)
        members = [m.id for m in scored.room.members if m.id != leaves.id]
        return max(0.0, sum(rewards[m] for m in (*members, comes.id)) - now)

    @cached_property
    def _good_ties(self) -> dict[str, float]:
        """The worth of each person's good ties; empty where there are none."""
        ties = self.bench.intake.policy.rules.ties
        found: dict[str, float] = defaultdict(float)
        if ties.mode != "off":
            for pair, effect in ties.effects(self.bench.intake.ties).items():
                if effect > 0:
                    for person in pair:
                        found[person] += ties.weight * effect
        return found

    def _barred(self, applicant: Applicant, group_id: str) -> bool:
        intake = self.bench.intake
        group = intake.group_by_id[group_id]
        return any(rule.blocks(intake, applicant, group) is not None for rule in self._seat_rules)

    def _move(self, group: str) -> Effect:
        if group not in self._effects:
            self._effects[group] = self.bench.effect({self.applicant.id: group})
        return self._effects[group]

    def _swap(self, swap: _Swap) -> Effect:
        if swap not in self._effects:
            places = {self.applicant.id: swap.group, swap.partner: self.here.room.group.id}
            self._effects[swap] = self.bench.effect(places)
        return self._effects[swap]

    @staticmethod
    def _settled(found: Iterable[Effect], ceiling: float, *, free: bool) -> bool:
        """Whether enough groups have a change that no swap under the ceiling can overtake."""
        if free:
            sure = sum(not e.broken and e.value > ceiling + ROUNDING for e in found)
        else:
            sure = sum(not e.broken or e.value > ceiling + ROUNDING for e in found)
        return sure >= MOST_ALTERNATIVES


def _rank(effect: Effect) -> tuple[bool, float]:
    return bool(effect.broken), -effect.value


def _positive(scored: RoomScore) -> float:
    return sum(b.cost for b in scored.breaches if b.cost > 0)


def _costs(effect: Effect) -> dict[str, float]:
    """The change of the soft costs in the touched rooms, rule by rule."""
    found: dict[str, float] = defaultdict(float)
    for rooms, sign in ((effect.after, 1), (effect.before, -1)):
        for breach in (breach for room in rooms.values() for breach in room.breaches):
            found[breach.rule] += sign * breach.cost
    return {rule: cost for rule, cost in found.items() if abs(cost) > ROUNDING}
