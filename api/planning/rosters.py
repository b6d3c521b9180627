"""Plans on their way out of the service: as roster, proposal, page, table or calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import g
from propcache.api import cached_property
from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import PlanRow, now
from api.media import CSV, HTML, PDF, XLSX
from api.problems import problem
from api.store import layouts, plans
from api.store.layouts import Layout
from matcher.answer import helped
from matcher.intake import Intake
from matcher.report.calendar import Issue, NoSession, Term, calendar
from matcher.report.pdf import PdfUnavailable
from matcher.report.printed import Imprint
from matcher.result import Result

Document = Literal["roster", "proposal"]


@dataclass(frozen=True)
class Kept:
    """A revision of a plan to be handed out, whose result says what would help whoever waits."""

    plan: str
    name: str
    revision: int
    published_at: datetime | None
    layout: Layout
    result: Result

    @property
    def published(self) -> bool:
        """Whether this revision is the one that people have been told."""
        return self.published_at is not None

    @property
    def intake(self) -> Intake:
        """The list that it is for, with what holds for the plan."""
        return self.layout.intake

    @cached_property
    def whole(self) -> Result:
        """The result with what would help."""
        return helped(self.result, lambda: self.layout.bench)

    @property
    def imprint(self) -> Imprint:
        """What stands on every printed page."""
        day = None if self.published_at is None else self.published_at.astimezone()
        state = "draft" if day is None else f"published {day.day} {day:%B %Y}"
        return Imprint(self.name, f"{state}, revision {self.revision}")


def taken(session: Session, row: PlanRow, revision: int | None) -> Kept:
    """A revision of the plan to be handed out: what is published or else the last one, unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision, 409 if it has none yet.
    """
    number = revision or row.published_revision or row.revision
    layout = layouts.layout(session, row, number)
    result = Result.model_validate(plans.revision_of(session, row, number).result)
    # Names leave the service here: that is a deed.
    record(session, row.clinic_id, current().actor, "roster.read", row.id, revision=number, placed=result.placed)
    g.counts["placed"] = result.placed
    told = row.published_at if row.published_revision == number else None
    return Kept(row.id, row.name, number, told, layout, result)


def written(kept: Kept, kind: str, document: Document = "roster") -> bytes:
    """A plan as a file of this kind.

    Raises:
        ProblemError: 406 if there can be no PDF.
    """
    # The libraries for spreadsheets and pages are slow to load, and most services are never asked for them.
    from matcher.report.page import render_page
    from matcher.report.pdf import proposal_pdf, roster_pdf
    from matcher.report.roster import roster_csv, roster_xlsx

    print_it = roster_pdf if document == "roster" else proposal_pdf
    writers: Mapping[str, Callable[[Intake, Result], bytes]] = {
        CSV: roster_csv,
        XLSX: roster_xlsx,
        HTML: lambda intake, result: render_page(intake, result).encode(),
        PDF: lambda intake, result: print_it(intake, result, kept.imprint),
    }
    try:
        return writers[kind](kept.intake, kept.whole)
    except PdfUnavailable as error:
        raise problem(406, "no_pdf", str(error), parameter="Accept") from error


def sessions(kept: Kept, term: Term, group: str | None) -> bytes:
    """The sessions of a plan's groups, or of one of them, as a calendar.

    Raises:
        ProblemError: 404 if the plan has no such group, 409 if none of them has a session.
    """
    if group is not None and group not in {each.id for each in kept.result.groups}:
        raise problem(404, "not_found", "this plan has no such group: check the id", parameter="group")
    try:
        return calendar(kept.result, term, Issue(kept.plan, kept.name, now(), kept.revision, kept.published), group)
    except NoSession as error:
        raise problem(409, "no_session", str(error)) from error
