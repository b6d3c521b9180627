"""``POST /v1/intakes/{intake_id}/plans``: compose a plan of a list that is kept."""

from typing import Self

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_fields, refusal
from api.db.models import IntakeRow, PlanRevisionRow, PlanRow
from api.idempotency import idempotent
from api.jobs.submit import compose
from api.openapi import REF, made, problems, takes
from api.store import intakes
from api.transactions import writing
from api.v1.intakes.answers import IntakePath
from api.v1.jobs.answers import ENDED_EXAMPLE, EXAMPLE, JobAnswer, answered, job_answer
from api.v1.jobs.options import JobOptions
from api.v1.jobs.waiting import waits_for_job
from matcher.intake import Frozen, Problem

compose_resource = APIBlueprint("compose", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Jobs"}])


class StartFrom(Frozen):
    """A plan that is there."""

    plan: str = Field(max_length=40, description="Its id.")
    revision: int | None = Field(default=None, ge=1, description="Which of its revisions; the last one if not said.")


class ComposeRequest(JobOptions):
    """A plan to be composed."""

    name: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="What people call the plan; the name of the list if not said. No name of a person.",
    )
    reproducible: bool = Field(
        default=False,
        description=(
            "The same list, seed and work give the same plan, byte for byte. Needs `work`; a plan that the time or "
            "somebody cut short says so in its warnings."
        ),
    )
    start: StartFrom | None = Field(
        default=None, description="A plan of the same list to begin from, whose pins hold for the new one, too."
    )

    @model_validator(mode="after")
    def _reproduces_work(self) -> Self:
        if self.reproducible and self.work is None:
            raise ValueError("reproducible needs work: say how many rounds")
        return self


@compose_resource.post(
    "/<intake_id>/plans",
    summary="Compose a plan",
    description=(
        "Makes a plan and hands in the job that composes it, from the list as it is now. The answer comes at once; "
        "with `Prefer: wait=N` it comes when the job has ended, or after N seconds (at most 30, unless the operator "
        "has set another cap). A list without a valid plan is a job that succeeded: its figures say infeasible, and "
        "the plan's revision has the conflicts."
    ),
    operation_id="compose_plan",
    request_body=takes(
        {"$ref": REF + "ComposeRequest"},
        {
            "by time": {"name": "First draft", "seconds": 30},
            "reproducible": {"work": 200, "seed": 1, "reproducible": True},
        },
    ),
    responses={
        "202": made("The job is in the queue; Location has its address.", JobAnswer, {"handed in": EXAMPLE}),
        "201": made("The job has ended; Location has the plan's address.", JobAnswer, {"waited for": ENDED_EXAMPLE}),
        **problems(
            "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
        ),
    },
)
@requires(Scope.PLAN)
@waits_for_job
@idempotent
def compose_plan(path: IntakePath) -> Response:
    """Compose a plan."""
    wanted = read_fields(ComposeRequest)
    wanted.refuse_past()
    with writing() as session:
        intake = intakes.find(session, current().clinic, path.intake_id)
        start = None if wanted.start is None else _start(session, intake, wanted.start)
        options = wanted.model_dump(mode="json", include={"seconds", "seed", "work", "reproducible"})
        if start is not None:
            options["start"] = {"plan": start.plan_id, "revision": start.revision}
        job = compose(
            session,
            current(),
            intake,
            wanted.name or intake.name,
            options,
            priority=wanted.priority,
            deadline_at=wanted.deadline_at,
        )
        return answered(job_answer(session, job), 202)


def _start(session: Session, intake: IntakeRow, wanted: StartFrom) -> PlanRevisionRow:
    plan = session.get(PlanRow, wanted.plan)
    if plan is None or plan.intake_id != intake.id:
        message = "the list has no such plan: check the id"
        raise refusal([Problem(path=("start", "plan"), code="unknown_plan", message=message)], ComposeRequest)
    found = session.get(PlanRevisionRow, (plan.id, wanted.revision or plan.revision))
    if found is None:
        message = "the plan has no such revision: name one that it has"
        raise refusal([Problem(path=("start", "revision"), code="unknown_revision", message=message)], ComposeRequest)
    return found
