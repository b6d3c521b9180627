"""The page of a plan during the term: what has changed on its list, what can be done, and its life week by week."""

from collections.abc import Iterator, Sequence
from typing import get_args

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import JobRow, PlanRow
from api.planning.history import past_of, step
from api.planning.replanning import hand_in
from api.planning.term import Deed, Term
from api.planning.timeline import life_of
from api.planning.turns import Turn
from api.problems import missing
from api.store import intakes, plans
from api.store.plans import LONGEST_REASON
from api.transactions import reading, writing
from api.web.pages import page, web
from api.web.proposal import edits_of
from api.web.strip import strip_of
from api.web.term_words import Called, Proposal, Prospect, Way, lines, proposal, prospect
from api.web.texts import text
from matcher.change import Move

USUAL_MOVES, MOST_MOVES = 2, 50
"""How many may move unless somebody says otherwise, and how many that may be."""

SECONDS = 10
"""How long moves are searched for."""

MOST_STEPS = 60
"""Steps of a plan's life that are shown, the latest."""

MOST_NAMED = 60
"""People of a kind that are named one by one; the others are counted."""

DEEDS: tuple[Deed, ...] = get_args(Deed)


@web.get("/plans/<plan_id>/term")
@requires(Scope.PLAN)
def term(plan_id: str) -> Response:
    """Show what has changed, what can be done, and what was."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if row.revision == 0:
            return redirect(url_for("web.plan", plan_id=plan_id), 303)
        return _shown(session, row)


@web.get("/plans/<plan_id>/term/proposal")
@requires(Scope.PLAN)
def term_proposal(plan_id: str) -> Response:
    """Show how a search for moves stands, without the rest of the page."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        found = Term(session, row)
        return page("term_proposal.html", plan=row, list=found.intake_row, proposal=_proposal(session, found))


@web.post("/plans/<plan_id>/term")
@requires(Scope.PLAN)
def do_deed(plan_id: str) -> Response:
    """Take the gone ones out, and perhaps fill free places: what the page has shown, if it still holds."""
    deed: Deed = "refill" if request.form.get("deed") == "refill" else "out"
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        found = Term(session, row)
        turn = None if _is_stale(found) else found.turn(deed)
        if turn is None:
            return _shown(session, row, notice=text("term-stale"), status=409)
        reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
        knowingly = set(request.form.get("accept", "").split())
        if {breach.rule for breach in turn.change.broken} - knowingly or (turn.change.broken and not reason):
            return _shown(session, row, notice=text("term-say-why"), status=422)
        turn.keep(session, row, reason if turn.change.broken else None)
    return _done(row)


@web.post("/plans/<plan_id>/term/look")
@requires(Scope.PLAN)
def look_for_moves(plan_id: str) -> Response:
    """Hand in a search for a plan of the newer list with few moves, to be looked at before it is taken."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if _is_stale(Term(session, row)):
            return _shown(session, row, notice=text("term-stale"), status=409)
        asked = request.form.get("moves", "").strip()
        if not asked.isdecimal() or len(asked) > 3 or int(asked) > MOST_MOVES:
            return _shown(session, row, notice=text("term-moves-wrong", most=MOST_MOVES), status=422)
        job = hand_in(session, row, {"max_moves": int(asked), "seconds": SECONDS, "propose": True})
    return redirect(url_for("web.term", plan_id=plan_id, proposal=job.id, _anchor="proposal"), 303)


@web.post("/plans/<plan_id>/term/take")
@requires(Scope.PLAN)
def take_moves(plan_id: str) -> Response:
    """Make the moves that were proposed."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        found = Term(session, row)
        job = _job(session, row, request.form.get("job", ""))
        turn: Turn | None = None
        if not _is_stale(found) and _proposal_of(found, job).state == "found":
            turn = found.turned(edits_of(job))
        if turn is None or turn.change.broken:
            return _shown(session, row, notice=text("term-stale"), status=409)
        turn.keep(session, row)
    return _done(row)


@web.post("/plans/<plan_id>/term/back")
@requires(Scope.PLAN)
def take_back(plan_id: str) -> Response:
    """Take the last step back."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        if _is_stale(Term(session, row)):
            return _shown(session, row, notice=text("term-stale"), status=409)
        step(session, row, "undo")
    return _done(row)


def _done(row: PlanRow) -> Response:
    return redirect(url_for("web.term", plan_id=row.id, done=row.revision), 303)


def _is_stale(found: Term) -> bool:
    """Whether plan or list are other than on the page that the form stood on."""
    seen = request.form.get("revision"), request.form.get("list")
    return seen != (str(found.row.revision), str(found.intake_row.revision))


def _job(session: Session, row: PlanRow, job_id: str) -> JobRow:
    found = session.get(JobRow, job_id)
    if found is None or found.plan_id != row.id or found.kind != "revise":
        raise missing("proposal")
    return found


def _proposal(session: Session, found: Term) -> Proposal | None:
    job_id = request.args.get("proposal", "")
    return _proposal_of(found, _job(session, found.row, job_id)) if job_id else None


def _proposal_of(found: Term, job: JobRow) -> Proposal:
    fits = (job.plan_revision, job.intake_revision) == (found.row.revision, found.intake_row.revision)
    return proposal(job, Called(found.intake, found.last.listed), fits=fits)


def _shown(session: Session, row: PlanRow, *, notice: str = "", status: int = 200) -> Response:
    found = Term(session, row)
    steps = life_of(session, row, MOST_STEPS)
    began = plans.revision_of(session, row, steps[0].revision).intake_revision
    called = Called(found.intake, found.last.listed, intakes.load(session, found.intake_row, began))
    waiting = found.waiting
    free = sum(room.free for room in found.rooms if room.size)
    told = list(lines(steps, called))
    return page(
        "term.html",
        status,
        plan=row,
        list=found.intake_row,
        notice=notice,
        done=request.args.get("done") == str(row.revision),
        outdated=found.is_outdated,
        difference=found.differences,
        called=called,
        place=found.last.plan.by_applicant(),
        most_named=MOST_NAMED,
        rooms=found.rooms,
        free=free,
        waiting=len(waiting),
        held=len(waiting) - len(found.seekers),
        prospects=tuple(_prospects(found, called)),
        too_long=found.refilling is None,
        nobody_fits=found.refilling == {}
        and any(room.size and room.free for room in found.rooms)
        and bool(found.seekers),
        untold=tuple(_untold(found, called)),
        proposal=_proposal(session, found),
        usual_moves=request.form.get("moves", str(USUAL_MOVES)),
        most_moves=MOST_MOVES,
        back=past_of(session, row).target("undo") is not None and told[-1].revision > (row.published_revision or 1),
        lines=told[::-1],
        strip=strip_of(steps),
        reason=request.form.get("reason", ""),
    )


def _prospects(found: Term, called: Called) -> Iterator[Prospect]:
    for deed in DEEDS:
        if (turn := found.turn(deed)) is not None:
            yield prospect(deed, turn, called)


def _untold(found: Term, called: Called) -> Sequence[Way]:
    """Whose place is another than they were told."""
    place = found.base.plan.by_applicant()
    moves = (Move(id=who, origin=group, target=place.get(who)) for who, group in found.told.items())
    there = found.intake.applicant_by_id
    return [called.way(move) for move in moves if move.origin != move.target and move.id in there]
