"""``/v1/jobs``: what is being computed, and stopping it."""

from typing import Annotated

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import read_fields
from api.db.models import JobRow
from api.jobs import tenure
from api.jobs.tenure import ENDED, State
from api.openapi import REF, answers, problems, takes
from api.pages import PageQuery, page_of
from api.problems import problem
from api.store import owned
from api.transactions import reading, writing
from api.v1.jobs.answers import ENDED_EXAMPLE, EXAMPLE, JobAnswer, JobPage, answered, job_answer
from matcher.intake import Frozen

jobs_resource = APIBlueprint("jobs", __name__, url_prefix="/v1/jobs", abp_tags=[{"name": "Jobs"}])

_READ = problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed")


class JobPath(BaseModel):
    """Which job."""

    job_id: str = Field(description="The id that the service gave the job.")


class JobQuery(PageQuery):
    """Which jobs."""

    state: Annotated[State | None, Field(description="Only jobs in this state.")] = None
    plan: str | None = Field(default=None, max_length=40, description="Only jobs of this plan.")


class StopRequest(Frozen):
    """How to stop a job."""

    keep: bool = Field(description="Whether what it has found so far becomes the plan, or is thrown away.")


@jobs_resource.get(
    "",
    summary="The jobs",
    operation_id="list_jobs",
    responses={
        "200": answers("A page of the clinic's jobs.", JobPage, {"one job": {"items": [ENDED_EXAMPLE], "next": None}}),
        **_READ,
    },
)
@requires(Scope.PLAN)
def list_jobs(query: JobQuery) -> Response:
    """List the jobs."""
    with reading() as session:
        statement = select(JobRow).where(JobRow.clinic_id == current().clinic)
        if query.state is not None:
            statement = statement.where(JobRow.state == query.state)
        if query.plan is not None:
            statement = statement.where(JobRow.plan_id == query.plan)
        rows, following = page_of(session, statement, JobRow.id, query)
        page = JobPage(items=tuple(job_answer(session, row) for row in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@jobs_resource.get(
    "/<job_id>",
    summary="One job",
    operation_id="read_job",
    responses={"200": answers("The job.", JobAnswer, {"running": EXAMPLE, "ended": ENDED_EXAMPLE}), **_READ},
)
@requires(Scope.PLAN)
def read_job(path: JobPath) -> Response:
    """Read one."""
    with reading() as session:
        return answered(job_answer(session, find(session, path.job_id)))


@jobs_resource.post(
    "/<job_id>/stop",
    summary="Stop a job",
    description=(
        "Ends a search that goes on long enough. A job that waits ends at once; one that runs ends within a moment, "
        "so read it again, or follow its events. With `keep` the best plan found becomes the plan's next revision; "
        "without it the plan stays as it was, and one that has no revision stays without."
    ),
    operation_id="stop_job",
    request_body=takes({"$ref": REF + "StopRequest"}, {"keep": {"keep": True}, "discard": {"keep": False}}),
    responses={
        "200": answers("The job, asked to stop.", JobAnswer, {"asked": {**EXAMPLE, "stop": "keep"}}),
        **problems(
            "Malformed",
            "Unauthorized",
            "Forbidden",
            "NotFound",
            "MethodNotAllowed",
            "Conflict",
            "TooLarge",
            "NotJson",
            "Invalid",
        ),
    },
)
@requires(Scope.PLAN)
def stop_job(path: JobPath) -> Response:
    """Stop one."""
    wanted = read_fields(StopRequest)
    with writing() as session:
        row = find(session, path.job_id, hold=True)
        asked = "keep" if wanted.keep else "discard"
        if row.state in ENDED and row.stop != asked:
            raise problem(409, "ended", "this job has ended: what it has made is in its plan")
        if row.stop != asked:
            tenure.ask_to_stop(session, row, keep=wanted.keep)
            record(session, current().clinic, current().actor, "job.stopped", row.id, keep=wanted.keep)
        return answered(job_answer(session, row))


def find(session: Session, job_id: str, *, hold: bool = False) -> JobRow:
    """The caller's clinic's job; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404 if it has none with this id.
    """
    return owned.find(session, JobRow, "job", current().clinic, job_id, hold=hold)
