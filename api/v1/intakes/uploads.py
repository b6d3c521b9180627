"""Lists handed in as spreadsheets: a form with files, and what is wrong with them row by row."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError, WithJsonSchema

from api.body import parsed, refusal
from api.openapi import REF
from api.problems import ErrorItem, ProblemError
from api.settings import Settings
from api.upload import FILES, FORM, LONGEST_FIELD, Upload, read_form
from api.v1.intakes.answers import RowItem
from matcher.days import Day
from matcher.intake import Frozen, Problem, Sizes
from matcher.policy import Policy
from matcher.result import RowProblem
from matcher.tables import Examined, examine_intake
from matcher.validation import problems_in

Options = TypeVar("Options", bound="ListOptions")

File = Annotated[str, WithJsonSchema({"type": "string", "format": "binary"})]

_IN_JSON = ("mapping", "policy", "sizes")
"""Fields of the form that are JSON."""

_MAPPING_CODES = ("unknown_heading", "unknown_field")

_PUBLIC: Mapping[str, str] = {
    "no_id_column": "no column is read as id: name the heading of one id, or map it to id",
    "unknown_heading": "the mapping names a heading that the list does not have: correct it",
    "two_headings": "two columns are read as this field: rename one, or map it to another field or to - (not read)",
}
"""What is said instead of messages that name the list's own headings, which may be a person's data."""


def _optional(description: str, **limits: Any) -> Any:
    """A field of a form that may be left out; a form cannot say null, so its document does not."""
    return Field(default=None, description=description, json_schema_extra=_without_null, **limits)


def _without_null(schema: dict[str, Any]) -> None:
    [kept] = [option for option in schema.pop("anyOf") if option != {"type": "null"}]
    del schema["default"]
    schema |= kept


class ListOptions(Frozen):
    """How a list is to be read."""

    mapping: dict[str, str] = Field(
        default={}, description="Heading of the list to field, as JSON; a column mapped to - is not read."
    )
    policy: Policy | None = _optional("Weights and rules, as JSON.")
    sizes: Sizes | None = _optional("Sizes of equal groups, as JSON, where no file has groups.")
    as_of: Day | None = _optional("The day of the matching.")
    sheet: str | None = _optional("The sheet of a workbook; without it the first that has content.", max_length=200)
    skip_invalid: bool = Field(
        default=False, description="Leave rows with a problem out and tell them, instead of refusing the list."
    )


class UploadOptions(ListOptions):
    """How a list is to be read, and what it is called."""

    name: str = Field(min_length=1, max_length=200, description="What people call this list; no name of a person.")


class ListForm(ListOptions):
    """A list of applicants as CSV or XLSX, with or without a list of groups."""

    list: File = Field(description="Applicants, one a row, under a heading row.")
    groups: File | None = _optional("The groups on offer; without it equal ones of the sizes.")


class UploadForm(UploadOptions):
    """A list to be kept, as CSV or XLSX, with or without a list of groups."""

    list: File = Field(description="Applicants, one a row, under a heading row.")
    groups: File | None = _optional("The groups on offer; without it equal ones of the sizes.")


FORM_EXAMPLE: dict[str, Any] = {
    "name": "Autumn term",
    "list": "Code,Age at intake,Reasons\nA1,34,burnout; sleep\nA2,41,grief-loss\n",
    "mapping": {"Code": "id"},
    "sizes": {"min_size": 5, "max_size": 8, "target_size": 7},
}


def form_content(model: str, example: Mapping[str, object]) -> dict[str, Any]:
    """A form as one of the contents of a request body."""
    return {FORM: {"schema": {"$ref": REF + model}, "examples": {"a spreadsheet": {"value": dict(example)}}}}


def read_list(settings: Settings, model: type[Options]) -> tuple[Options, Examined]:
    """What the form says beside its files, and what came of reading those.

    Raises:
        ProblemError: 400 or 422 if the form itself cannot be used.
        RequestEntityTooLarge: If it is too large.
    """
    form = read_form(settings)
    options = _options(form, model)
    examined = examine_intake(
        form.files["list"],
        groups=form.files.get("groups"),
        sizes=options.sizes,
        policy=options.policy,
        mapping=options.mapping,
        skip_invalid=options.skip_invalid,
        as_of=options.as_of,
        sheet=options.sheet,
        most_rows=settings.max_stored_applicants,
    )
    return options, examined


def row_items(problems: Iterable[RowProblem]) -> tuple[RowItem, ...]:
    """Problems of rows without anything that stands in them, not even an id or a heading."""
    return tuple(
        RowItem(file=_file(p), row=p.row, column=p.field, code=p.code, detail=_PUBLIC.get(p.code, p.message))
        for p in problems
    )


def refused(problems: Iterable[RowProblem]) -> ProblemError:
    """The 422 that tells every problem of the files."""
    items = [
        ErrorItem(
            pointer="/mapping" if item.code in _MAPPING_CODES else f"/{item.file}",
            code=item.code,
            detail=item.detail,
            file=item.file,
            row=item.row,
            column=item.column,
        )
        for item in row_items(problems)
    ]
    return ProblemError(422, items)


def _file(problem: RowProblem) -> Literal["list", "groups"]:
    return "groups" if problem.file == "groups" else "list"


def _options(form: Upload, model: type[Options]) -> Options:
    problems: list[Problem] = []
    if "list" not in form.files:
        message = "the list is missing: send it as a file, with a file name"
        problems.append(Problem(path=("list",), code="missing", message=message))
    if "groups" in form.texts:
        message = "the groups are no file: send them as one, with a file name"
        problems.append(Problem(path=("groups",), code="missing", message=message))
    fields = {name: _value(name, text) for name, text in form.texts.items() if name not in FILES and text}
    try:
        options = model.model_validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        problems += problems_in(error)
    else:
        if not problems:
            return options
    raise refusal(problems, UploadForm)


def _value(name: str, text: str) -> object:
    if name == "skip_invalid":
        # Clients that are generated from the document write words of their own language.
        return {"true": True, "false": False}.get(text.lower(), text)
    if name not in _IN_JSON:
        return text
    try:
        return parsed(text.encode(), LONGEST_FIELD)
    except ProblemError as error:
        raise error.at(f"/{name}") from None
