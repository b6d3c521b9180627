"""The page on which a plan is published, withdrawn, printed and taken along."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request, url_for
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.attachments import attached
from api.db.models import IntakeRow, PlanRow
from api.media import CALENDAR, SUFFIXES
from api.planning import publishing
from api.planning.rosters import sessions
from api.problems import ProblemError
from api.store import plans
from api.transactions import reading, writing
from api.web.downloads import asked_for, revision_in_address
from api.web.pages import page, web
from api.web.texts import text
from matcher.days import Day
from matcher.intake import today
from matcher.report.calendar import EARLIEST, LATEST, MOST_WEEKS, USUAL_WEEKS, Term, without_session
from matcher.report.pdf import PdfUnavailable, require_pdf
from matcher.result import Result


class TermForm(BaseModel):
    """What the form of the calendar sends."""

    starts: Day = Field(ge=EARLIEST, le=LATEST)
    weeks: int = Field(default=USUAL_WEEKS, ge=1, le=MOST_WEEKS)
    group: str = Field(default="", max_length=100)


@web.get("/plans/<plan_id>/publish")
@requires(Scope.PLAN, Scope.PUBLISH)
def publish_page(plan_id: str) -> Response:
    """Show whether a plan is published, and what there is to take along."""
    return _shown(plan_id)


@web.post("/plans/<plan_id>/publish/now")
@requires(Scope.PUBLISH)
def publish(plan_id: str) -> Response:
    """Publish what the page showed."""
    return _changed(plan_id, withdrawn=False)


@web.post("/plans/<plan_id>/withdraw")
@requires(Scope.PUBLISH)
def withdraw(plan_id: str) -> Response:
    """Take it back."""
    return _changed(plan_id, withdrawn=True)


@web.get("/plans/<plan_id>/calendar.ics")
@requires(Scope.ROSTER)
def calendar_file(plan_id: str) -> Response:
    """The sessions as a calendar."""
    try:
        asked = TermForm.model_validate(request.args.to_dict())
    except ValidationError:
        return _shown(plan_id, text("calendar-wrong", most=MOST_WEEKS), 422)
    kept = asked_for(plan_id)
    try:
        content = sessions(kept, Term(asked.starts, asked.weeks), asked.group or None)
    except ProblemError:
        return _shown(plan_id, text("calendar-none"), 422)
    name = text("file-name", plan=kept.name, what=text("file-calendar"))
    return attached(content, CALENDAR, name, SUFFIXES[CALENDAR])


def _changed(plan_id: str, *, withdrawn: bool) -> Response:
    """Publish or withdraw, unless the plan is no longer what the page showed: then say so, and do nothing."""
    with writing() as session:
        row = publishing.held(session, plan_id)
        seen = (request.form.get("revision"), request.form.get("published", ""))
        if seen != (str(row.revision), str(row.published_revision or "")):
            wrong = text("publish-changed")
        else:
            wrong = ""
            try:
                (publishing.withdraw if withdrawn else publishing.publish)(session, row)
            except ProblemError:
                wrong = text("publish-not-now")
    if wrong:
        return _shown(plan_id, wrong, 409)
    return redirect(url_for("web.publish_page", plan_id=plan_id), 303)


def _shown(plan_id: str, wrong: str = "", status: int = 200) -> Response:
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if row.revision == 0:
            return redirect(url_for("web.plan", plan_id=plan_id), 303)
        last = plans.revision_of(session, row)
        revision = revision_in_address(row, row.published_revision or row.revision)
        result = Result.model_validate(plans.revision_of(session, row, revision).result)
        return page(
            "publish.html",
            status,
            plan=row,
            list=session.get_one(IntakeRow, row.intake_id),
            wrong=wrong,
            figures=last.figures,
            broken=sum(last.figures["broken"].values()),
            elsewhere=_elsewhere(session, row),
            other=publishing.another(session, row),
            may_publish=Scope.PUBLISH in current().scopes,
            may_take=current().sees_names,
            revision=revision,
            no_pdf=_no_pdf(result),
            groups=result.groups,
            without=without_session(result),
            **_term(),
        )


def _term() -> Mapping[str, Any]:
    """What stands in the form of the calendar: what was sent, or the next Monday and a usual term."""
    monday = today() + timedelta(days=7 - today().weekday())
    return {
        "starts": request.args.get("starts", monday.isoformat()),
        "weeks": request.args.get("weeks", str(USUAL_WEEKS)),
        "group": request.args.get("group", ""),
        "most_weeks": MOST_WEEKS,
    }


def _elsewhere(session: Session, row: PlanRow) -> int:
    """How many people do not sit where they were told, or were told another thing than now."""
    if row.published_revision in (None, row.revision):
        return 0
    told = plans.plan_of(plans.revision_of(session, row, row.published_revision)).by_applicant()
    now = plans.plan_of(plans.revision_of(session, row)).by_applicant()
    return sum(told.get(person) != now.get(person) for person in told.keys() | now.keys())


def _no_pdf(result: Result) -> str:
    """Why there can be no PDF; empty where there can."""
    try:
        require_pdf(result.applicants)
    except PdfUnavailable as error:
        return str(error)
    return ""
