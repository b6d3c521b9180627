"""Why each move of a revision is worth it: what would be lost if it were taken back."""

from collections.abc import Iterable, Iterator, Mapping

from matcher.change import Effect, Move, Workbench
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.points import gain_or_loss
from matcher.revise.answer import MoveReport, Why
from matcher.revise.places import Places
from matcher.room import Breach
from matcher.rules.base import SeatRule
from matcher.rules.size import Size
from matcher.scorer import Score
from matcher.sentences import Sentence, sentence

NOTHING = 1e-9
"""Changes of value up to this are rounding."""


def without_idle_moves(places: Places, plan: Plan, measure: Measure, prices: Mapping[str, float]) -> Plan:
    """The plan without moves that bring nothing: alone or as an exchange of two, they are taken back."""
    while True:
        bench = Workbench(places.intake, plan, measure)
        back = next((back for back in _ways_back(places.moves(plan), places) if _is_idle(bench, back, prices)), None)
        if back is None:
            return plan
        plan = bench.changed(back)


def reports(places: Places, plan: Plan, kept: Score, measure: Measure) -> tuple[MoveReport, ...]:
    """Every move with its reason and its effect, those of published places first."""
    bench = Workbench(places.intake, plan, measure)
    found = (_report(move, places, bench, kept) for move in places.moves(plan))
    return tuple(sorted(found, key=lambda report: (not report.told, not report.forced, report.id)))


def may_stay(intake: Intake, person: str, group: str) -> str | None:
    """Why a hard rule about this person and this group alone forbids the place now; None if none does."""
    applicant, offer = intake.applicant_by_id[person], intake.group_by_id[group]
    if applicant.seated_in == group:
        return None
    for rule in intake.policy.rules.active():
        if rule.hard and isinstance(rule, SeatRule):
            why = rule.blocks(intake, applicant, offer)
            if why is not None:
                return why
    return None


def _report(move: Move, places: Places, bench: Workbench, kept: Score) -> MoveReport:
    assert move.origin is not None
    intake = places.intake
    why, sentences, effect = _reason(move, places, bench, kept)
    if effect is not None:
        sentences = (*sentences, *_worth(move, effect))
    if places.was_told(move.id):
        sentences = (*sentences, sentence("revise-told", id=move.id, origin=_name(intake, move.origin)))
    return MoveReport(
        id=move.id,
        origin=move.origin,
        target=move.target,
        told=places.was_told(move.id),
        forced=why in ("closed", "may_not_stay"),
        why=why,
        gain=None if effect is None else -effect.value,
        own=None if effect is None else -effect.fit(move.id),
        others=None if effect is None else -effect.for_others,
        placed=None if effect is None else -effect.claim,
        sentences=sentences,
    )


def _reason(
    move: Move, places: Places, bench: Workbench, kept: Score
) -> tuple[Why, tuple[Sentence, ...], Effect | None]:
    """Why somebody moves, in words, and the effect of taking it back where that leaves every hard rule whole."""
    assert move.origin is not None
    intake = places.intake
    if move.origin not in intake.group_by_id:
        return "closed", (sentence("revise-closed", group=move.origin),), None
    forbidden = may_stay(intake, move.id, move.origin)
    if forbidden is not None:
        group = _name(intake, move.origin)
        return "may_not_stay", (sentence("revise-may-not-stay", group=group, why=forbidden),), None
    effect = bench.effect({move.id: move.origin})
    if not effect.broken:
        return "worth", (), effect
    broken = [b for b in kept.breaches(hard=True) if _mends(move, b, bench)]
    if broken:
        return "mends", (sentence("revise-mends", why=_said(intake, broken)),), None
    return "makes_room", (sentence("revise-makes-room", id=move.id, why=_said(intake, effect.broken)),), None


def _said(intake: Intake, breaches: Iterable[Breach]) -> str:
    rules = intake.policy.rules
    return "; ".join(dict.fromkeys(rules.named(breach.rule).explain(breach) for breach in breaches))


def _mends(move: Move, breach: Breach, bench: Workbench) -> bool:
    """Whether a move helps with what was broken: a rule about the person, or the size of a group.

    Who joins helps a group that is too small, who leaves one that is too large or that closes.
    """
    if breach.rule != Size.code:
        return move.id in breach.members
    if breach.whole("size") > breach.whole("most") or breach.group not in bench.rooms:
        return breach.group == move.origin
    return breach.group == move.target


def _worth(move: Move, effect: Effect) -> Iterator[Sentence]:
    if effect.claim < -NOTHING:
        yield sentence("revise-places-more", claim=round(-effect.claim, 2))
    if move.target is None:
        yield sentence("revise-worth-waiting", id=move.id, **gain_or_loss("others", effect.for_others))
    else:
        parts = gain_or_loss("own", effect.fit(move.id)) | gain_or_loss("others", effect.for_others)
        yield sentence("revise-worth", id=move.id, **gain_or_loss("plan", effect.value), **parts)


def _ways_back(moves: tuple[Move, ...], places: Places) -> Iterator[dict[str, str | None]]:
    """Single moves taken back, then two at a time that exchange a place."""
    offered = [m for m in moves if m.origin in places.intake.group_by_id]
    for move in offered:
        yield {move.id: move.origin}
    for number, move in enumerate(offered):
        for other in offered[:number]:
            if move.target == other.origin or other.target == move.origin:
                yield {move.id: move.origin, other.id: other.origin}


def _is_idle(bench: Workbench, back: Mapping[str, str | None], prices: Mapping[str, float]) -> bool:
    effect = bench.effect(back)
    saved = sum(prices.get(person, 0.0) for person in back)
    return not effect.broken and effect.claim >= -NOTHING and effect.value + saved >= -NOTHING


def _name(intake: Intake, group: str) -> str:
    offer = intake.group_by_id.get(group)
    return group if offer is None or offer.name is None else offer.name
