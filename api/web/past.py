"""Back and forth in a plan: undo, redo, and the page of all that it was."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import PlanRevisionRow, UserRow
from api.planning.history import Way, go_back, past_of, step
from api.problems import problem
from api.store import plans
from api.transactions import reading, writing
from api.web.answers import changed, stale
from api.web.board import standing
from api.web.pages import page, web
from api.web.texts import text
from matcher.report.words import of_hundred

MOST_SHOWN = 200
"""Revisions on the page, the latest first."""

SAID = {
    "job": "origin-job",
    "moves": "origin-moves",
    "revision": "origin-revision",
    "import": "origin-import",
    "undo": "origin-undo",
    "redo": "origin-redo",
    "back": "origin-back",
}
"""What made a revision, by its origin."""


@dataclass(frozen=True, slots=True)
class Then:
    """One revision in the history."""

    revision: int
    at: datetime
    who: str
    what: str
    reason: str | None
    fit: str
    placed: int
    broken: tuple[str, ...]
    published: bool


@web.get("/plans/<plan_id>/history")
@requires(Scope.PLAN)
def history(plan_id: str) -> Response:
    """Everything the plan was, the latest first."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        made = session.scalars(
            select(PlanRevisionRow)
            .where(PlanRevisionRow.plan_id == row.id)
            .order_by(PlanRevisionRow.revision.desc())
            .limit(MOST_SHOWN)
        ).all()
        known = select(UserRow.id, UserRow.login).where(UserRow.clinic_id == row.clinic_id)
        users = {found.id: found.login for found in session.execute(known)}
        stands = past_of(session, row).stands if row.revision else 0
        shown = tuple(_then(each, users, row.published_revision) for each in made)
    return page("history.html", plan=row, revisions=shown, stands=stands)


@web.post("/plans/<plan_id>/undo")
@requires(Scope.PLAN)
def undo(plan_id: str) -> Response:
    """Go back a step."""
    return _step(plan_id, "undo")


@web.post("/plans/<plan_id>/redo")
@requires(Scope.PLAN)
def redo(plan_id: str) -> Response:
    """Go forth a step again."""
    return _step(plan_id, "redo")


@web.post("/plans/<plan_id>/back")
@requires(Scope.PLAN)
def back(plan_id: str) -> Response:
    """Make the plan what it was."""
    target = request.form.get("to", "")
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if not target.isdecimal():
            raise problem(422, "unknown_revision", "this is no revision of the plan: choose one of its history")
        if (outdated := stale(session, row)) is not None:
            return outdated
        before = standing(session, row)
        go_back(session, row, int(target))
    with reading() as session:
        return changed(session, plans.find(session, current().clinic, plan_id), before)


def _step(plan_id: str, way: Way) -> Response:
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if (outdated := stale(session, row)) is not None:
            return outdated
        before = standing(session, row)
        step(session, row, way)
    with reading() as session:
        return changed(session, plans.find(session, current().clinic, plan_id), before)


def _then(made: PlanRevisionRow, users: dict[str, str], published: int | None) -> Then:
    figures = made.figures
    return Then(
        revision=made.revision,
        at=made.created_at,
        who=users.get(made.created_by, made.created_by),
        what=text(SAID[made.origin], moves=len(made.moves), earlier=made.parent or 0),
        reason=made.reason,
        fit="" if figures["mean_fit"] is None else of_hundred(figures["mean_fit"], 1),
        placed=figures["placed"],
        broken=tuple(sorted(rule.replace("_", " ") for rule in figures["broken"])),
        published=made.revision == published,
    )
