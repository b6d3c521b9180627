"""``POST /v1/plans/{id}/publish`` and ``withdraw``: what people have been told."""

from flask import Response
from flask_openapi import APIBlueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import IntakeRow, PlanRow, now
from api.idempotency import idempotent
from api.openapi import answers, tagged
from api.preconditions import require_match
from api.problems import problem
from api.store import plans
from api.store.layouts import not_composed
from api.transactions import writing
from api.v1.plans.answers import CHANGE, READ, SUMMARY_EXAMPLE, PlanPath, PlanSummary, summary, tagged_by
from api.webhooks.events import Event, emit

publish_resource = APIBlueprint("publishing", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])

_PUBLISHED = {
    **SUMMARY_EXAMPLE,
    "state": "published",
    "published_revision": 3,
    "published_at": "2026-09-02T14:00:00Z",
}


@publish_resource.post(
    "/<plan_id>/publish",
    summary="Publish a plan",
    description=(
        "Marks the revision named by If-Match, the last one, as what people have been told. From now on leaving that "
        "place has a price in whatever is composed, re-planned or moved for this list; pins go before it. The plan may "
        "be changed further: what is published stays until it is published again. One plan of a list is published at "
        "a time."
    ),
    operation_id="publish_plan",
    responses={"200": tagged(answers("The plan is published.", PlanSummary, {"plan": _PUBLISHED})), **READ, **CHANGE},
)
@requires(Scope.PUBLISH)
@idempotent
def publish(path: PlanPath) -> Response:
    """Publish a plan."""
    who = current()
    with writing() as session:
        row = _held(session, path.plan_id)
        if row.revision == 0:
            raise not_composed()
        others = select(PlanRow.id).where(
            PlanRow.intake_id == row.intake_id, PlanRow.id != row.id, PlanRow.published_revision.is_not(None)
        )
        if session.scalars(others).first() is not None:
            raise problem(409, "another_is_published", "another plan of this list is published: withdraw it first")
        row.published_revision, row.published_at = row.revision, now()
        figures = plans.revision_of(session, row).figures
        counts = {"placed": figures["placed"], "breaches": sum(figures["broken"].values())}
        record(session, who.clinic, who.actor, "plan.published", row.id, revision=row.revision, **counts)
        emit(session, who.clinic, Event.PLAN_PUBLISHED, plan=row.id, revision=row.revision)
        return _answered(session, row)


@publish_resource.post(
    "/<plan_id>/withdraw",
    summary="Withdraw a published plan",
    description="The plan is a draft again, and its places have no price of their own any more.",
    operation_id="withdraw_plan",
    responses={
        "200": tagged(answers("The plan is a draft again.", PlanSummary, {"plan": SUMMARY_EXAMPLE})),
        **READ,
        **CHANGE,
    },
)
@requires(Scope.PUBLISH)
@idempotent
def withdraw(path: PlanPath) -> Response:
    """Withdraw a published plan."""
    who = current()
    with writing() as session:
        row = _held(session, path.plan_id)
        if row.published_revision is None:
            raise problem(409, "not_published", "this plan is not published: there is nothing to withdraw")
        record(session, who.clinic, who.actor, "plan.withdrawn", row.id, revision=row.published_revision)
        row.published_revision, row.published_at = None, None
        return _answered(session, row)


def _held(session: Session, plan_id: str) -> PlanRow:
    """The plan, held with its list: no other plan of the list is published or withdrawn meanwhile."""
    clinic = current().clinic
    intake = session.scalars(
        select(PlanRow.intake_id).where(PlanRow.id == plan_id, PlanRow.clinic_id == clinic)
    ).one_or_none()
    session.execute(select(IntakeRow.id).where(IntakeRow.id == intake).with_for_update())
    row = plans.find(session, clinic, plan_id, hold=True)
    require_match(row.revision)
    return row


def _answered(session: Session, row: PlanRow) -> Response:
    session.flush()
    found = summary(session, row)
    return tagged_by(Response(found.model_dump_json(), content_type="application/json"), row)
