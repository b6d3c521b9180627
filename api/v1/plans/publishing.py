"""``POST /v1/plans/{id}/publish`` and ``withdraw``: what people have been told."""

from flask import Response
from flask_openapi import APIBlueprint
from sqlalchemy.orm import Session

from api.access.principal import requires
from api.access.scopes import Scope
from api.db.models import PlanRow
from api.idempotency import idempotent
from api.openapi import answers, tagged
from api.planning import publishing
from api.preconditions import require_match
from api.transactions import writing
from api.v1.plans.answers import CHANGE, READ, SUMMARY_EXAMPLE, PlanPath, PlanSummary, summary, tagged_by

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
    with writing() as session:
        row = _held(session, path.plan_id)
        publishing.publish(session, row)
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
    with writing() as session:
        row = _held(session, path.plan_id)
        publishing.withdraw(session, row)
        return _answered(session, row)


def _held(session: Session, plan_id: str) -> PlanRow:
    row = publishing.held(session, plan_id)
    require_match(row.revision)
    return row


def _answered(session: Session, row: PlanRow) -> Response:
    session.flush()
    found = summary(session, row)
    return tagged_by(Response(found.model_dump_json(), content_type="application/json"), row)
