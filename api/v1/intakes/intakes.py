"""``/v1/intakes``: lists that are kept, with every revision."""

from typing import Any

from flask import Response, current_app
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import fields_of, read_object, read_request, refusal, takes_lists
from api.db.models import IntakeRevisionRow, IntakeRow
from api.examples import INTAKE
from api.idempotency import idempotent
from api.merge import MERGE_PATCH, merged
from api.openapi import REF, a_page_of, answers, emptied, made, problems, tagged, takes
from api.pages import PageQuery, page_of
from api.preconditions import require_match
from api.settings import Settings
from api.store import intakes
from api.store.people import keeping_names, over_limits
from api.transactions import reading, writing
from api.upload import is_form
from api.v1.intakes.answers import (
    CHANGE,
    EXAMPLE,
    EXAMPLE_DETAIL,
    READ,
    READ_TAGGED,
    WRITE,
    IntakeDetail,
    IntakePage,
    IntakePath,
    KeptIntake,
    RevisionQuery,
    RowItem,
    answer_detail,
    answer_kept,
    head_of,
    intake_answer,
)
from api.v1.intakes.changes import Path, fitted
from api.v1.intakes.patching import patches
from api.v1.intakes.uploads import FORM_EXAMPLE, UploadForm, UploadOptions, form_content, read_list, refused, row_items
from matcher.days import Day
from matcher.intake import Frozen, Intake, Sizes, Tie
from matcher.policy import Policy
from matcher.remarks import remarks

