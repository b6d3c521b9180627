"""A change of a plan by hand, worked out: exactly what it does, and the revision that it makes."""

from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import PlanRow
from api.planning.edits import Asked
from api.store import layouts, plans
from api.store.plans import Pins
from matcher.answer import answer
from matcher.change import PlanChange
from matcher.result import Result

ROUNDING = 1e-9
"""Claims that differ by less are the same."""


class Turn:
    """What is asked, worked out. The edits have to be known to the list (see ``Asked.problems``)."""

    def __init__(self, session: Session, row: PlanRow, asked: Asked) -> None:
        base = asked.base
        self.last = layouts.layout(session, row)
        self.parent = plans.revision_of(session, row)
        self.layout = base.turned(asked.pins(), base.bench.changed(asked.places()))
        before = base if base.intake_revision == self.last.intake_revision else self.last
        self.change = PlanChange(before.score, self.layout.score)
        self.result = self._result()

    @property
    def changes(self) -> bool:
        """Whether there is anything to keep."""
        old, new = self.last, self.layout
        return (old.plan, old.intake_revision) != (new.plan, new.intake_revision) or _fixed(old.pins) != _fixed(
            new.pins
        )

    def keep(self, session: Session, row: PlanRow, reason: str | None = None) -> None:
        """Add the revision, and the deed to the audit; ``reason`` is why, in the words of whoever does it."""
        who = current()
        plans.add_revision(
            session,
            row,
            self.result,
            intake_revision=self.layout.intake_revision,
            origin="moves",
            actor=who.actor,
            pins=self.layout.pins,
            moves=self.change.moves,
            broken=self.layout.broken,
            reason=reason,
        )
        counts = {"moves": len(self.change.moves), "breaches": len(self.change.broken)}
        record(session, who.clinic, who.actor, "plan.moved", row.id, revision=row.revision, **counts)

    def _result(self) -> Result:
        scored, figures = self.layout.score, self.parent.figures
        holds = self._parent_bounds and scored.claim >= figures["claim"] - ROUNDING
        return answer(
            self.layout.intake,
            self.layout.measure,
            scored,
            status="feasible" if scored.valid else "infeasible",
            bound=figures["bound"] if holds else None,
            claim_bound=figures["placed_bound"] if self._parent_bounds else None,
            # What would help is worked out when somebody asks for it: here it would take most of the time.
            most_helped=0,
        )

    @property
    def _parent_bounds(self) -> bool:
        """Whether every plan that is possible now was possible for the revision before, and was worth as much."""
        old, new = self.last, self.layout
        return (
            self.parent.figures["status"] != "infeasible"
            and self.layout.score.valid
            and old.intake_revision == new.intake_revision
            and old.pins.told == new.pins.told
            and old.pins.to.items() <= new.pins.to.items()
            and all(set(groups) <= set(new.pins.off.get(who, ())) for who, groups in old.pins.off.items())
        )


def _fixed(pins: Pins) -> tuple[object, object]:
    return pins.to, {who: frozenset(groups) for who, groups in pins.off.items()}
