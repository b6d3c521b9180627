"""``POST /v1/intakes/{id}/plans/import``: keep a plan that was made elsewhere."""

from collections.abc import Iterator

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import read_fields
from api.examples import PLAN
from api.idempotency import idempotent
from api.openapi import REF, made, tagged, takes
from api.requests import under
from api.store import intakes, layouts, plans
from api.store.layouts import Layout
from api.store.plans import Pins
from api.transactions import writing
from api.v1.intakes.answers import IntakePath
from api.v1.plans.answers import ANSWER_EXAMPLE, WRITE, PlanAnswer, answered
from api.v1.plans.reading import refuse, unaccepted
from matcher.answer import evaluate
from matcher.intake import Frozen, Intake, Problem, Word
from matcher.plan import Plan

import_resource = APIBlueprint("plan_import", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Plans"}])


class PlanImport(Frozen):
    """A plan made elsewhere for the people of a list, on its last revision."""

    name: str = Field(min_length=1, max_length=200, description="What people call this plan; no name of a person.")
    plan: Plan = Field(description="Who sits where; members of running groups included.")
    accept_breaches: tuple[Word, ...] = Field(
        default=(), max_length=50, description="Codes of hard rules that the plan may break, knowingly."
    )


@import_resource.post(
    "/<intake_id>/plans/import",
    summary="Keep a plan made elsewhere",
    description=(
        "Scores the plan on the list's last revision and keeps it as revision 1 of a new plan. One that breaks a hard "
        "rule is refused unless the rule is named in `accept_breaches`."
    ),
    operation_id="import_plan",
    request_body=takes({"$ref": REF + "PlanImport"}, {"a plan": {"name": "From last term", "plan": PLAN}}),
    responses={"201": tagged(made("The plan is kept.", PlanAnswer, {"kept": ANSWER_EXAMPLE})), **WRITE},
)
@requires(Scope.PLAN)
@idempotent
def import_plan(path: IntakePath) -> Response:
    """Keep a plan made elsewhere."""
    wanted = read_fields(PlanImport)
    who = current()
    with writing() as session:
        intake = intakes.find(session, who.clinic, path.intake_id, hold=True)
        listed = layouts.dated(session, intake, intake.revision)
        refuse(_problems(wanted.plan, listed), PlanImport)
        pins = Pins(told=plans.told(session, intake.id)).known_to(listed)
        layout = Layout(listed, intake.revision, pins, wanted.plan)
        places = {"": "/plan"} | {room.id: f"/plan/groups/{n}" for n, room in enumerate(wanted.plan.groups)}
        refused = unaccepted(layout.score.breaches(hard=True), wanted.accept_breaches, places)
        if refused is not None:
            raise refused
        row = plans.create(session, intake, wanted.name)
        result = evaluate(layout.intake, layout.plan)
        plans.add_revision(
            session,
            row,
            result,
            intake_revision=intake.revision,
            origin="import",
            actor=who.actor,
            pins=pins,
            broken=layout.broken,
        )
        breaches = sum(layout.broken.values())
        record(session, who.clinic, who.actor, "plan.imported", row.id, placed=result.placed, breaches=breaches)
        g.counts.update(placed=result.placed, breaches=breaches)
        return answered(session, row, status=201)


def _problems(plan: Plan, listed: Intake) -> Iterator[Problem]:
    yield from under("plan", plan.unknown_to(listed))
    for number, seating in enumerate(plan.groups):
        for place, member in enumerate(seating.members):
            known = listed.applicant_by_id.get(member)
            if known is not None and known.seated_in not in (None, seating.id):
                path = ("plan", "groups", number, "members", place)
                message = "already a member of another group: correct the plan, or the list"
                yield Problem(path=path, code="already_a_member", message=message)
