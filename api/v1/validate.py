"""``POST /v1/validate``: is this intake one that can be solved, and what should a person look at?"""

from collections.abc import Mapping, Sequence

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, too_long
from api.examples import INTAKE, INVALID_INTAKE
from api.openapi import REF, answers, problems, takes
from api.pointers import public_problem
from api.problems import MOST_ERRORS
from api.settings import Settings
from matcher.intake import Frozen, Intake, Problem
from matcher.remarks import remarks
from matcher.validation import InvalidIntake, validate_intake

validate_resource = APIBlueprint("validate", __name__, url_prefix="/v1", abp_tags=[{"name": "Matching"}])


class ProblemReport(Frozen):
    """One thing that keeps an intake from being solved."""

    pointer: str = Field(description="JSON pointer into the intake; names of unknown fields are left out.")
    code: str = Field(description="What kind of problem, for programs.")
    message: str = Field(description="What is wrong and what to do, for people.")


class Counts(Frozen):
    """How many of each the intake holds."""

    applicants: int
    groups: int = Field(description="Groups on offer: those given, or those made from the sizes.")
    ties: int
    problems: int = Field(description="All problems, those beyond the listed ones included.")


class Validation(Frozen):
    """Whether an intake can be solved."""

    valid: bool
    problems: tuple[ProblemReport, ...] = Field(description=f"Every problem, up to {MOST_ERRORS}; none if valid.")
    counts: Counts
    warnings: tuple[str, ...] = Field(description="What is kept, but a person should look at.")


_VALID = {
    "valid": True,
    "problems": [],
    "counts": {"applicants": 8, "groups": 2, "ties": 0, "problems": 0},
    "warnings": [],
}

_INVALID = {
    "valid": False,
    "problems": [
        {
            "pointer": "/applicants/0/age",
            "code": "invalid",
            "message": "not a possible age: write a number from 10 to 119, or a band such as 18-25 or 65+",
        },
        {"pointer": "/sizes", "code": "invalid", "message": "min_size is over max_size: swap or correct them"},
    ],
    "counts": {"applicants": 2, "groups": 0, "ties": 0, "problems": 2},
    "warnings": [],
}


@validate_resource.post(
    "/validate",
    summary="Check an intake",
    description=(
        "Takes an intake and says whether it can be solved. An intake that cannot is no error of the request: the "
        "answer is 200 with every problem. Warnings name words outside the vocabulary, and nobody who used them."
    ),
    operation_id="validate",
    request_body=takes(
        {
            "description": "An intake. Any other object is taken too, and told what is wrong with it.",
            "anyOf": [{"$ref": REF + "Intake"}, {"type": "object"}],
        },
        {"valid": INTAKE, "invalid": INVALID_INTAKE},
    ),
    responses={
        "200": answers("Whether the intake can be solved.", Validation, {"valid": _VALID, "invalid": _INVALID}),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.SUBMIT, Scope.PLAN)
def validate() -> Response:
    """Check an intake."""
    settings: Settings = current_app.config["SETTINGS"]
    data = read_object(settings)
    report = _checked(data, too_long(data, settings))
    g.counts.update(applicants=report.counts.applicants, problems=report.counts.problems)
    return Response(report.model_dump_json(), content_type="application/json")


def _checked(data: Mapping[str, object], long: Sequence[Problem]) -> Validation:
    if long:
        return _invalid(data, long)
    try:
        intake = validate_intake(data, strict=True)
    except InvalidIntake as error:
        return _invalid(data, error.problems)
    counts = Counts(applicants=len(intake.applicants), groups=len(intake.offers), ties=len(intake.ties), problems=0)
    return Validation(valid=True, problems=(), counts=counts, warnings=tuple(remarks(intake)))


def _invalid(data: Mapping[str, object], problems: Sequence[Problem]) -> Validation:
    public = (public_problem(p, Intake) for p in problems[:MOST_ERRORS])
    lengths = {
        name: len(entries) if isinstance(entries := data.get(name), list) else 0
        for name in ("applicants", "groups", "ties")
    }
    return Validation(
        valid=False,
        problems=tuple(ProblemReport(pointer=p.pointer, code=p.code, message=p.message) for p in public),
        counts=Counts(**lengths, problems=len(problems)),
        warnings=(),
    )
