"""The page on which two plans of a list, or two revisions of one, lie side by side."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import IntakeRow, PlanRevisionRow, PlanRow
from api.problems import ProblemError
from api.store import intakes, layouts, plans
from api.transactions import reading
from api.web.compared import Side, compared_shown
from api.web.laid import Laid
from api.web.pages import counted, page, web
from api.web.texts import text
from matcher.compare import Alternative, compare
from matcher.report.ages import ROW

MOST_REVISIONS = 30
"""Revisions of one plan to choose from, the latest."""

MADE_BY = {
    "job": "compare-job",
    "moves": "compare-moves",
    "revision": "compare-revision",
    "import": "compare-import",
    "undo": "compare-undo",
    "redo": "compare-redo",
}
"""What is said of where a revision came from."""


@dataclass(frozen=True, slots=True)
class State:
    """One revision of one plan, by the words that choose it in an address."""

    plan: PlanRow
    revision: int

    @property
    def key(self) -> str:
        """As an address has it."""
        return f"{self.plan.id}.{self.revision}"

    @property
    def name(self) -> str:
        """What it is called."""
        return text("compare-state", plan=self.plan.name, revision=self.revision)


@web.get("/lists/<intake_id>/compare")
@requires(Scope.PLAN)
def compare_plans(intake_id: str) -> Response:
    """Lay two of them side by side."""
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        made = session.scalars(
            select(PlanRow).where(PlanRow.intake_id == row.id, PlanRow.revision > 0).order_by(PlanRow.id.desc())
        ).all()
        other = _chosen(made, request.args.get("other")) or _last(made)
        first = _chosen(made, request.args.get("first")) or _beside(session, made, other)
        sides = [_laid(session, row, state) for state in (first, other) if state is not None]
        chosen = {state for state in (first, other) if state is not None}
        choices = [(plan, _revisions(session, plan, chosen)) for plan in made]
    problem, compared = "", None
    if len(sides) == 2:
        try:
            layouts.require_same_people(*(side.layout for side in sides))
        except ProblemError as error:
            problem = error.errors[0].detail
        else:
            names = (state.name for state in (first, other) if state is not None)
            found = compare(*(Alternative(name, s.intake, s.layout.plan) for name, s in zip(names, sides, strict=True)))
            compared = compared_shown(found, [Side(s.shown, s.layout.plan) for s in sides], sides[-1].people)
    return page(
        "compare.html",
        list=row,
        choices=choices,
        first=first,
        other=other,
        compared=compared,
        made_by=MADE_BY,
        problem=problem,
        row_height=ROW,
    )


def _chosen(made: Sequence[PlanRow], key: str | None) -> State | None:
    plan_id, _, number = (key or "").partition(".")
    plan = next((plan for plan in made if plan.id == plan_id), None)
    revision = None if plan is None else counted(number, plan.revision)
    return None if plan is None or revision is None else State(plan, revision)


def _last(made: Sequence[PlanRow]) -> State | None:
    return State(made[0], made[0].revision) if made else None


def _beside(session: Session, made: Sequence[PlanRow], other: State | None) -> State | None:
    """What it was made from; of a first revision, the last one of another plan."""
    if other is None:
        return None
    before = plans.made_from(session, other.plan, other.revision)
    if before != other.revision:
        return State(other.plan, before)
    return _last([plan for plan in made if plan.id != other.plan.id])


def _laid(session: Session, row: IntakeRow, state: State) -> Laid:
    return Laid(state.plan, row, state.revision, layouts.layout(session, state.plan, state.revision))


def _revisions(session: Session, plan: PlanRow, chosen: Set[State]) -> list[tuple[State, PlanRevisionRow]]:
    """The latest revisions of a plan, and those that are chosen."""
    numbers = {state.revision for state in chosen if state.plan.id == plan.id}
    offered = (PlanRevisionRow.revision > plan.revision - MOST_REVISIONS) | PlanRevisionRow.revision.in_(numbers)
    statement = select(PlanRevisionRow).where(PlanRevisionRow.plan_id == plan.id, offered)
    made = session.scalars(statement.order_by(PlanRevisionRow.revision.desc()))
    return [(State(plan, each.revision), each) for each in made]
