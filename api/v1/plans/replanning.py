"""``POST /v1/plans/{id}/revisions``: fit a plan to its list as it is now, with few moves, as a job."""

from flask import Response, g
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_fields
from api.idempotency import idempotent
from api.openapi import REF, made, takes
from api.planning.replanning import hand_in
from api.preconditions import require_match
from api.requests import MoveLimits
from api.store import plans
from api.transactions import writing
from api.v1.jobs.answers import ENDED_EXAMPLE, EXAMPLE, JobAnswer, answered, job_answer
from api.v1.jobs.options import JobOptions
from api.v1.jobs.waiting import waits_for_job
from api.v1.plans.answers import CHANGE, WRITE, PlanPath
from api.v1.plans.history import history_resource


class ReplanRequest(JobOptions, MoveLimits):
    """How to change the plan: within a number of moves, or at a price for each; 0.1 points where neither is given."""

    propose: bool = Field(
        default=False,
        description="Only propose: the moves stand in the job's answer, and the plan stays until they are made.",
    )


@history_resource.post(
    "/<plan_id>/revisions",
    summary="Re-plan with few moves",
    description=(
        "Hands in a job that fits the plan to its list's last revision: newcomers are seated, those who left are not "
        "missed, pins hold, and published places are dearer to leave than others. What it finds is the plan's next "
        "revision. `Prefer: wait=N` waits for it as composing does."
    ),
    operation_id="replan",
    request_body=takes({"$ref": REF + "ReplanRequest"}, {"two moves at the most": {"max_moves": 2, "seconds": 5}}),
    responses={
        "202": made("The job is in the queue.", JobAnswer, {"handed in": {**EXAMPLE, "kind": "revise"}}),
        "201": made("The job has ended.", JobAnswer, {"waited for": {**ENDED_EXAMPLE, "kind": "revise"}}),
        **WRITE,
        **CHANGE,
    },
)
@requires(Scope.PLAN)
@waits_for_job
@idempotent
def replan(path: PlanPath) -> Response:
    """Re-plan with few moves."""
    wanted = read_fields(ReplanRequest)
    wanted.refuse_past()
    with writing() as session:
        row = plans.find(session, current().clinic, path.plan_id, hold=True)
        require_match(row.revision)
        job = hand_in(
            session,
            row,
            wanted.model_dump(mode="json", exclude={"priority", "deadline_at"}, exclude_none=True),
            priority=wanted.priority,
            deadline_at=wanted.deadline_at,
        )
        g.counts["revision"] = row.revision
        return answered(job_answer(session, job), 202)
