"""The board's own requests: where somebody could go, what would help those who wait, and what is done with them."""

from flask import request
from werkzeug.wrappers import Response

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import PlanRow
from api.planning.edits import Asked
from api.planning.turns import Turn
from api.problems import problem
from api.store import layouts, plans
from api.transactions import reading, writing
from api.web.answers import changed, dialog, helps, stale, whole
from api.web.board import Standing, kept, standing
from api.web.pages import page, web
from api.web.targets import MOST_SHOWN, partners, targets
from api.web.texts import text
from api.web.wish import Wish, read_wish
from matcher.answer import breach_report


@web.post("/plans/<plan_id>/targets")
@requires(Scope.PLAN)
def show_targets(plan_id: str) -> Response:
    """Where somebody could go, each place with what it would do."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if (outdated := stale(session, row)) is not None:
            return outdated
        stands = standing(session, row)
        who = _person(stands)
        found = targets(stands, layouts.newest(session, row, newer_list=False).bench, who)
    return dialog(
        "targets.html",
        plan=row,
        who=who,
        person=stands.name(who),
        here=stands.place.get(who),
        title=stands.title,
        pin=stands.layout.pins.to.get(who),
        listed=stands.layout.listed.applicant_by_id[who].pinned_group,
        targets=found,
        most=MOST_SHOWN,
    )


@web.post("/plans/<plan_id>/gains")
@requires(Scope.PLAN)
def show_gains(plan_id: str) -> Response:
    """The same in short, to be written on every group while somebody is dragged."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        stands = standing(session, row)
        found = targets(stands, layouts.newest(session, row, newer_list=False).bench, _person(stands))
    return page("gains.html", targets=found)


@web.post("/plans/<plan_id>/partners")
@requires(Scope.PLAN)
def show_partners(plan_id: str) -> Response:
    """With whom of a group somebody could change places."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if (outdated := stale(session, row)) is not None:
            return outdated
        stands = standing(session, row)
        who, group = _person(stands), request.form.get("group", "")
        if group not in stands.intake.group_by_id:
            raise problem(422, "unknown_group", "no group on offer has this id: go back, and choose again")
        found = partners(stands, layouts.newest(session, row, newer_list=False).bench, who, group)
    return dialog(
        "partners.html", plan=row, who=who, person=stands.name(who), group=stands.title(group), partners=found
    )


@web.post("/plans/<plan_id>/helps")
@requires(Scope.PLAN)
def show_helps(plan_id: str) -> Response:
    """What would help whoever waits, which no move by hand works out."""
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if (outdated := stale(session, row)) is not None:
            return outdated
        return helps(session, row)


@web.post("/plans/<plan_id>/moves")
@requires(Scope.PLAN)
def make_move(plan_id: str) -> Response:
    """Move, swap, keep here, let go, keep off: whatever the form asks for."""
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        wish = read_wish()
        if (outdated := stale(session, row)) is not None:
            return outdated
        before = standing(session, row)
        asked = Asked(layouts.newest(session, row, newer_list=False), wish.edits(before))
        if wrong := [found.message for found in asked.problems()]:
            return whole(session, row, notice=text("board-refused", why="; ".join(wrong)), status=422)
        turn = Turn(session, row, asked)
        if (question := _question(row, before, turn, wish)) is not None:
            return question
        changes, revision = turn.changes, row.revision + 1
        if changes:
            turn.keep(session, row, wish.reason or None)
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        if changes and row.revision == revision:
            kept(session, row, turn)
        return changed(session, row, before)


def _question(row: PlanRow, before: Standing, turn: Turn, wish: Wish) -> Response | None:
    """What has to be said first about hard rules that would be broken: that it is meant, and why."""
    broken = {breach.rule for breach in turn.change.broken}
    if not broken or (broken <= wish.accepted and wish.reason):
        return None
    return dialog(
        "anyway.html",
        422,
        plan=row,
        person=before.name(wish.applicant),
        fields=wish.fields,
        rules=sorted(broken),
        breaks=tuple(dict.fromkeys(breach_report(turn.layout.intake, each).text for each in turn.change.broken)),
        reason=wish.reason,
        missing=bool(wish.accepted) and not wish.reason,
    )


def _person(stands: Standing) -> str:
    """The person of the form.

    Raises:
        ProblemError: 422 if the plan's list does not know them, or they sit in a running group.
    """
    who = request.form.get("applicant", "")
    found = stands.intake.applicant_by_id.get(who)
    if found is None or found.seated_in is not None:
        raise problem(422, "unknown_applicant", "nobody of this plan can be moved by this form: go back, choose again")
    return who
