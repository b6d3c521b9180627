"""A list as it was at some time: its revisions, and each of them whole, as JSON or as a table."""

from datetime import datetime
from typing import Any, Literal

from flask import Response, request
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy import select

from api.access.names import as_seen
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import ApplicantRow, GroupRow, IntakeRevisionRow
from api.examples import INTAKE
from api.media import CSV, SUFFIXES, XLSX
from api.openapi import answers, problems, tagged
from api.pages import PageQuery, cursor_of, numbers_in
from api.preconditions import with_etag
from api.problems import problem
from api.store import entries, intakes
from api.transactions import reading
from api.v1.intakes.answers import READ, READ_TAGGED, IntakePath, RevisionQuery, as_json, count, head_of
from matcher.intake import Frozen, Intake
from matcher.tables import applicants_csv, applicants_xlsx, groups_csv, groups_xlsx

revisions_resource = APIBlueprint(
    "intake_revisions", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Intakes"}]
)


class TableQuery(RevisionQuery):
    """Which table."""

    of: Literal["applicants", "groups"] = Field(default="applicants", description="Whose table.")


class IntakeRevision(Frozen):
    """One state of a list."""

    revision: int
    applicants: int
    groups: int
    created_at: datetime
    created_by: str = Field(description="The key or user that made it.")


class IntakeRevisionPage(Frozen):
    """Some of a list's revisions, the newest first."""

    items: tuple[IntakeRevision, ...]
    next: str | None = Field(default=None, description="The cursor of the next page; null on the last.")


_EXAMPLE = {
    "items": [
        {
            "revision": 2,
            "applicants": 9,
            "groups": 2,
            "created_at": "2026-09-02T10:00:00Z",
            "created_by": "local",
        }
    ],
    "next": None,
}

_BINARY = {"schema": {"type": "string", "format": "binary"}}


@revisions_resource.get(
    "/<intake_id>/revisions",
    summary="The states of a list",
    description="Every change has made one; each can still be read with `?revision=`.",
    operation_id="list_intake_revisions",
    responses={"200": answers("A page of its revisions.", IntakeRevisionPage, {"a page": _EXAMPLE}), **READ},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def list_revisions(path: IntakePath, query: PageQuery) -> Response:
    """List the revisions."""
    with reading() as session:
        row = intakes.find(session, current().clinic, path.intake_id)
        statement = select(IntakeRevisionRow).where(IntakeRevisionRow.intake_id == row.id)
        if query.cursor is not None:
            statement = statement.where(IntakeRevisionRow.revision < numbers_in(query.cursor, 1)[0])
        heads = session.scalars(statement.order_by(IntakeRevisionRow.revision.desc()).limit(query.limit + 1)).all()
    items = tuple(
        IntakeRevision(
            revision=head.revision,
            applicants=head.applicants,
            groups=head.groups,
            created_at=head.created_at,
            created_by=head.created_by,
        )
        for head in heads[: query.limit]
    )
    following = cursor_of(items[-1].revision) if len(heads) > query.limit else None
    page = IntakeRevisionPage(items=items, next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@revisions_resource.get(
    "/<intake_id>/intake",
    summary="The whole list",
    description=(
        "The intake as the stateless calls take it (`/v1/solve` and the others). Names are in it only for those who "
        "may read rosters."
    ),
    operation_id="export_intake",
    responses={"200": tagged(answers("The intake.", Intake, {"an intake": INTAKE})), **READ_TAGGED},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def export_intake(path: IntakePath, query: RevisionQuery) -> Response:
    """The whole intake as JSON."""
    with reading() as session:
        row = intakes.find(session, current().clinic, path.intake_id)
        head = head_of(session, row, query.revision)
        people = entries.all_of(session, ApplicantRow, row.id, head.revision)
        groups = entries.all_of(session, GroupRow, row.id, head.revision)
    names = current().sees_names
    body: dict[str, Any] = {
        "applicants": [entries.plain(each) if names else each.data for each in people],
        "groups": [each.data for each in groups],
        "sizes": head.sizes,
        "ties": head.ties,
        "policy": head.policy,
    }
    if head.vocabulary is not None:
        body["vocabulary"] = head.vocabulary
    if head.as_of is not None:
        body["as_of"] = head.as_of.isoformat()
    count(head)
    return with_etag(as_json(body), head.revision)


@revisions_resource.get(
    "/<intake_id>/table",
    summary="The list as a spreadsheet",
    description=(
        "The applicants, or the groups on offer, as CSV or XLSX by the Accept header, in columns that can be read "
        "again. No cell is a formula. Names are in it only for those who may read rosters."
    ),
    operation_id="export_table",
    responses={
        "200": {
            "description": "The table.",
            "headers": {
                "X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"},
                "ETag": {"description": "The state.", "schema": {"type": "string"}},
                "Content-Disposition": {"description": "A name for the file.", "schema": {"type": "string"}},
            },
            "content": {CSV: {"schema": {"type": "string"}}, XLSX: _BINARY},
        },
        **READ_TAGGED,
        **problems("NotAcceptable"),
    },
)
@requires(Scope.SUBMIT, Scope.PLAN)
def export_table(path: IntakePath, query: TableQuery) -> Response:
    """The list as a table."""
    kind = request.accept_mimetypes.best_match([CSV, XLSX]) if request.accept_mimetypes else CSV
    if kind is None:
        raise problem(406, "not_acceptable", f"there is this as {CSV} and as {XLSX}: accept one", parameter="Accept")
    with reading() as session:
        row = intakes.find(session, current().clinic, path.intake_id)
        head = head_of(session, row, query.revision)
        intake = intakes.load(session, row, head.revision)
    count(head)
    response = Response(_table(intake, kind, query.of), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{query.of}.{SUFFIXES[kind]}"'
    response.headers["Vary"] = "Accept"
    return with_etag(response, head.revision)


def _table(intake: Intake, kind: str, of: str) -> bytes:
    if of == "groups":
        # With the mark that makes Excel read the file as UTF-8.
        return groups_csv(intake.groups).encode("utf-8-sig") if kind == CSV else groups_xlsx(intake.groups)
    people = as_seen(intake).applicants
    if kind == CSV:
        return applicants_csv(people, intake.ties).encode("utf-8-sig")
    return applicants_xlsx(people, intake.ties)
