"""The page of a plan: the search as it goes on, then the groups."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import IntakeRow
from api.jobs import tenure
from api.jobs.submit import submit
from api.store import plans
from api.transactions import reading, writing
from api.web.answers import RUNNING, last_job, said, whole
from api.web.keeping import kept_notice
from api.web.pages import page, web


@web.get("/plans/<plan_id>")
@requires(Scope.PLAN)
def plan(plan_id: str) -> Response:
    """Show a plan, or the search for it."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        job = last_job(session, row)
        intake_row = session.get_one(IntakeRow, row.intake_id)
        if row.revision == 0:
            going = job is not None and job.state in RUNNING
            return page("search.html", plan=row, job=job, list=intake_row, going=going)
        return whole(session, row, said=said(session, row) or kept_notice(row))


@web.post("/plans/<plan_id>/stop")
@requires(Scope.PLAN)
def stop(plan_id: str) -> Response:
    """End the search, and keep what it has or nothing."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id)
        last = last_job(session, row)
        job = None if last is None else tenure.row_of(session, last.id)
        if job is not None and job.state in RUNNING:
            keep = request.form.get("keep") != "no"
            tenure.ask_to_stop(session, job, keep=keep)
            record(session, row.clinic_id, current().actor, "job.stopped", job.id, keep=keep)
    return redirect(url_for("web.plan", plan_id=plan_id), 303)


@web.post("/plans/<plan_id>/again")
@requires(Scope.PLAN)
def again(plan_id: str) -> Response:
    """Search again, for a plan that got no groups."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        job = last_job(session, row)
        if job is None or job.state not in RUNNING:
            intake_row = session.get_one(IntakeRow, row.intake_id)
            options = {"seconds": 10} if job is None else job.options
            made = submit(session, current(), "solve", intake=intake_row, plan=row, options=options)
            record(session, row.clinic_id, current().actor, "plan.composed", row.id, job=made.id, intake=row.intake_id)
    return redirect(url_for("web.plan", plan_id=plan_id), 303)
