"""The page of a list: its groups, who could come when, what matters, and the proposals made for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from api.access.names import as_seen
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import IntakeRow, PlanRow
from api.jobs.submit import compose
from api.store import intakes, plans
from api.transactions import reading, writing
from api.web import matters, offers
from api.web.matters import BALANCE_STEPS, LIKENESS, MODES, Matters, kept_apart, matters_of, matters_sent
from api.web.offers import FIELDS, Line, follow_groups, lines_of, lines_sent
from api.web.pages import page, web
from api.web.texts import text
from api.web.weekly import week_of
from matcher.intake import Intake, Problem, Sizes
from matcher.report.view import settings
from matcher.rules.screening import is_stopped
from matcher.tables.draft import said
from matcher.validation import InvalidIntake, validate_intake

SECONDS = (10, 60, 300)
"""How long a search may take, to choose from."""

SAVED: Mapping[str, str] = {"groups": "saved-groups", "policy": "saved-policy"}


@dataclass(frozen=True)
class Sent:
    """A form of the page that was refused: what stood in it, and why."""

    lines: Sequence[Line] = ()
    sizes: Mapping[str, str] = field(default_factory=dict)
    matters: Matters | None = None
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)
    messages: Sequence[str] = ()
    conflict: bool = False


@web.get("/lists/<intake_id>")
@requires(Scope.SUBMIT, Scope.PLAN)
def intake(intake_id: str) -> Response:
    """Show a list."""
    return _shown(intake_id, saved=SAVED.get(request.args.get("saved", ""), ""))


@web.post("/lists/<intake_id>/groups")
@requires(Scope.SUBMIT)
def save_groups(intake_id: str) -> Response:
    """Take the table of groups."""
    lines = lines_sent(request.form)
    sizes = {name: request.form.get(f"sizes-{name}", "").strip() for name in Sizes.model_fields}

    def change(data: dict[str, Any], found: Intake) -> None:
        known = {group.id: group.model_dump(mode="json", exclude_defaults=True) for group in found.groups}
        data["groups"] = [line.group(known) for line in lines if line.is_group]
        data["sizes"] = {name: value or getattr(found.sizes, name) for name, value in sizes.items()}
        follow_groups(data["applicants"], lines)

    def refused(problems: Sequence[Problem], _found: Intake) -> Sent:
        left = offers.blame(lines, problems)
        return Sent(lines=lines, sizes=sizes, messages=[_message(problem) for problem in left])

    return _save(intake_id, "groups", ("groups", "sizes"), change, refused)


@web.post("/lists/<intake_id>/policy")
@requires(Scope.SUBMIT)
def save_policy(intake_id: str) -> Response:
    """Take what matters."""

    def change(data: dict[str, Any], found: Intake) -> None:
        matters_sent(request.form, matters_of(found)).change(data, found)

    def refused(problems: Sequence[Problem], found: Intake) -> Sent:
        wrong, left = matters.blame(problems)
        sent = matters_sent(request.form, matters_of(found))
        return Sent(matters=sent, wrong=wrong, messages=[_message(problem) for problem in left])

    return _save(intake_id, "policy", ("policy", "ties"), change, refused)


@web.post("/lists/<intake_id>/propose")
@requires(Scope.PLAN)
def propose(intake_id: str) -> Response:
    """Begin a search for groups."""
    asked = request.form.get("seconds", "")
    seconds = int(asked) if asked in map(str, SECONDS) else SECONDS[0]
    with writing() as session:
        row = intakes.find(session, current().clinic, intake_id)
        job = compose(session, current(), row, plans.next_name(session, row), {"seconds": seconds})
    return redirect(url_for("web.plan", plan_id=job.plan_id), 303)


def _shown(intake_id: str, *, saved: str = "", sent: Sent = Sent(), status: int = 200) -> Response:
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        found = as_seen(intakes.load(session, row))
        made = session.scalars(select(PlanRow).where(PlanRow.intake_id == row.id).order_by(PlanRow.id.desc())).all()
    sizes = {name: str(getattr(found.sizes, name)) for name in Sizes.model_fields}
    return page(
        "intake.html",
        status,
        row=row,
        people=len(found.applicants),
        held=sum(is_stopped(found, person) for person in found.applicants),
        plans=made,
        week=week_of(found),
        lines=sent.lines or lines_of(found.groups),
        columns=FIELDS,
        sizes=sizes | dict(sent.sizes),
        seconds=SECONDS,
        likeness=LIKENESS,
        matters=sent.matters or matters_of(found),
        modes=MODES,
        steps=BALANCE_STEPS,
        pairs=sum(1 for _ in kept_apart(found)),
        rules=tuple(settings(found.policy)),
        saved=saved,
        sent=sent,
        refused=status == 422,
    )


def _save(
    intake_id: str,
    what: str,
    parts: Sequence[str],
    change: Callable[[dict[str, Any], Intake], None],
    refused: Callable[[Sequence[Problem], Intake], Sent],
) -> Response:
    """Take a form of the page, all of it or nothing; of a state that others have changed since, nothing."""
    with writing() as session:
        row = intakes.find(session, current().clinic, intake_id, hold=True)
        found = intakes.load(session, row)
        if _changed_meanwhile(session, row, found, parts):
            return _shown(intake_id, sent=Sent(conflict=True), status=409)
        data = found.model_dump(mode="json", exclude_defaults=True)
        change(data, found)
        try:
            intakes.revise(session, row, validate_intake(data), current().actor)
        except InvalidIntake as error:
            return _shown(intake_id, sent=refused(error.problems, found), status=422)
        record(session, row.clinic_id, current().actor, "intake.changed", row.id, revision=row.revision)
    return redirect(url_for("web.intake", intake_id=intake_id, saved=what), 303)


def _changed_meanwhile(session: Session, row: IntakeRow, now: Intake, parts: Sequence[str]) -> bool:
    """Whether the part of the list that a form is about is another than when the form was shown."""
    shown = request.form.get("revision", "")
    if not shown.isdecimal() or len(shown) > 9 or int(shown) == row.revision:
        return False
    then = intakes.load(session, row, int(shown))
    return any(getattr(then, part) != getattr(now, part) for part in parts)


def _message(problem: Problem) -> str:
    """A problem that no field of the page is about."""
    where = str(problem.path[0]) if problem.path else ""
    return text("problem-in", where=where, message=said(problem)) if where else said(problem)