intakes_resource = APIBlueprint("intakes", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Intakes"}])

IntakeName = Field(min_length=1, max_length=200, description="What people call this list; no name of a person.")


class IntakeOptions(Frozen):
    """What is said beside the list."""

    name: str = IntakeName


class IntakeRequest(IntakeOptions):
    """A list to be kept."""

    intake: Intake


class IntakeSettings(IntakeOptions):
    """Everything of a list but applicants and groups."""

    policy: Policy = Policy()
    sizes: Sizes = Sizes()
    ties: tuple[Tie, ...] = ()
    as_of: Day | None = None


_SETTINGS = ("policy", "sizes", "ties", "as_of")
"""Those of them that belong to a revision."""

_LIST = takes({"$ref": REF + "IntakeRequest"}, {"a list": {"name": "Autumn term", "intake": INTAKE}})
_LIST["content"] |= form_content("UploadForm", FORM_EXAMPLE)


@intakes_resource.post(
    "",
    summary="Keep a list",
    description=(
        "Keeps applicants, groups on offer and policy as revision 1 of a new intake; every problem at once. As "
        "multipart/form-data it takes spreadsheets (CSV or XLSX): problems then name file, row and column."
    ),
    operation_id="create_intake",
    request_body=_LIST,
    responses={"201": tagged(made("The list is kept.", KeptIntake, {"kept": EXAMPLE})), **WRITE},
)
@requires(Scope.SUBMIT)
@takes_lists
@idempotent
def create_intake() -> Response:
    """Keep a list."""
    name, intake, skipped, warnings = _read()
    with writing() as session:
        row = intakes.create(session, current().clinic, name, intake, current().actor)
        _record(session, "intake.created", row, source="file" if is_form() else "json", skipped=len(skipped))
        return answer_kept(session, row, warnings, skipped)


@intakes_resource.get(
    "",
    summary="The lists",
    operation_id="list_intakes",
    responses={"200": answers("A page of the clinic's lists.", IntakePage, a_page_of(EXAMPLE)), **READ},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def list_intakes(query: PageQuery) -> Response:
    """List the intakes."""
    with reading() as session:
        statement = select(IntakeRow).where(IntakeRow.clinic_id == current().clinic)
        rows, following = page_of(session, statement, IntakeRow.id, query)
        page = IntakePage(items=tuple(intake_answer(row, head_of(session, row)) for row in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@intakes_resource.get(
    "/<list:intake_id>",
    summary="One list",
    description="The list without the people on it: its settings as of the last revision, or of another.",
    operation_id="read_intake",
    responses={"200": tagged(answers("The list.", IntakeDetail, {"kept": EXAMPLE_DETAIL})), **READ_TAGGED},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def read_intake(path: IntakePath, query: RevisionQuery) -> Response:
    """Read one."""
    with reading() as session:
        row = intakes.find(session, current().clinic, path.intake_id)
        return answer_detail(row, head_of(session, row, query.revision))


@intakes_resource.put(
    "/<list:intake_id>",
    summary="Replace a list",
    description=(
        "Keeps what is sent as the next revision; earlier ones stay. Takes what keeping a list takes. A name that "
        "whoever sends it may not see stays, unless another is sent."
    ),
    operation_id="replace_intake",
    request_body=_LIST,
    responses={"200": tagged(answers("The list.", IntakeDetail, {"kept": EXAMPLE_DETAIL})), **CHANGE},
)
@requires(Scope.SUBMIT)
@takes_lists
def replace_intake(path: IntakePath) -> Response:
    """Replace one."""
    name, intake, skipped, _ = _read()
    with writing() as session:
        row = intakes.find(session, current().clinic, path.intake_id, hold=True)
        require_match(row.revision)
        if not current().sees_names:
            before = intakes.load(session, row).applicant_by_id
            intake = intake.model_copy(update={"applicants": keeping_names(intake.applicants, before)})
        row.name = name
        intakes.revise(session, row, intake, current().actor)
        _record(session, "intake.replaced", row, source="file" if is_form() else "json", skipped=len(skipped))
        return answer_detail(row, head_of(session, row))


@intakes_resource.patch(
    "/<list:intake_id>",
    summary="Change a list's settings",
    description=(
        "A JSON Merge Patch (RFC 7396) of name, policy, sizes, ties and as_of, as they stand in the list: what is left "
        "out stays, null takes it back to its default, a list is replaced whole. The whole intake is checked again."
    ),
    operation_id="change_intake",
    request_body=patches({"a change": {"policy": {"balance": 0.4}, "as_of": "2026-09-01"}}),
    responses={"200": tagged(answers("The list.", IntakeDetail, {"changed": EXAMPLE_DETAIL})), **CHANGE},
)
@requires(Scope.SUBMIT)
def change_intake(path: IntakePath) -> Response:
    """Change settings of one."""
    settings: Settings = current_app.config["SETTINGS"]
    patch = read_object(settings, MERGE_PATCH)
    with writing() as session:
        row = intakes.find(session, current().clinic, path.intake_id, hold=True)
        require_match(row.revision)
        head = head_of(session, row)
        wanted = fields_of(IntakeSettings, merged(_plain_settings(row, head), patch))
        before = intakes.load(session, row)
        changes = {name: getattr(wanted, name) for name in _SETTINGS}
        if row.name != wanted.name or any(getattr(before, name) != value for name, value in changes.items()):
            intake = fitted(before, IntakeSettings, patch, _in_settings, **changes)
            row.name = wanted.name
            intakes.amend(session, row, intake, current().actor)
            _record(session, "intake.changed", row)
        return answer_detail(row, head_of(session, row))


@intakes_resource.delete(
    "/<list:intake_id>",
    summary="Delete a list",
    description="Deletes the list with every revision, its plans and its jobs.",
    operation_id="delete_intake",
    responses={"204": emptied("It is gone."), **READ, **problems("ChangedMeanwhile", "MatchRequired")},
)
@requires(Scope.SUBMIT)
def delete_intake(path: IntakePath) -> Response:
    """Delete one."""
    with writing() as session:
        row = intakes.find(session, current().clinic, path.intake_id, hold=True)
        require_match(row.revision)
        _record(session, "intake.deleted", row)
        session.delete(row)
    return Response(status=204)


def _read() -> tuple[str, Intake, tuple[RowItem, ...], tuple[str, ...]]:
    """Name, intake, what was left out of it and what to look at, from JSON or from a form."""
    settings: Settings = current_app.config["SETTINGS"]
    if is_form():
        options, examined = read_list(settings, UploadOptions)
        if examined.intake is None:
            raise refused(examined.problems)
        if limits := over_limits(examined.intake):
            raise refusal(limits, UploadForm)
        return options.name, examined.intake, row_items(examined.skipped), examined.warnings
    intake, given = read_request(
        read_object(settings),
        IntakeRequest,
        IntakeOptions,
        settings,
        _nothing_more,
        most_applicants=settings.max_stored_applicants,
    )
    return given.name, intake, (), tuple(remarks(intake))


def _in_settings(path: Path) -> Path | None:
    return path if path and path[0] in _SETTINGS else None


def _plain_settings(row: IntakeRow, head: IntakeRevisionRow) -> dict[str, Any]:
    as_of = None if head.as_of is None else head.as_of.isoformat()
    found = {"name": row.name, "policy": head.policy, "sizes": head.sizes, "ties": head.ties, "as_of": as_of}
    return {name: value for name, value in found.items() if value is not None}


def _record(session: Session, action: str, row: IntakeRow, **details: Any) -> None:
    who = current()
    record(session, who.clinic, who.actor, action, row.id, revision=row.revision, **details)


def _nothing_more(_options: IntakeOptions, _intake: Intake) -> tuple[()]:
    return ()
