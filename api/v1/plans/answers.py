"""What the service says about plans: rows as models, and the example that the documentation shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from flask import Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import IntakeRow, PlanRevisionRow, PlanRow
from api.examples import EVALUATED
from api.openapi import problems
from api.pages import Page
from api.preconditions import etag
from api.queries import Query
from api.store import plans
from matcher.intake import Frozen
from matcher.result import Result, Status

READ = problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed")
WRITE = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)
CHANGE = problems("Conflict", "ChangedMeanwhile", "MatchRequired")

State = Literal["composing", "draft", "published"]
"""Composing: its first job has not answered. Published: people have been told one of its revisions."""


class PlanPath(BaseModel):
    """Which plan."""

    plan_id: str = Field(description="The id that the service gave the plan.")


class RevisionQuery(Query):
    """Which revision."""

    revision: int | None = Field(default=None, ge=1, le=2**31 - 1, description="Without it, the last one.")


class PlanFigures(Frozen):
    """What a revision is worth, by the scorer, under its pins and the places published when it was made."""

    status: Status
    value: float | None = Field(description="Sum of the groups' values: fit minus penalties.")
    mean_fit: float | None = Field(description="Mean fit of everybody placed, in [0, 1].")
    worst_member: float | None = Field(description="Lowest fit of anybody placed, in [0, 1].")
    worst_group: float | None = Field(description="Lowest mean fit of a group, in [0, 1].")
    bound: float | None = Field(description="No plan that places as much has a value above this; null: not known.")
    gap: float | None = Field(description="bound / value - 1.")
    placed: int
    applicants: int
    placed_bound: float | None = Field(description="No plan's summed claim to places is above this.")
    claim: float | None = Field(description="Summed claim of everybody placed.")
    broken: dict[str, int] = Field(description="Hard rules that are broken, knowingly, each with how often.")


class PlanSummary(Frozen):
    """A plan as a list shows it; nothing in it is about a person."""

    id: str
    name: str
    intake: str = Field(description="The list it is for.")
    state: State
    revision: int = Field(description="The last revision; 0 while the first is being composed.")
    published_revision: int | None = Field(description="What people have been told; it may be an earlier one.")
    published_at: datetime | None
    intake_revision: int | None = Field(description="The list's revision that this revision of the plan stands on.")
    newer_intake_revision: int | None = Field(description="The list's last revision, where it has moved on since.")
    figures: PlanFigures | None = Field(description="Of this revision; null while there is none.")
    created_at: datetime
    updated_at: datetime


class PlanPage(Page[PlanSummary]):
    """Some of the plans, the newest first."""


class PlanAnswer(PlanSummary):
    """A plan in one revision: who sits where and why, what is pinned, who waits."""

    shown_revision: int | None = Field(description="The revision shown.")
    pins: dict[str, str] = Field(description="The group that each of these applicants is fixed to in this plan.")
    kept_off: dict[str, tuple[str, ...]] = Field(description="Groups that these applicants are kept off.")
    result: Result | None = Field(description="The whole answer, as a solve gives it; null while there is none.")


SUMMARY_EXAMPLE: Mapping[str, object] = {
    "id": "pln_01kb1q7m4d5n8x2v6c9r3t0wya",
    "name": "Autumn groups",
    "intake": "int_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "state": "draft",
    "revision": 3,
    "published_revision": None,
    "published_at": None,
    "intake_revision": 1,
    "newer_intake_revision": None,
    "figures": {
        "status": "feasible",
        "value": 6.9063,
        "mean_fit": 0.8633,
        "worst_member": 0.8194,
        "worst_group": 0.8509,
        "bound": 7.425,
        "gap": 0.0751,
        "placed": 8,
        "applicants": 8,
        "placed_bound": None,
        "claim": 8.3,
        "broken": {},
    },
    "created_at": "2026-09-01T08:31:00Z",
    "updated_at": "2026-09-01T09:05:00Z",
}

ANSWER_EXAMPLE: Mapping[str, object] = {
    **SUMMARY_EXAMPLE,
    "shown_revision": 3,
    "pins": {"p8": "g2"},
    "kept_off": {},
    "result": EVALUATED,
}


def summary(session: Session, row: PlanRow, revision: int | None = None) -> PlanSummary:
    """The plan with the figures of a revision, the last one unless told otherwise.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    made = None if row.revision == 0 and revision is None else plans.revision_of(session, row, revision)
    newest = session.scalars(select(IntakeRow.revision).where(IntakeRow.id == row.intake_id)).one()
    return PlanSummary(**_summed_up(row, made, newest))


def _summed_up(row: PlanRow, made: PlanRevisionRow | plans.Kept | None, newest: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "intake": row.intake_id,
        "state": state(row),
        "revision": row.revision,
        "published_revision": row.published_revision,
        "published_at": row.published_at,
        "intake_revision": None if made is None else made.intake_revision,
        "newer_intake_revision": newest if made is not None and newest > made.intake_revision else None,
        "figures": None if made is None else PlanFigures.model_validate(made.figures),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def state(row: PlanRow) -> State:
    """Whether it is being composed, a draft, or published."""
    if row.published_revision is not None:
        return "published"
    return "draft" if row.revision else "composing"


def answered(session: Session, row: PlanRow, revision: int | None = None, status: int = 200) -> Response:
    """The plan as a response. The result goes out as it is kept, without being read.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    number = (revision or row.revision) or None
    kept = None if number is None else plans.kept(session, row, number)
    whole = PlanAnswer(
        **_summed_up(row, kept, 0 if kept is None else kept.newest),
        shown_revision=number,
        pins={} if kept is None else dict(kept.pins),
        kept_off={} if kept is None else {who: tuple(groups) for who, groups in kept.kept_off.items()},
        result=None,
    )
    head = whole.model_dump_json(exclude={"result"})
    text = f'{head[:-1]},"result":{"null" if kept is None else kept.result}}}'
    response = Response(text, status=status, content_type="application/json")
    if status == 201:
        response.headers["Location"] = f"/v1/plans/{row.id}"
    return tagged_by(response, row)


def tagged_by(response: Response, row: PlanRow) -> Response:
    """The response with the plan's ETag. Publishing changes a plan and not its revision, so nothing is ever a 304."""
    response.headers["ETag"] = etag(row.revision)
    return response
