"""``POST /v1/plans/{id}/revisions``: fit a plan to its list as it is now, with few moves, as a job."""

from datetime import datetime
from typing import Self

from flask import Response, g
from pydantic import AwareDatetime, Field, model_validator

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.idempotency import idempotent
from api.jobs.submit import submit
from api.openapi import REF, made, takes
from api.preconditions import require_match
from api.requests import SearchOptions
from api.store import intakes, plans
from api.store.layouts import not_composed
from api.transactions import writing
from api.v1.plans.answers import CHANGE, WRITE, PlanPath
from api.v1.plans.history import history_resource
from api.v1.plans.reading import read_body
from matcher.intake import Frozen
from matcher.revise import Grade

HIGHEST_PRIORITY = 100


class ReplanRequest(SearchOptions):
    """How to change the plan: within a number of moves, or at a price for each; 0.1 points where neither is given."""

    max_moves: int | None = Field(default=None, ge=0, le=1_000_000, description="At most so many people move.")
    stay: float | None = Field(
        default=None,
        ge=0,
        le=100,
        description="Instead: the price of moving somebody off a place, in points of fit, times the grade.",
    )
    grade: Grade = Field(default=Grade(), description="How much dearer a published place is than a draft one.")
    priority: int = Field(
        default=0, ge=0, le=HIGHEST_PRIORITY, description="Of the job: what has a higher one begins earlier."
    )
    deadline_at: AwareDatetime | None = Field(
        default=None, strict=False, description="A job that has not ended by then is stopped, and keeps what it has."
    )

    @model_validator(mode="after")
    def _limits_moves_once(self) -> Self:
        if self.max_moves is not None and self.stay is not None:
            raise ValueError("max_moves and stay exclude each other: leave out one")
        return self


class Replanning(Frozen):
    """The job that makes the plan's next revision."""

    job: str = Field(description="To be followed under /v1/jobs/{id}.")
    plan: str
    plan_revision: int = Field(description="The revision it begins with.")
    intake_revision: int = Field(description="The list's revision it fits the plan to: the last one.")
    submitted_at: datetime


_EXAMPLE = {
    "job": "job_01kb1r2n7f3k8p1v5z9q4s6hxe",
    "plan": "pln_01kb1q7m4d5n8x2v6c9r3t0wya",
    "plan_revision": 3,
    "intake_revision": 2,
    "submitted_at": "2026-09-08T08:00:00Z",
}


@history_resource.post(
    "/<plan_id>/revisions",
    summary="Re-plan with few moves",
    description=(
        "Hands in a job that fits the plan to its list's last revision: newcomers are seated, those who left are not "
        "missed, pins hold, and published places are dearer to leave than others. Its answer is the plan's next "
        "revision."
    ),
    operation_id="replan",
    request_body=takes({"$ref": REF + "ReplanRequest"}, {"two moves at the most": {"max_moves": 2, "seconds": 5}}),
    responses={"202": made("The job is handed in.", Replanning, {"job": _EXAMPLE}), **WRITE, **CHANGE},
)
@requires(Scope.PLAN)
@idempotent
def replan(path: PlanPath) -> Response:
    """Re-plan with few moves."""
    wanted = read_body(ReplanRequest)
    who = current()
    with writing() as session:
        row = plans.find(session, who.clinic, path.plan_id, hold=True)
        require_match(row.revision)
        if row.revision == 0:
            raise not_composed()
        intake = intakes.find(session, who.clinic, row.intake_id)
        options = wanted.model_dump(mode="json", exclude={"priority", "deadline_at"}, exclude_none=True)
        job = submit(
            session,
            who,
            "revise",
            intake=intake,
            plan=row,
            options=options,
            priority=wanted.priority,
            deadline_at=wanted.deadline_at,
        )
        record(session, who.clinic, who.actor, "plan.replanned", row.id, job=job.id, revision=row.revision)
        ticket = Replanning(
            job=job.id,
            plan=row.id,
            plan_revision=row.revision,
            intake_revision=intake.revision,
            submitted_at=job.created_at,
        )
        g.counts["revision"] = row.revision
    response = Response(ticket.model_dump_json(), status=202, content_type="application/json")
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return response
