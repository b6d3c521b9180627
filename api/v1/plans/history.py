"""``/v1/plans/{id}/revisions``, ``undo`` and ``redo``: what a plan was, and going back and forth in it.

No revision is ever lost: going back adds one that equals an earlier one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import PlanRevisionRow, PlanRow
from api.idempotency import idempotent
from api.openapi import answers, tagged
from api.pages import Page, PageQuery, numbered_page_of
from api.preconditions import require_match
from api.problems import problem
from api.store import plans
from api.store.layouts import not_composed
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

Way = Literal["undo", "redo"]

NOTHING = {
    "undo": "there is nothing to undo: this is how the plan began",
    "redo": "there is nothing to redo: the plan has not gone back since it was last changed",
}


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


@dataclass(frozen=True)
class Past:
    """Where the plan stands among the states that it can go back to: the newest first, each once."""

    states: Sequence[int]
    stands: int

    def target(self, way: Way) -> int | None:
        """The revision to equal; None where there is none."""
        place = self.states.index(self.stands) + (1 if way == "undo" else -1)
        return self.states[place] if 0 <= place < len(self.states) else None


def past(links: Sequence[tuple[int, str, int | None]]) -> Past:
    """A plan's past by the number, origin and parent of each revision, in order."""
    equals = {number: parent if origin in ("undo", "redo") and parent else number for number, origin, parent in links}
    parents = {number: parent for number, _, parent in links}
    # What was gone back from can be reached again until something new is made.
    state: int | None = max(number for number in equals if equals[number] == number)
    states = []
    while state is not None:
        states.append(state)
        before = parents[state]
        state = None if before is None else equals[before]
    return Past(states, equals[links[-1][0]])


def _step(plan_id: str, way: Way) -> Response:
    who = current()
    with writing() as session:
        row = plans.find(session, who.clinic, plan_id, hold=True)
        require_match(row.revision)
        if row.revision == 0:
            raise not_composed()
        target = past(_links(session, row)).target(way)
        if target is None:
            raise problem(409, f"nothing_to_{way}", NOTHING[way])
        plans.add_copy(session, row, plans.revision_of(session, row, target), origin=way, actor=who.actor)
        record(session, who.clinic, who.actor, f"plan.{way}", row.id, revision=row.revision, equals=target)
        g.counts["revision"] = row.revision
        return answered(session, row)


def _links(session: Session, row: PlanRow) -> list[tuple[int, str, int | None]]:
    columns = (PlanRevisionRow.revision, PlanRevisionRow.origin, PlanRevisionRow.parent)
    statement = select(*columns).where(PlanRevisionRow.plan_id == row.id).order_by(PlanRevisionRow.revision)
    return [(number, origin, parent) for number, origin, parent in session.execute(statement)]


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
    )
