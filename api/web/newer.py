"""A newer spreadsheet of a list: read and mended like a new one, then laid beside the list before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import takes_lists
from api.db.models import DraftRow, IntakeRow
from api.planning.differences import Differences
from api.settings import Settings
from api.store import intakes
from api.store.drafts import Draft
from api.store.newer import fields_of, updated
from api.store.people import keeping_names
from api.transactions import writing
from api.upload import is_form, read_form
from api.web.pages import page, web
from api.web.start import draft_of, remembered
from api.web.texts import text
from matcher.intake import Applicant, Intake
from matcher.tables.draft import said
from matcher.validation import InvalidIntake

MOST_LISTED = 100
"""People of a kind that are named one by one; the others are counted."""


@dataclass(frozen=True)
class Comparison:
    """A newer spreadsheet beside its list: what taking it would do, or why that cannot be."""

    row: IntakeRow
    before: Intake
    after: Intake | None = None
    problems: tuple[str, ...] = ()
    kept_fields: tuple[str, ...] = ()

    @property
    def differences(self) -> Differences | None:
        """Who is new, gone and changed; None where it cannot be taken."""
        return None if self.after is None else Differences(self.before, self.after)


@web.post("/lists/<intake_id>/newer")
@requires(Scope.SUBMIT)
@takes_lists
def hand_in_newer(intake_id: str) -> Response:
    """Take a newer spreadsheet, and show what was read."""
    settings: Settings = current_app.config["SETTINGS"]
    with writing() as session:
        intake_row = intakes.find(session, current().clinic, intake_id)
        try:
            form = read_form(settings) if is_form() else None
        except RequestEntityTooLarge:
            said_of_file = text("too-large", most=settings.max_upload_bytes // 2**20)
            return page("newer_refused.html", 413, row=intake_row, message=said_of_file)
        if form is None or not form.names.get("list"):
            return page("newer_refused.html", 422, row=intake_row, message=text("no-file"))
        row = draft_of(form, remembered(session))
        row.intake_id, row.name, row.groups_name, row.groups_bytes = intake_row.id, intake_row.name, None, None
        session.add(row)
        session.flush()
        record(session, row.clinic_id, row.created_by, "draft.created", row.id, intake=intake_row.id)
    return redirect(url_for("web.draft", draft_id=row.id), 303)


def take(session: Session, row: DraftRow) -> IntakeRow | None:
    """Make what the spreadsheet says the list's next revision; None if the list is another than was shown beside it."""
    who = current()
    intake_row = intakes.find(session, who.clinic, row.intake_id or "", hold=True)
    compared = comparison(session, row, Draft(row, intakes.load(session, intake_row)))
    if compared is None or compared.after is None or request.form.get("revision") != str(intake_row.revision):
        return None
    if compared.after != compared.before:
        found = Differences(compared.before, compared.after)
        counts = {"new": len(found.new), "gone": len(found.gone), "changed": len(found.changed)}
        intakes.revise(session, intake_row, compared.after, who.actor)
        record(session, who.clinic, who.actor, "intake.replaced", row.intake_id, revision=intake_row.revision, **counts)
    return intake_row


def comparison(session: Session, row: DraftRow, draft: Draft) -> Comparison | None:
    """The newer spreadsheet beside its list; None while something in it has to be mended."""
    if row.intake_id is None or draft.read is None:
        return None
    intake_row = intakes.find(session, current().clinic, row.intake_id)
    before = intakes.load(session, intake_row)
    columns = {heading.field for heading in draft.headings if heading.field}
    read = draft.read.intake
    if not current().sees_names:
        named = keeping_names(read.applicants, before.applicant_by_id)
        read = read.model_copy(update={"applicants": named})
    try:
        after = updated(before, read, columns)
    except InvalidIntake as error:
        return Comparison(intake_row, before, problems=tuple(map(said, error.problems)))
    kept = (name for name in _said_of(before.applicants) if name not in fields_of(columns))
    return Comparison(intake_row, before, after, kept_fields=tuple(kept))


def shown_comparison(compared: Comparison | None) -> dict[str, Any]:
    """The comparison as a template takes it."""
    difference = None if compared is None else compared.differences
    return {"compared": compared, "difference": difference, "most_listed": MOST_LISTED}


def _said_of(people: Sequence[Applicant]) -> tuple[str, ...]:
    """The fields in which anybody of the list says something."""
    fields = Applicant.model_fields
    return tuple(name for name in fields if any(getattr(a, name) != fields[name].default for a in people))
