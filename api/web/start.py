"""The first page: hand in a list, try a sample, find what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, redirect, request, url_for
from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from api.access.principal import Principal, current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import takes_lists
from api.db.ids import new_id
from api.db.models import DraftRow, HeadingRow, IntakeRevisionRow, IntakeRow, PlanRow
from api.settings import Settings
from api.store.drafts import plain_name, title_of
from api.store.invented import invent, keep, require_inventing
from api.transactions import reading, writing
from api.upload import Upload, is_form, read_form
from api.web.pages import page, web
from api.web.texts import text
from matcher.generate import Kind

MOST_SHOWN = 50
"""Lists on the page, the latest first."""

MOST_PLANS = 3
"""Plans beside a list, the latest first; its own page has all."""

SAMPLES: dict[str, tuple[Kind, int]] = {"campus": ("campus", 64), "clinic": ("clinic", 240)}
"""Invented lists by the name of their button."""

SAMPLE_SEED = 1


@dataclass(frozen=True, slots=True)
class ListShown:
    """One list with its plans."""

    id: str
    name: str
    applicants: int
    groups: int
    updated_at: datetime
    plans: Sequence[PlanRow]


@web.get("/")
@requires(Scope.SUBMIT, Scope.PLAN)
def start() -> Response:
    """The first page."""
    return _start()


@web.post("/lists")
@requires(Scope.SUBMIT)
@takes_lists
def hand_in() -> Response:
    """Take a spreadsheet, and show what was read."""
    settings: Settings = current_app.config["SETTINGS"]
    if not is_form():
        return _start(text("no-file"), status=422)
    try:
        form = read_form(settings)
    except RequestEntityTooLarge:
        return _start(text("too-large", most=settings.max_upload_bytes // 2**20), status=413)
    if not form.names.get("list"):
        return _start(text("no-file"), status=422)
    with writing() as session:
        row = draft_of(form, remembered(session))
        session.add(row)
        session.flush()
        record(session, row.clinic_id, row.created_by, "draft.created", row.id)
    return redirect(url_for("web.draft", draft_id=row.id), 303)


@web.post("/lists/sample")
@requires(Scope.SUBMIT)
def sample() -> Response:
    """Keep an invented list."""
    require_inventing()
    kind, size = SAMPLES.get(request.form.get("kind", ""), SAMPLES["campus"])
    intake = invent(kind, size, SAMPLE_SEED)
    with writing() as session:
        row = keep(session, text(f"start-sample-{kind}"), intake)
    return redirect(url_for("web.intake", intake_id=row.id), 303)


def remembered(session: Session) -> dict[str, str]:
    """What the clinic's headings were read as last."""
    statement = select(HeadingRow).where(HeadingRow.clinic_id == current().clinic)
    return {row.heading: row.field for row in session.scalars(statement)}


def draft_of(form: Upload, mapping: dict[str, str]) -> DraftRow:
    """A draft of the files that were sent."""
    name = plain_name(form.names["list"], "list.csv")
    groups = form.names.get("groups")
    return DraftRow(
        id=new_id("drf"),
        clinic_id=current().clinic,
        name=title_of(name),
        list_name=name,
        list_bytes=form.files["list"].read_bytes(),
        groups_name=plain_name(groups, "groups.csv") if groups else None,
        groups_bytes=form.files["groups"].read_bytes() if groups else None,
        mapping=mapping,
        cells={},
        left_out=[],
        created_by=current().actor,
    )


def _drafts(asks: Principal) -> Select[DraftRow]:
    """Those that whoever asks may go on with."""
    found = select(DraftRow).where(DraftRow.clinic_id == asks.clinic)
    if Scope.SUBMIT not in asks.scopes:
        return found.where(false())
    return found if asks.sees_names else found.where(DraftRow.created_by == asks.actor)


def _start(*messages: str, status: int = 200) -> Response:
    with reading() as session:
        clinic = current().clinic
        found = (
            select(IntakeRow, IntakeRevisionRow)
            .join(
                IntakeRevisionRow,
                (IntakeRevisionRow.intake_id == IntakeRow.id) & (IntakeRevisionRow.revision == IntakeRow.revision),
            )
            .where(IntakeRow.clinic_id == clinic)
            .order_by(IntakeRow.updated_at.desc())
            .limit(MOST_SHOWN)
        )
        rows = session.execute(found).all()
        plans: dict[str, list[PlanRow]] = {}
        ids = [row.id for row, _ in rows]
        for plan in session.scalars(select(PlanRow).where(PlanRow.intake_id.in_(ids)).order_by(PlanRow.id)):
            plans.setdefault(plan.intake_id, []).append(plan)
        lists = [
            ListShown(row.id, row.name, head.applicants, head.groups, row.updated_at, plans.get(row.id, []))
            for row, head in rows
        ]
        drafts = session.scalars(_drafts(current()).order_by(DraftRow.id.desc()).limit(MOST_SHOWN)).all()
    settings: Settings = current_app.config["SETTINGS"]
    return page(
        "start.html",
        status,
        lists=lists,
        most_plans=MOST_PLANS,
        drafts=drafts,
        messages=messages,
        samples=settings.demo,
    )
