"""Plans to take along: the report, tables, paper. ``?revision=`` names one; without it, it is the last."""

from flask import Response, request

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.attachments import attached
from api.db.models import PlanRow
from api.media import CSV, HTML, PDF, SUFFIXES, XLSX
from api.planning.rosters import Document, Kept, taken, written
from api.problems import missing
from api.store import plans
from api.transactions import writing
from api.web.pages import web
from api.web.texts import text


@web.get("/plans/<plan_id>/report.html")
@requires(Scope.ROSTER)
def report(plan_id: str) -> Response:
    """The whole report, to be printed or sent."""
    return _file(plan_id, HTML, "file-report")


@web.get("/plans/<plan_id>/roster.csv")
@requires(Scope.ROSTER)
def csv_roster(plan_id: str) -> Response:
    """The roster as CSV."""
    return _file(plan_id, CSV, "file-roster")


@web.get("/plans/<plan_id>/roster.xlsx")
@requires(Scope.ROSTER)
def xlsx_roster(plan_id: str) -> Response:
    """The roster as a workbook."""
    return _file(plan_id, XLSX, "file-roster")


@web.get("/plans/<plan_id>/roster.pdf")
@requires(Scope.ROSTER)
def pdf_roster(plan_id: str) -> Response:
    """The roster on paper, a page for every group."""
    return _file(plan_id, PDF, "file-roster")


@web.get("/plans/<plan_id>/proposal.pdf")
@requires(Scope.ROSTER)
def pdf_proposal(plan_id: str) -> Response:
    """The proposal for the meeting that decides."""
    return _file(plan_id, PDF, "file-proposal", "proposal")


def asked_for(plan_id: str) -> Kept:
    """The revision that the address names, to be handed out; without one, the last.

    Raises:
        ProblemError: 404 if there is no such plan or revision, 409 if it has none yet.
    """
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id)
        return taken(session, row, revision_in_address(row, row.revision))


def revision_in_address(row: PlanRow, usual: int) -> int:
    """The revision of the plan that the address names; without one, the usual.

    Raises:
        ProblemError: 404 if there is no such revision.
    """
    if "revision" not in request.args:
        return usual
    number = request.args.get("revision", 0, type=int)
    if not 1 <= number <= row.revision:
        raise missing("revision of the plan")
    return number


def _file(plan_id: str, kind: str, what: str, document: Document = "roster") -> Response:
    kept = asked_for(plan_id)
    name = text("file-name", plan=kept.name, what=text(what))
    return attached(written(kept, kind, document), kind, name, SUFFIXES[kind])
