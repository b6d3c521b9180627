"""``/v1/plans/{id}/revisions``, ``undo`` and ``redo``: what a plan was, and going back and forth in it."""

from datetime import datetime
from typing import cast

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy import select

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import PlanRevisionRow, PlanRow
from api.idempotency import idempotent
from api.openapi import answers, tagged
from api.pages import Page, PageQuery, numbered_page_of
from api.planning.history import Way, step
from api.preconditions import require_match
from api.store import plans
from api.store.plans import Origin
from api.transactions import reading, writing
from api.v1.plans.answers import (
    ANSWER_EXAMPLE,
    CHANGE,
    READ,
    SUMMARY_EXAMPLE,
    PlanAnswer,
    PlanFigures,
    PlanPath,
    answered,
)
from matcher.intake import Frozen

history_resource = APIBlueprint("plan_history", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])


class PlanRevision(Frozen):
    """One revision of a plan in figures."""

    revision: int
    origin: Origin
    parent: int | None = Field(description="The revision it was made from; of an undo or redo, the one it equals.")
    intake_revision: int
    job: str | None = Field(description="The job that made it.")
    moves: int = Field(description="How many people changed places, where it was made by moves.")
    pins: int = Field(description="How many people are fixed to a group.")
    published: bool = Field(description="Whether this is the one that people have been told.")
    figures: PlanFigures
    created_at: datetime
    created_by: str
    reason: str | None = Field(description="Why, in the words of whoever made it.")


class PlanRevisions(Page[PlanRevision]):
    """Some of a plan's revisions, the newest first."""


REVISION_EXAMPLE = {
    "revision": 3,
    "origin": "moves",
    "parent": 2,
    "intake_revision": 1,
    "job": None,
    "moves": 2,
    "pins": 1,
    "published": False,
    "figures": SUMMARY_EXAMPLE["figures"],
    "created_at": "2026-09-01T09:05:00Z",
    "created_by": "local",
    "reason": None,
}


@history_resource.get(
    "/<plan_id>/revisions",
    summary="A plan's history",
    operation_id="list_plan_revisions",
    responses={
        "200": answers("A page of revisions.", PlanRevisions, {"page": {"items": [REVISION_EXAMPLE], "next": None}}),
        **READ,
    },
)
@requires(Scope.PLAN)
def list_revisions(path: PlanPath, query: PageQuery) -> Response:
    """List the revisions."""
    with reading() as session:
        row = plans.find(session, current().clinic, path.plan_id)
        statement = select(PlanRevisionRow).where(PlanRevisionRow.plan_id == row.id)
        rows, following = numbered_page_of(session, statement, PlanRevisionRow.revision, query)
        page = PlanRevisions(items=tuple(_told(row, made) for made in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@history_resource.post(
    "/<plan_id>/undo",
    summary="Go back a step",
    description="Adds a revision that equals the one before the last change, its pins and its list included.",
    operation_id="undo",
    responses={"200": tagged(answers("The plan.", PlanAnswer, {"plan": ANSWER_EXAMPLE})), **READ, **CHANGE},
)
@requires(Scope.PLAN)
@idempotent
def undo(path: PlanPath) -> Response:
    """Go back a step."""
    return _step(path.plan_id, "undo")


@history_resource.post(
    "/<plan_id>/redo",
    summary="Go forth a step again",
    description="Adds a revision that equals the one that was gone back from last; only until something else changes.",
    operation_id="redo",
    responses={"200": tagged(answers("The plan.", PlanAnswer, {"plan": ANSWER_EXAMPLE})), **READ, **CHANGE},
)
@requires(Scope.PLAN)
@idempotent
def redo(path: PlanPath) -> Response:
    """Go forth a step."""
    return _step(path.plan_id, "redo")


def _step(plan_id: str, way: Way) -> Response:
    with writing() as session:
        row = plans.find(session, current().clinic, plan_id, hold=True)
        require_match(row.revision)
        step(session, row, way)
        g.counts["revision"] = row.revision
        return answered(session, row)


def _told(row: PlanRow, made: PlanRevisionRow) -> PlanRevision:
    return PlanRevision(
        revision=made.revision,
        origin=cast(Origin, made.origin),
        parent=made.parent,
        intake_revision=made.intake_revision,
        job=made.job_id,
        moves=len(made.moves),
        pins=len(made.pins),
        published=made.revision == row.published_revision,
        figures=PlanFigures.model_validate(made.figures),
        created_at=made.created_at,
        created_by=made.created_by,
        reason=made.reason,
    )
