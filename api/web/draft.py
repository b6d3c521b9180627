"""The page on which a list is read, corrected and kept."""

import re
from collections.abc import Iterable

from flask import redirect, request, url_for
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import DraftRow, HeadingRow, now
from api.problems import missing
from api.store import intakes, owned
from api.store.drafts import MOST_ROWS_MENDED, UNREAD, Draft
from api.transactions import reading, writing
from api.web.newer import comparison, shown_comparison, take
from api.web.pages import page, web
from api.web.people import to_people
from api.web.texts import text
from matcher.result import RowProblem
from matcher.tables import TableError
from matcher.tables.columns import APPLICANT_COLUMNS

FIELDS = tuple(column.field for column in APPLICANT_COLUMNS)
"""What a column can be read as."""

_CELL = re.compile(r"cell-(\d{1,7})-(\d{1,4})")


@web.get("/drafts/<draft_id>")
@requires(Scope.SUBMIT)
def draft(draft_id: str) -> Response:
    """Show what was read and what is wrong."""
    with reading() as session:
        row = _find(session, draft_id)
        return _shown(session, row)


@web.post("/drafts/<draft_id>")
@requires(Scope.SUBMIT)
def mend_draft(draft_id: str) -> Response:
    """Take corrections: what columns are read as, new texts of cells, rows left out knowingly."""
    with writing() as session:
        row = _find(session, draft_id)
        _correct(row)
        row.updated_at = now()
    return redirect(url_for("web.draft", draft_id=draft_id), 303)


@web.post("/drafts/<draft_id>/keep")
@requires(Scope.SUBMIT)
def keep_draft(draft_id: str) -> Response:
    """Make an intake of it."""
    with writing() as session:
        row = _find(session, draft_id)
        if row.intake_id is not None:
            taken = take(session, row)
            if taken is None:
                return redirect(url_for("web.draft", draft_id=draft_id, stale="yes"), 303)
            _remember(session, row)
            session.delete(row)
            return to_people(taken, "replaced")
        read = Draft(row).read
        if read is None:
            return redirect(url_for("web.draft", draft_id=draft_id), 303)
        name = request.form.get("name", "").strip()[:200] or row.name
        who = current()
        kept = intakes.create(session, who.clinic, name, read.intake, who.actor)
        _remember(session, row)
        session.delete(row)
        people = len(read.intake.applicants)
        record(session, who.clinic, who.actor, "intake.created", kept.id, applicants=people, left_out=len(row.left_out))
    return redirect(url_for("web.intake", intake_id=kept.id), 303)


@web.post("/drafts/<draft_id>/discard")
@requires(Scope.SUBMIT)
def discard_draft(draft_id: str) -> Response:
    """Forget it."""
    with writing() as session:
        row = _find(session, draft_id)
        record(session, row.clinic_id, current().actor, "draft.discarded", row.id)
        session.delete(row)
    return redirect(url_for("web.start"), 303)


def _find(session: Session, draft_id: str) -> DraftRow:
    row = owned.find(session, DraftRow, "draft", current().clinic, draft_id)
    # Nobody knows yet which column holds names: a file is for whoever brought it, and for those who may see names.
    if not current().sees_names and row.created_by != current().actor:
        raise missing("draft")
    return row


def _shown(session: Session, row: DraftRow) -> Response:
    onto = None if row.intake_id is None else intakes.find(session, row.clinic_id, row.intake_id)
    found = Draft(row, None if onto is None else intakes.load(session, onto))
    try:
        headings, rows = found.headings, tuple(found.rows())
    except TableError as error:
        return page(
            "draft.html",
            draft=row,
            onto=onto,
            problems=len(error.problems),
            whole=_of_the_whole(row, error.problems),
            rows=(),
            headings=(),
            fields=FIELDS,
            people=0,
            left_out=0,
            looks=(),
            numbers={},
            more_rows=0,
        )
    return page(
        "draft.html",
        draft=row,
        onto=onto,
        stale=bool(request.args.get("stale")),
        **shown_comparison(comparison(session, row, found)),
        problems=len(found.problems),
        whole=_of_the_whole(row, found.of_the_whole),
        rows=rows[:MOST_ROWS_MENDED],
        more_rows=len(rows) if len(rows) > MOST_ROWS_MENDED else 0,
        headings=headings,
        numbers={heading.text: heading.number for heading in headings},
        fields=FIELDS,
        people=0 if found.read is None else len(found.read.intake.applicants),
        left_out=len(row.left_out),
        looks=() if found.read is None else found.read.warnings,
    )


def _of_the_whole(row: DraftRow, problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Problems about no row; about columns of the list in the words of the page, where one chooses what they are."""
    return [
        problem.model_copy(update={"message": _about_a_column(problem)}) if problem.file == row.list_name else problem
        for problem in problems
    ]


def _about_a_column(problem: RowProblem) -> str:
    if problem.field in FIELDS and problem.code == f"no_{problem.field}_column":
        return text("draft-no-column", field=text(f"field-{problem.field}"))
    if problem.field in FIELDS and problem.code == "two_headings":
        return text("draft-two-headings", field=text(f"field-{problem.field}"), heading=problem.column or "")
    return problem.message


def _correct(row: DraftRow) -> None:
    headings = Draft(row).grid.headings
    mapping = dict(row.mapping)
    cells = {number: dict(changed) for number, changed in row.cells.items()}
    for name, value in request.form.items():
        if name.startswith("heading-") and (number := name.removeprefix("heading-")).isdecimal():
            if int(number) < len(headings) and value in (*FIELDS, UNREAD):
                mapping[headings[int(number)]] = value
        elif (found := _CELL.fullmatch(name)) and int(found[2]) < len(headings):
            cells.setdefault(found[1], {})[headings[int(found[2])]] = value
    shown = {int(number) for number in request.form.getlist("shown") if number.isdecimal()}
    out = {int(number) for number in request.form.getlist("out") if number.isdecimal()}
    row.mapping = mapping
    row.cells = cells
    row.left_out = sorted((set(row.left_out) - shown) | (out & shown))


def _remember(session: Session, row: DraftRow) -> None:
    """Keep what the headings were read as, for the next list."""
    for heading in Draft(row).headings:
        if heading.text and len(heading.text) <= 200:
            where = (HeadingRow.clinic_id == row.clinic_id, HeadingRow.heading == heading.text)
            session.execute(delete(HeadingRow).where(*where))
            session.add(HeadingRow(clinic_id=row.clinic_id, heading=heading.text, field=heading.field or UNREAD))
