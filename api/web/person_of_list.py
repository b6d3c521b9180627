"""One person of a list: their entry as a form, what screening says, and taking them off.

An address never says whom it is about: it has the place on the list, and which state of the list that place is of.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.names import name_of
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import IntakeRow, PlanRow
from api.problems import ProblemError
from api.store import intakes, plans
from api.store.people import checked, keep, without
from api.transactions import reading, writing
from api.web.entry import MORE, Filled, fill_in, naming, shown_fields, texts_of
from api.web.pages import page, web
from api.web.people import state_of, to_people
from api.web.texts import text
from matcher.intake import NAMING_OTHERS, Applicant, Intake, today
from matcher.tables.draft import said
from matcher.validation import InvalidIntake

HOW: Mapping[str, str] = {
    "age": "entry-how-age",
    "reasons": "entry-how-several",
    "availability": "entry-how-times",
    "submitted_at": "entry-how-date",
    "must_place_by": "entry-how-date",
    "avoid": "entry-how-codes",
    "together": "entry-how-codes",
    "preferred_groups": "entry-how-groups",
}
"""How a field is written, where its name does not say it."""

MOST_SUGGESTED = 500
"""People up to whom a form suggests their codes."""

MOST_NAMING = 20
"""People whose entries name somebody that are listed on the form."""

_LONG = ("reasons", "availability")


class Meant(NamedTuple):
    """Whom a form is about: as they stood when it was shown, and as they stand now; None where they are gone."""

    intake: Intake
    then: Applicant
    now: Applicant | None

    @property
    def changed_meanwhile(self) -> bool:
        """Whether somebody else has changed the person since."""
        return self.now != self.then


@web.get("/lists/<intake_id>/people/new")
@requires(Scope.SUBMIT)
def new_person(intake_id: str) -> Response:
    """An empty form."""
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        found = intakes.load(session, row)
        return _form(session, row, found, None, texts_of(None, names=current().sees_names))


@web.post("/lists/<intake_id>/people/new")
@requires(Scope.SUBMIT)
def add_person(intake_id: str) -> Response:
    """Put somebody at the end of the list."""
    with writing() as session:
        row = intakes.find(session, current().clinic, intake_id, hold=True)
        before = intakes.load(session, row)
        filled = fill_in(_sent(), before, None)
        if filled.intake is None:
            return _form(session, row, before, None, filled.texts, filled, status=422)
        keep(session, row, filled.intake, "applicants.added", count=1)
    return to_people(row, "added")


@web.get("/lists/<intake_id>/people/<int:number>")
@requires(Scope.SUBMIT, Scope.PLAN)
def person_of_list(intake_id: str, number: int) -> Response:
    """The form of somebody, as they stand now."""
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        meant = _meant(session, row, number, request.args.get("revision", ""))
        if meant.now is None:
            return to_people(row, "gone")
        return _form(session, row, meant.intake, meant.now, texts_of(meant.now, names=current().sees_names))


@web.post("/lists/<intake_id>/people/<int:number>/change")
@requires(Scope.SUBMIT)
def change_person(intake_id: str, number: int) -> Response:
    """Take what the form says, unless somebody else has changed the person since it was shown."""
    with writing() as session:
        row, meant = _held(session, intake_id, number)
        if meant.now is None:
            return to_people(row, "gone")
        names = current().sees_names
        now = texts_of(meant.now, names=names)
        sent = {**now, **_sent(), "id": meant.now.id}
        if meant.changed_meanwhile:
            # What this form has not touched is as whoever was quicker has left it.
            shown = texts_of(meant.then, names=names)
            both = {name: now[name] if sent[name] == shown[name] else sent[name] for name in now}
            return _form(session, row, meant.intake, meant.now, both, conflict=True, status=409)
        filled = fill_in(sent, meant.intake, meant.now)
        if filled.intake is None:
            return _form(session, row, meant.intake, meant.now, sent, filled, status=422)
        if filled.intake != meant.intake:
            keep(session, row, filled.intake, "applicant.changed")
    return to_people(row, "changed")


@web.post("/lists/<intake_id>/people/<int:number>/screening")
@requires(Scope.SCREEN, Scope.SUBMIT)
def screen_person(intake_id: str, number: int) -> Response:
    """Note what a clinician has decided: cleared for a group, or not."""
    cleared = request.form.get("cleared") == "yes"
    with writing() as session:
        row, meant = _held(session, intake_id, number)
        if meant.now is None:
            return to_people(row, "gone")
        if meant.changed_meanwhile:
            texts = texts_of(meant.now, names=current().sees_names)
            return _form(session, row, meant.intake, meant.now, texts, conflict=True, status=409)
        decided: dict[str, bool | date | None] = {"cleared": cleared, "cleared_at": today() if cleared else None}
        now = meant.now.model_copy(update=decided)
        entries = (now if other is meant.now else other for other in meant.intake.applicants)
        keep(
            session,
            row,
            checked(meant.intake, applicants=tuple(entries)),
            "applicant.cleared" if cleared else "applicant.held",
        )
    return to_people(row, "cleared" if cleared else "held")


@web.post("/lists/<intake_id>/people/<int:number>/off")
@requires(Scope.SUBMIT)
def take_off(intake_id: str, number: int) -> Response:
    """Take somebody off the list, with every mention of them."""
    with writing() as session:
        row, meant = _held(session, intake_id, number)
        if meant.now is None:
            return to_people(row, "gone")
        texts = texts_of(meant.now, names=current().sees_names)
        if meant.changed_meanwhile:
            return _form(session, row, meant.intake, meant.now, texts, conflict=True, status=409)
        refused = Filled(texts)
        try:
            changes, counts = without(meant.intake, meant.now.id)
            keep(session, row, checked(meant.intake, **changes), "applicant.removed", **counts)
        except ProblemError as error:
            refused.blame("", error.errors[0].detail)
        except InvalidIntake as error:
            for problem in error.problems:
                refused.blame("", text("entry-elsewhere", message=said(problem)))
        if refused.wrong:
            return _form(session, row, meant.intake, meant.now, texts, refused, status=409)
    return to_people(row, "off")


def _held(session: Session, intake_id: str, number: int) -> tuple[IntakeRow, Meant]:
    row = intakes.find(session, current().clinic, intake_id, hold=True)
    return row, _meant(session, row, number, request.form.get("revision", ""))


def _meant(session: Session, row: IntakeRow, number: int, revision: str) -> Meant:
    now = intakes.load(session, row)
    given = int(revision) if revision.isdecimal() and len(revision) < 10 else row.revision
    then = now if given == row.revision else intakes.load(session, row, given)
    if not 1 <= number <= len(then.applicants):
        abort(404)
    found = then.applicants[number - 1]
    return Meant(now, found, now.applicant_by_id.get(found.id))


def _sent() -> dict[str, str]:
    """The texts of the form, of those fields that whoever sends it may see."""
    fields = (*shown_fields(names=current().sees_names), *NAMING_OTHERS, *MORE)
    return {name: request.form[name].strip() for name in fields if name in request.form}


def _form(
    session: Session,
    row: IntakeRow,
    intake: Intake,
    person: Applicant | None,
    texts: Mapping[str, str],
    filled: Filled | None = None,
    *,
    conflict: bool = False,
    status: int = 200,
) -> Response:
    names = current().sees_names
    now = texts_of(person, names=names)
    others = {name: value for name, value in now.items() if conflict and texts.get(name, "") != value}
    return page(
        "person_of_list.html",
        status,
        row=row,
        person=person,
        number=None if person is None else intake.applicants.index(person) + 1,
        texts=texts,
        first=shown_fields(names=names),
        ties=NAMING_OTHERS,
        more=MORE,
        more_open=any(texts.get(name) for name in MORE) or any(name in MORE for name in (filled or Filled({})).wrong),
        long=_LONG,
        how=HOW,
        wrong={} if filled is None else filled.wrong,
        conflict=conflict,
        others=others,
        state="" if person is None else state_of(intake, person),
        codes=_codes(intake, person),
        naming={} if person is None else naming(intake, person),
        most_naming=MOST_NAMING,
        stages=[stage.label or stage.slug for stage in intake.vocabulary.life_stages],
        places=() if person is None else _places(session, row, person),
        may_change=Scope.SUBMIT in current().scopes,
        may_screen=bool({Scope.SCREEN, Scope.SUBMIT} & current().scopes),
    )


def _codes(intake: Intake, person: Applicant | None) -> list[tuple[str, str | None]]:
    """The codes of everybody else, with names for those who may see them; none of a long list."""
    if len(intake.applicants) > MOST_SUGGESTED:
        return []
    others = (other for other in intake.applicants if other is not person)
    return [(other.id, name_of(other)) for other in others]


def _places(session: Session, row: IntakeRow, person: Applicant) -> list[tuple[PlanRow, str]]:
    """The plans in which somebody has a place, and where."""
    found = session.scalars(select(PlanRow).where(PlanRow.intake_id == row.id, PlanRow.revision > 0))
    placed = ((plan, plans.plan_of(plans.revision_of(session, plan)).by_applicant().get(person.id)) for plan in found)
    return [(plan, group) for plan, group in placed if group is not None]
