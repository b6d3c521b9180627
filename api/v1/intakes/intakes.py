"""``/v1/intakes``: lists that are kept, with every revision."""

from datetime import datetime

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_object, read_request
from api.db.models import IntakeRevisionRow, IntakeRow
from api.examples import INTAKE
from api.idempotency import idempotent
from api.openapi import REF, answers, emptied, made, problems, tagged, takes
from api.pages import Page, PageQuery, page_of
from api.preconditions import require_match, with_etag
from api.settings import Settings
from api.store import intakes
from api.transactions import reading, writing
from matcher.intake import Frozen, Intake

intakes_resource = APIBlueprint("intakes", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Intakes"}])

_WRITE = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)
_READ = problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed")
_CHANGE = {**_WRITE, **problems("ChangedMeanwhile", "MatchRequired")}

IntakeName = Field(min_length=1, max_length=200, description="What people call this list; no name of a person.")


class IntakePath(BaseModel):
    """Which intake."""

    intake_id: str = Field(description="The id that the service gave the intake.")


class IntakeOptions(Frozen):
    """What is said beside the list."""

    name: str = IntakeName


class IntakeRequest(IntakeOptions):
    """A list to be kept."""

    intake: Intake


class IntakeAnswer(Frozen):
    """A list that is kept, without the people on it."""

    id: str
    name: str
    revision: int
    applicants: int
    groups: int = Field(description="Groups on offer; 0 where equal groups are made from sizes.")
    created_at: datetime
    updated_at: datetime


class IntakePage(Page[IntakeAnswer]):
    """Some of the lists, the newest first."""


_EXAMPLE = {
    "id": "int_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "name": "Autumn term",
    "revision": 1,
    "applicants": 8,
    "groups": 2,
    "created_at": "2026-09-01T08:30:00Z",
    "updated_at": "2026-09-01T08:30:00Z",
}


@intakes_resource.post(
    "",
    summary="Keep a list",
    description="Keeps applicants, groups on offer and policy as revision 1 of a new intake; every problem at once.",
    operation_id="create_intake",
    request_body=takes({"$ref": REF + "IntakeRequest"}, {"a list": {"name": "Autumn term", "intake": INTAKE}}),
    responses={"201": tagged(made("The list is kept.", IntakeAnswer, {"kept": _EXAMPLE})), **_WRITE},
)
@requires(Scope.SUBMIT)
@idempotent
def create_intake() -> Response:
    """Keep a list."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), IntakeRequest, IntakeOptions, settings, _nothing_more)
    with writing() as session:
        row = intakes.create(session, current().clinic, options.name, intake, current().actor)
        return _answered(session, row, 201)


@intakes_resource.get(
    "",
    summary="The lists",
    operation_id="list_intakes",
    responses={"200": answers("A page of the clinic's lists.", IntakePage), **_READ},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def list_intakes(query: PageQuery) -> Response:
    """List the intakes."""
    with reading() as session:
        statement = select(IntakeRow).where(IntakeRow.clinic_id == current().clinic)
        rows, following = page_of(session, statement, IntakeRow.id, query)
        page = IntakePage(items=tuple(_intake_answer(session, row) for row in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@intakes_resource.get(
    "/<intake_id>",
    summary="One list",
    operation_id="read_intake",
    responses={"200": tagged(answers("The list.", IntakeAnswer, {"kept": _EXAMPLE})), **_READ},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def read_intake(path: IntakePath) -> Response:
    """Read one."""
    with reading() as session:
        return _answered(session, intakes.find(session, current().clinic, path.intake_id), 200)


@intakes_resource.put(
    "/<intake_id>",
    summary="Replace a list",
    description="Keeps what is sent as the next revision; earlier ones stay.",
    operation_id="replace_intake",
    request_body=takes({"$ref": REF + "IntakeRequest"}, {"a list": {"name": "Autumn term", "intake": INTAKE}}),
    responses={"200": tagged(answers("The list.", IntakeAnswer, {"kept": _EXAMPLE})), **_CHANGE},
)
@requires(Scope.SUBMIT)
def replace_intake(path: IntakePath) -> Response:
    """Replace one."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), IntakeRequest, IntakeOptions, settings, _nothing_more)
    with writing() as session:
        row = intakes.find(session, current().clinic, path.intake_id, hold=True)
        require_match(row.revision)
        row.name = options.name
        intakes.revise(session, row, intake, current().actor)
        return _answered(session, row, 200)


@intakes_resource.delete(
    "/<intake_id>",
    summary="Delete a list",
    description="Deletes the list with every revision, its plans and its jobs.",
    operation_id="delete_intake",
    responses={"204": emptied("It is gone."), **_READ, **problems("ChangedMeanwhile", "MatchRequired")},
)
@requires(Scope.SUBMIT)
def delete_intake(path: IntakePath) -> Response:
    """Delete one."""
    with writing() as session:
        row = intakes.find(session, current().clinic, path.intake_id, hold=True)
        require_match(row.revision)
        session.delete(row)
    return Response(status=204)


def _nothing_more(_options: IntakeOptions, _intake: Intake) -> tuple[()]:
    return ()


def _answered(session: Session, row: IntakeRow, status: int) -> Response:
    found = _intake_answer(session, row)
    g.counts.update(applicants=found.applicants, groups=found.groups)
    response = Response(found.model_dump_json(), status=status, content_type="application/json")
    if status == 201:
        response.headers["Location"] = f"/v1/intakes/{row.id}"
    return with_etag(response, row.revision)


def _intake_answer(session: Session, row: IntakeRow) -> IntakeAnswer:
    head = session.get_one(IntakeRevisionRow, (row.id, row.revision))
    return IntakeAnswer(
        id=row.id,
        name=row.name,
        revision=row.revision,
        applicants=head.applicants,
        groups=head.groups,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
