"""How the board answers: to a script with the parts that have changed, to a form with the next page."""

from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.principal import current
from api.db.models import IntakeRow, JobRow, PlanRow
from api.planning.history import past_of
from api.store import plans
from api.web.board import Standing, standing
from api.web.changes import told
from api.web.pages import page
from api.web.proposal import Proposal, proposal_of
from api.web.texts import text
from matcher.report import words
from matcher.report.ages import ROW

RUNNING = ("queued", "running")
"""States of a job that will still answer."""


def scripted() -> bool:
    """Whether a script asked, which puts the answer's parts where they belong."""
    return "HX-Request" in request.headers


def whole(
    session: Session, row: PlanRow, *, said: str = "", notice: str = "", status: int = 200, with_help: bool = False
) -> Response:
    """The whole board, as a page or in the place of the one that is there."""
    stands = standing(session, row)
    values = _values(session, row, stands) | {
        "places": tuple(stands.places()),
        "waiting": tuple(stands.waiting(with_help=with_help)),
        "with_help": with_help,
        "proposal": _proposal(session, row, stands),
        "said": said,
        "notice": notice,
    }
    if scripted():
        return page("board_whole.html", **values)
    return page("plan.html", status, **values)


def changed(session: Session, row: PlanRow, before: Standing) -> Response:
    """What has become of the plan since."""
    if not scripted():
        return redirect(url_for("web.plan", plan_id=row.id, said=row.revision), 303)
    after = standing(session, row)
    if before.layout.intake_revision != after.layout.intake_revision:
        return whole(session, row, said=told(before, after))
    waits = before.result.waitlist != after.result.waitlist or before.layout.pins != after.layout.pins
    # What would have helped before is not said of the plan as it is now.
    waits = waits or request.form.get("helped") == "yes"
    return page(
        "board_changed.html",
        **_values(session, row, after),
        places=after.changed_places(before),
        waiting=tuple(after.waiting()) if waits else None,
        said=told(before, after),
    )


def helps(session: Session, row: PlanRow) -> Response:
    """Whoever waits, with what would help them."""
    said = text("board-helps-said")
    if not scripted():
        return whole(session, row, said=said, with_help=True)
    stands = standing(session, row)
    waiting = tuple(stands.waiting(with_help=True))
    return page("board_helps.html", **_values(session, row, stands), waiting=waiting, said=said)


def dialog(template: str, status: int = 200, **values: Any) -> Response:
    """Something to be answered before the board goes on: in its dialog, or as a page of its own."""
    if scripted():
        return page(template, layout="dialog.html", **values)
    return page(template, status, layout="base.html", **values)


def stale(session: Session, row: PlanRow) -> Response | None:
    """The answer to a form that was made for an earlier state of the plan: how it stands now, and nothing is done."""
    if request.form.get("revision") == str(row.revision):
        return None
    return whole(session, row, notice=text("board-conflict"), status=409)


def said(session: Session, row: PlanRow) -> str:
    """What the page was led to after a change has to say of it."""
    if request.args.get("said") != str(row.revision) or row.revision < 2:
        return ""
    return told(standing(session, row, row.revision - 1), standing(session, row))


def last_job(session: Session, row: PlanRow) -> JobRow | None:
    """The job that was handed in last for a plan."""
    return session.scalar(select(JobRow).where(JobRow.plan_id == row.id).order_by(JobRow.id.desc()).limit(1))


def _values(session: Session, row: PlanRow, stands: Standing) -> dict[str, Any]:
    intake_row = session.get_one(IntakeRow, row.intake_id)
    result, past = stands.result, past_of(session, row)
    job = last_job(session, row)
    return {
        "plan": row,
        "list": intake_row,
        "stands": stands,
        "people_at": url_for(
            "web.person_now", plan_id=row.id, revision=stands.layout.intake_revision, number=0
        ).removesuffix("0"),
        "result": result,
        "axis": stands.axis,
        "row_height": ROW,
        "headline": words.headline(result),
        "proof": words.proof(result),
        "short": words.shortfall(result),
        "of_hundred": words.of_hundred,
        "newer": plans.revision_of(session, row).intake_revision < intake_row.revision,
        "undo": past.target("undo") is not None,
        "redo": past.target("redo") is not None,
        "proposed": job if job is not None and _may_propose(job, row) else None,
    }


def _may_propose(job: JobRow, row: PlanRow) -> bool:
    return job.plan_revision == row.revision and bool(job.options.get("propose"))


def _proposal(session: Session, row: PlanRow, stands: Standing) -> Proposal | None:
    job = session.get(JobRow, request.args.get("proposal", ""))
    if job is None or job.clinic_id != current().clinic or job.plan_id != row.id:
        return None
    return proposal_of(job, stands)
