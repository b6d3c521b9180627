"""What the service says of a list that it keeps."""

import json
from datetime import date, datetime
from typing import Any, Literal

from flask import Response, g
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.db.models import IntakeRevisionRow, IntakeRow
from api.openapi import emptied, problems, tagged
from api.preconditions import with_etag
from api.problems import MOST_ERRORS, missing
from api.queries import Query
from matcher.intake import Frozen, Sizes, Tie
from matcher.policy import Policy

READ = problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed")
WRITE = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)
READ_TAGGED = {**READ, "304": tagged(emptied("The caller has this state already."))}
ADD = {**WRITE, **problems("ChangedMeanwhile")}
CHANGE = {**ADD, **problems("MatchRequired")}
REMOVE = {**READ, **problems("Conflict", "ChangedMeanwhile", "MatchRequired")}

LAST_REVISION = 2**31 - 1
"""Revisions are counted to here."""


class IntakePath(BaseModel):
    """Which intake."""

    intake_id: str = Field(description="The id that the service gave the intake.")


class RevisionQuery(Query):
    """Which state of the list."""

    revision: int | None = Field(
        default=None, ge=1, le=LAST_REVISION, description="A revision of the list; without it the last."
    )


class IntakeAnswer(Frozen):
    """A list that is kept, without the people on it."""

    id: str
    name: str
    revision: int
    applicants: int
    groups: int = Field(description="Groups on offer; 0 where equal groups are made from sizes.")
    created_at: datetime
    updated_at: datetime


class IntakePage(Frozen):
    """Some of the lists, the newest first."""

    items: tuple[IntakeAnswer, ...]
    next: str | None = Field(default=None, description="The cursor of the next page; null on the last.")


class RowItem(Frozen):
    """A row or a cell of a file that could not be used. Neither its content nor the heading is repeated."""

    file: Literal["list", "groups"]
    row: int | None = Field(default=None, description="As a spreadsheet counts: the heading is row 1, as a rule.")
    column: str | None = Field(default=None, description="The field that the column is read as.")
    code: str = Field(description="What kind of problem, for programs.")
    detail: str = Field(description="What is wrong and what to do, for people.")


class KeptIntake(IntakeAnswer):
    """A list that was just kept, and what a person should look at."""

    skipped: tuple[RowItem, ...] = Field(
        default=(), description=f"Rows and references left out because skip_invalid was asked for, up to {MOST_ERRORS}."
    )
    skipped_count: int = Field(default=0, description="All of them, those beyond the listed ones included.")
    warnings: tuple[str, ...] = Field(default=(), description="What is kept, but a person should look at.")


class IntakeDetail(IntakeAnswer):
    """A list with everything but applicants and groups; policy and ties as they would be sent, without defaults."""

    policy: Policy
    sizes: Sizes
    ties: tuple[Tie, ...] = ()
    as_of: date | None = None


EXAMPLE: dict[str, Any] = {
    "id": "int_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "name": "Autumn term",
    "revision": 1,
    "applicants": 8,
    "groups": 2,
    "created_at": "2026-09-01T08:30:00Z",
    "updated_at": "2026-09-01T08:30:00Z",
}

EXAMPLE_DETAIL: dict[str, Any] = {
    **EXAMPLE,
    "policy": {"balance": 0.4},
    "sizes": {"min_size": 3, "max_size": 5, "target_size": 4},
    "ties": [{"a": "p1", "b": "p2", "kind": "support"}],
    "as_of": "2026-09-01",
}


def head_of(session: Session, row: IntakeRow, revision: int | None = None) -> IntakeRevisionRow:
    """What a revision says beside applicants and groups.

    Raises:
        ProblemError: 404 if there is no such revision.
    """
    head = session.get(IntakeRevisionRow, (row.id, row.revision if revision is None else revision))
    if head is None:
        raise missing("revision of the intake")
    return head


def intake_answer(row: IntakeRow, head: IntakeRevisionRow) -> IntakeAnswer:
    """A list in a few words, as of a revision."""
    return IntakeAnswer(**_in_words(row, head))


def answer_detail(row: IntakeRow, head: IntakeRevisionRow) -> Response:
    """The answer that shows a list with its settings."""
    detail = IntakeDetail(
        **_in_words(row, head),
        policy=Policy.model_validate(head.policy),
        sizes=Sizes.model_validate(head.sizes),
        ties=tuple(Tie.model_validate(tie) for tie in head.ties),
        as_of=head.as_of,
    )
    count(head)
    body = detail.model_dump(mode="json")
    body |= {"policy": head.policy, "ties": head.ties}
    return with_etag(as_json(body), head.revision)


def answer_kept(session: Session, row: IntakeRow, warnings: tuple[str, ...], skipped: tuple[RowItem, ...]) -> Response:
    """The answer to whoever has just handed a list in: 201."""
    head = head_of(session, row)
    kept = KeptIntake(
        **_in_words(row, head), skipped=skipped[:MOST_ERRORS], skipped_count=len(skipped), warnings=warnings
    )
    count(head)
    response = Response(kept.model_dump_json(), status=201, content_type="application/json")
    response.headers["Location"] = f"/v1/intakes/{row.id}"
    return with_etag(response, row.revision)


def as_json(body: object, status: int = 200) -> Response:
    """A response with plain data."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type="application/json")


def count(head: IntakeRevisionRow) -> None:
    """Let the log say how much the request was about."""
    g.counts.update(applicants=head.applicants, groups=head.groups)


def _in_words(row: IntakeRow, head: IntakeRevisionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "revision": head.revision,
        "applicants": head.applicants,
        "groups": head.groups,
        "created_at": row.created_at,
        "updated_at": head.created_at,
    }
