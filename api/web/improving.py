"""Improving a plan around what is pinned: proposed first, and made only when somebody takes it."""

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import JobRow, PlanRow
from api.planning.edits import Asked
from api.planning.replanning import hand_in
from api.planning.turns import Turn
from api.problems import missing
from api.store import layouts, plans
from api.transactions import reading, writing
from api.web.answers import changed, stale, whole
from api.web.board import standing
from api.web.pages import web
from api.web.proposal import edits_of, proposal_of
from api.web.texts import text

MOST_MOVES = (2, 5, 10, 20)
"""How many may move, to choose from."""

SECONDS = 5
"""How long a proposal is searched for."""


@web.post("/plans/<plan_id>/improve")
@requires(Scope.PLAN)
def improve(plan_id: str) -> Response:
    """Hand in a search for a few moves that make the plan better, pins holding."""
    chosen = request.form.get("moves", "")
    moves = int(chosen) if chosen.isdecimal() and int(chosen) in MOST_MOVES else MOST_MOVES[0]
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if (outdated := stale(session, row)) is not None:
            return outdated
        job = hand_in(session, row, {"max_moves": moves, "seconds": SECONDS, "propose": True})
    return redirect(url_for("web.plan", plan_id=plan_id, proposal=job.id), 303)


@web.post("/plans/<plan_id>/take")
@requires(Scope.PLAN)
def take(plan_id: str) -> Response:
    """Make the moves that were proposed."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if (outdated := stale(session, row)) is not None:
            return outdated
        before = standing(session, row)
        job = _job(session, row)
        if proposal_of(job, before).found != "moves":
            return whole(session, row, notice=text("proposal-gone"), status=409)
        newer = job.intake_revision != before.layout.intake_revision
        base = layouts.newest(session, row, newer_list=newer)
        turn = Turn(session, row, Asked(base, edits_of(job)))
        if turn.change.broken:
            return whole(session, row, notice=text("proposal-gone"), status=409)
        if turn.changes:
            turn.keep(session, row)
    with reading() as session:
        return changed(session, plans.find(session, current().clinic, plan_id), before)


def _job(session: Session, row: PlanRow) -> JobRow:
    found = session.get(JobRow, request.form.get("job", ""))
    if found is None or found.plan_id != row.id:
        raise missing("proposal")
    return found
