"""``POST /v1/intakes/check``: what would be read of a spreadsheet, without keeping any of it."""

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import takes_lists
from api.openapi import answers, problems
from api.problems import MOST_ERRORS, problem
from api.settings import Settings
from api.store.people import over_limits
from api.upload import is_form
from api.v1.intakes.answers import RowItem
from api.v1.intakes.uploads import FORM_EXAMPLE, ListOptions, form_content, read_list, row_items
from matcher.intake import Frozen

check_resource = APIBlueprint("check_list", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Intakes"}])


class ColumnItem(Frozen):
    """A column of one of the files."""

    file: str
    heading: str = Field(description="As the file has it.")
    field: str | None = Field(description="The field that it is read as; null where it is not read.")


class ListCheck(Frozen):
    """What would be read of a list."""

    readable: bool = Field(description="Whether it would be kept if it were sent like this.")
    columns: tuple[ColumnItem, ...]
    applicants: int = Field(description="People that would be kept.")
    groups: int = Field(description="Groups on offer that would be kept; 0 where equal ones are made from sizes.")
    problems: tuple[RowItem, ...] = Field(description=f"Everything that keeps it from that, up to {MOST_ERRORS}.")
    problem_count: int = Field(description="All problems, those beyond the listed ones included.")
    skipped: tuple[RowItem, ...] = Field(
        description=f"Rows and references that would be left out (skip_invalid), up to {MOST_ERRORS}."
    )
    skipped_count: int = Field(description="All of them, those beyond the listed ones included.")
    warnings: tuple[str, ...] = Field(description="What would be kept, but a person should look at.")


_EXAMPLE = {
    "readable": False,
    "columns": [
        {"file": "list", "heading": "Code", "field": "id"},
        {"file": "list", "heading": "Age at intake", "field": "age"},
        {"file": "list", "heading": "Room", "field": None},
    ],
    "applicants": 0,
    "groups": 0,
    "problems": [
        {
            "file": "list",
            "row": 3,
            "column": "age",
            "code": "invalid_age",
            "detail": "not a possible age: write a number from 10 to 119, or a band such as 18-25 or 65+",
        }
    ],
    "problem_count": 1,
    "skipped": [],
    "skipped_count": 0,
    "warnings": ['list: 1 column(s) not read: "Room"'],
}


_FORM = {name: value for name, value in FORM_EXAMPLE.items() if name != "name"}


@check_resource.post(
    "/check",
    summary="Try a spreadsheet out",
    description=(
        "Takes the form that keeping a list takes, and says what would be read: which column as which field, every "
        "problem by row, what would be left out, and what to look at. Nothing is kept. A list with problems is no "
        "error of the request: the answer is 200."
    ),
    operation_id="check_list",
    request_body={
        "required": True,
        "content": form_content("ListForm", _FORM),
    },
    responses={
        "200": answers("What would be read.", ListCheck, {"with a problem": _EXAMPLE}),
        **problems(
            "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
        ),
    },
)
@requires(Scope.SUBMIT)
@takes_lists
def check_list() -> Response:
    """Try a list out."""
    if not is_form():
        raise problem(415, "no_form", "send the list as multipart/form-data; an intake in JSON goes to /v1/validate")
    settings: Settings = current_app.config["SETTINGS"]
    _, examined = read_list(settings, ListOptions)
    intake = examined.intake
    limits = () if intake is None else over_limits(intake)
    found = (
        *row_items(examined.problems),
        *(RowItem(file="list", code=limit.code, detail=limit.message) for limit in limits),
    )
    skipped = row_items(examined.skipped)
    report = ListCheck(
        readable=not found,
        columns=tuple(ColumnItem(file=c.file, heading=c.heading, field=c.field) for c in examined.columns),
        applicants=0 if intake is None else len(intake.applicants),
        groups=0 if intake is None else len(intake.groups),
        problems=found[:MOST_ERRORS],
        problem_count=len(found),
        skipped=skipped[:MOST_ERRORS],
        skipped_count=len(skipped),
        warnings=examined.warnings,
    )
    g.counts.update(applicants=report.applicants, problems=report.problem_count)
    return Response(report.model_dump_json(), content_type="application/json")
