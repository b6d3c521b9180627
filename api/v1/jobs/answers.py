"""A job as the service tells of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, g
from pydantic import Field
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from api.db.models import JobRow, PlanRevisionRow
from api.jobs.submit import JobKind
from api.jobs.tenure import State
from api.pages import Page
from matcher.intake import Frozen
from matcher.result import Status
from matcher.revise import Revision


class JobProgress(Frozen):
    """Where the search stood when it was last looked at."""

    applicants: int | None = None
    groups: int | None = None
    value: float | None = Field(default=None, description="Of the best plan so far: fit minus penalties.")
    placed: int | None = None
    bound: float | None = Field(default=None, description="No plan is worth more.")
    gap: float | None = Field(default=None, description="bound / value - 1.")
    seconds: float | None = Field(default=None, description="How far into the search that was.")


class JobFigures(Frozen):
    """The figures of the plan that was found."""

    status: Status
    value: float | None
    mean_fit: float | None
    worst_member: float | None
    worst_group: float | None
    bound: float | None
    gap: float | None
    placed: int
    applicants: int


class JobAnswer(Frozen):
    """A job: what it is for, how far it is, and what came of it."""

    id: str
    kind: JobKind
    state: State = Field(
        description=(
            "queued, running, or how it ended: succeeded, stopped (by somebody or its deadline; what was found is "
            "kept), discarded (nothing is kept), failed (see error)."
        )
    )
    intake: str
    intake_revision: int
    plan: str
    plan_revision: int | None = Field(description="The revision of the plan that it has made; null until it has.")
    position: int | None = Field(description="How many of the clinic's jobs begin before it, plus one, while it waits.")
    priority: int
    deadline_at: datetime | None
    attempts: int = Field(description="How often a worker has begun it.")
    stop: str | None = Field(description="What somebody asked for: keep or discard.")
    progress: JobProgress
    figures: JobFigures | None = Field(description="Of what it has found. An infeasible intake is an answer, too.")
    revision: Revision | None = Field(
        description="Who moves and why, where a plan was revised. The plan itself is the plan's revision."
    )
    error: str | None = Field(
        description="Why it failed: worker_lost (its workers died), too_long, pins_contradict, or the kind of fault."
    )
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class JobPage(Page[JobAnswer]):
    """Some of the jobs, the newest first."""


EXAMPLE: Mapping[str, Any] = {
    "id": "job_01kb1q7h3n6w2k9d5x8r4tz0yb",
    "kind": "solve",
    "state": "running",
    "intake": "int_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "intake_revision": 1,
    "plan": "pln_01kb1q7h1c4s8v2m6e9t3w5rxz",
    "plan_revision": None,
    "position": None,
    "priority": 50,
    "deadline_at": None,
    "attempts": 1,
    "stop": None,
    "progress": {
        "applicants": 48,
        "groups": 6,
        "value": 36.2,
        "placed": 48,
        "bound": 37.1,
        "gap": 0.0248,
        "seconds": 2.8,
    },
    "figures": None,
    "revision": None,
    "error": None,
    "created_at": "2026-09-01T08:31:00Z",
    "started_at": "2026-09-01T08:31:00.2Z",
    "ended_at": None,
}

ENDED_EXAMPLE: Mapping[str, Any] = {
    **EXAMPLE,
    "state": "succeeded",
    "plan_revision": 1,
    "progress": {**EXAMPLE["progress"], "value": 36.9, "gap": 0.0054, "seconds": 9.4},
    "figures": {
        "status": "feasible",
        "value": 36.9,
        "mean_fit": 0.81,
        "worst_member": 0.55,
        "worst_group": 0.74,
        "bound": 37.1,
        "gap": 0.0054,
        "placed": 48,
        "applicants": 48,
    },
    "ended_at": "2026-09-01T08:31:10.4Z",
}


def _figures(kept: Mapping[str, Any] | None) -> JobFigures | None:
    return None if kept is None else JobFigures.model_validate({name: kept[name] for name in JobFigures.model_fields})


def job_answer(session: Session, row: JobRow) -> JobAnswer:
    """What there is to tell of a job."""
    answer = row.answer or {}
    revision = answer.get("revision")
    return JobAnswer.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "state": row.state,
            "intake": row.intake_id,
            "intake_revision": row.intake_revision,
            "plan": row.plan_id,
            "plan_revision": session.scalar(select(PlanRevisionRow.revision).where(PlanRevisionRow.job_id == row.id)),
            "position": _position(session, row),
            "priority": row.priority,
            "deadline_at": row.deadline_at,
            "attempts": row.attempts,
            "stop": row.stop,
            "progress": {**row.progress, "gap": _gap(row.progress)},
            "figures": _figures(answer.get("figures")),
            "revision": None if revision is None else {**revision, "result": None},
            "error": row.error,
            "created_at": row.created_at,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
        }
    )


def answered(found: JobAnswer, status: int = 200) -> Response:
    """The job as a response; 202 and 201 say where the job, or its plan, is."""
    g.counts["job_state"] = found.state
    response = Response(found.model_dump_json(), status=status, content_type="application/json")
    if status == 202:
        response.headers["Location"] = f"/v1/jobs/{found.id}"
    if status == 201:
        response.headers["Location"] = f"/v1/plans/{found.plan}"
    return response


def _position(session: Session, row: JobRow) -> int | None:
    if row.state != "queued":
        return None
    earlier = or_(JobRow.priority > row.priority, and_(JobRow.priority == row.priority, JobRow.id < row.id))
    waiting = (JobRow.clinic_id == row.clinic_id, JobRow.state == "queued", earlier)
    return 1 + (session.scalar(select(func.count()).select_from(JobRow).where(*waiting)) or 0)


def _gap(progress: Mapping[str, Any]) -> float | None:
    value, bound = progress.get("value"), progress.get("bound")
    return None if value is None or bound is None or value <= 0 else bound / value - 1
