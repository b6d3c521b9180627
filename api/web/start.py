"""The first page: hand in a list, try a sample, find what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.ids import new_id
from api.db.models import DraftRow, HeadingRow, IntakeRevisionRow, IntakeRow, PlanRow
from api.store import intakes
from api.transactions import reading, writing
from api.web.drafts import plain_name, title_of
from api.web.pages import page, web
from api.web.texts import text
from matcher.generate import AS_OF, Kind, generate, generate_groups
from matcher.intake import Intake

MOST_SHOWN = 50
"""Lists on the page, the latest first."""

SAMPLES: dict[str, tuple[Kind, int]] = {"campus": ("campus", 64), "clinic": ("clinic", 240)}
"""Invented lists by the name of their button."""

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes of a file handed in on the pages at the most."""

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
def hand_in() -> Response:
    """Take a spreadsheet, and show what was read."""
    request.max_content_length = 2 * LARGEST_FILE
    given = request.files.get("list")
    if given is None or not given.filename:
        return _start(text("no-file"), status=422)
    groups = request.files.get("groups")
    files = [given.read(LARGEST_FILE + 1), groups.read(LARGEST_FILE + 1) if groups and groups.filename else None]
    if any(data is not None and len(data) > LARGEST_FILE for data in files):
        return _start(text("too-large", most=LARGEST_FILE // 2**20), status=413)
    with writing() as session:
        row = _draft(given, files[0] or b"", groups, files[1])
        row.mapping = remembered(session)
        session.add(row)
        session.flush()
        record(session, row.clinic_id, row.created_by, "draft.created", row.id)
    return redirect(url_for("web.draft", draft_id=row.id), 303)


@web.post("/lists/sample")
@requires(Scope.SUBMIT)
def sample() -> Response:
    """Keep an invented list."""
    kind, size = SAMPLES[request.form.get("kind", "") if request.form.get("kind") in SAMPLES else "campus"]
    generated = generate(kind, size, SAMPLE_SEED)
    groups = generate_groups(generated.applicants, SAMPLE_SEED)
    intake = Intake(applicants=generated.applicants, groups=groups, ties=generated.intake.ties, as_of=AS_OF)
    with writing() as session:
        row = intakes.create(session, current().clinic, text(f"start-sample-{kind}"), intake, current().actor)
        record(session, row.clinic_id, current().actor, "intake.created", row.id, applicants=size)
    return redirect(url_for("web.intake", intake_id=row.id), 303)


def remembered(session: Session) -> dict[str, str]:
    """What the clinic's headings were read as last."""
    statement = select(HeadingRow).where(HeadingRow.clinic_id == current().clinic)
    return {row.heading: row.field for row in session.scalars(statement)}


def _draft(given: FileStorage, data: bytes, groups: FileStorage | None, groups_data: bytes | None) -> DraftRow:
    return DraftRow(
        id=new_id("drf"),
        clinic_id=current().clinic,
        name=title_of(plain_name(given.filename or "", "list.csv")),
        list_name=plain_name(given.filename or "", "list.csv"),
        list_bytes=data,
        groups_name=plain_name(groups.filename or "", "groups.csv") if groups and groups_data is not None else None,
        groups_bytes=groups_data,
        mapping={},
        cells={},
        left_out=[],
        created_by=current().actor,
    )


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
        drafts = session.scalars(
            select(DraftRow).where(DraftRow.clinic_id == clinic).order_by(DraftRow.id.desc()).limit(MOST_SHOWN)
        ).all()
    return page("start.html", status, lists=lists, drafts=drafts, messages=messages)
