"""``/v1/plans``: plans that are kept, with every revision."""

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy import select

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import PlanRow
from api.openapi import answers, emptied, tagged
from api.pages import PageQuery, page_of
from api.preconditions import require_match
from api.problems import problem
from api.store import plans
from api.transactions import reading, writing
from api.v1.plans.answers import (
    ANSWER_EXAMPLE,
    CHANGE,
    READ,
    SUMMARY_EXAMPLE,
    PlanAnswer,
    PlanPage,
    PlanPath,
    RevisionQuery,
    State,
    answered,
    summary,
)

plans_resource = APIBlueprint("plans", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])


class PlanQuery(PageQuery):
    """Which plans."""

    intake: str | None = Field(default=None, max_length=40, description="Only plans for this list.")
    state: State | None = Field(default=None, description="Only plans in this state.")


@plans_resource.get(
    "",
    summary="The plans",
    operation_id="list_plans",
    responses={
        "200": answers("A page of the clinic's plans.", PlanPage, {"page": {"items": [SUMMARY_EXAMPLE], "next": None}}),
        **READ,
    },
)
@requires(Scope.PLAN)
def list_plans(query: PlanQuery) -> Response:
    """List the plans."""
    statement = select(PlanRow).where(PlanRow.clinic_id == current().clinic)
    if query.intake is not None:
        statement = statement.where(PlanRow.intake_id == query.intake)
    if query.state == "composing":
        statement = statement.where(PlanRow.revision == 0)
    elif query.state is not None:
        told = PlanRow.published_revision.is_not(None)
        statement = statement.where(PlanRow.revision > 0, told if query.state == "published" else ~told)
    with reading() as session:
        rows, following = page_of(session, statement, PlanRow.id, query)
        page = PlanPage(items=tuple(summary(session, row) for row in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@plans_resource.get(
    "/<plan_id>",
    summary="One plan",
    description=(
        "The last revision, or the one asked for, always on the revision of the list that it was made for. "
        "`newer_intake_revision` says that the list has moved on."
    ),
    operation_id="read_plan",
    responses={
        "200": tagged(answers("The plan.", PlanAnswer, {"plan": ANSWER_EXAMPLE})),
        **READ,
    },
)
@requires(Scope.PLAN)
def read_plan(path: PlanPath, query: RevisionQuery) -> Response:
    """Read one."""
    with reading() as session:
        row = plans.find(session, current().clinic, path.plan_id)
        return answered(session, row, query.revision)


@plans_resource.delete(
    "/<plan_id>",
    summary="Delete a plan",
    description="Deletes the plan with every revision and its jobs. One that is published has to be withdrawn first.",
    operation_id="delete_plan",
    responses={"204": emptied("It is gone."), **READ, **CHANGE},
)
@requires(Scope.PLAN)
def delete_plan(path: PlanPath) -> Response:
    """Delete one."""
    who = current()
    with writing() as session:
        row = plans.find(session, who.clinic, path.plan_id, hold=True)
        require_match(row.revision)
        if row.published_revision is not None:
            raise problem(409, "published", "this plan is published: withdraw it first")
        g.counts["revisions"] = row.revision
        record(session, who.clinic, who.actor, "plan.deleted", row.id, revisions=row.revision)
        session.delete(row)
    return Response(status=204)
