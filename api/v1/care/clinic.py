"""``/v1/clinic``: the clinic of whoever asks, and how long it keeps lists."""

from flask import Response, current_app
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import ClinicRow
from api.openapi import REF, answers, problems, takes
from api.settings import Settings
from api.transactions import reading, writing
from api.v1.care.reading import read
from matcher.intake import Frozen

clinic_resource = APIBlueprint("clinic", __name__, url_prefix="/v1/clinic", abp_tags=[{"name": "Care"}])

_READ = problems("Unauthorized", "Forbidden", "MethodNotAllowed")
_CHANGE = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)


class ClinicChange(Frozen):
    """What is to change; what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days that lists which nobody touches are kept; null for what the operator has set.",
    )


class ClinicAnswer(Frozen):
    """A clinic."""

    id: str
    name: str
    retention_days: int | None = Field(description="Days that lists which nobody touches are kept; null: not set.")
    retention_days_in_force: int | None = Field(
        description="The same, or what the operator has set; null: lists are kept until somebody deletes them."
    )


_EXAMPLE = {"id": "home", "name": "Home", "retention_days": 365, "retention_days_in_force": 365}


@clinic_resource.get(
    "",
    summary="The clinic",
    operation_id="read_clinic",
    responses={"200": answers("The clinic.", ClinicAnswer, {"the clinic": _EXAMPLE}), **_READ},
)
@requires(Scope.ADMIN)
def read_clinic() -> Response:
    """Read it."""
    with reading() as session:
        return _answered(session.get_one(ClinicRow, current().clinic))


@clinic_resource.patch(
    "",
    summary="Rename the clinic, or say how long it keeps lists",
    operation_id="change_clinic",
    request_body=takes({"$ref": REF + "ClinicChange"}, {"a year": {"retention_days": 365}}),
    responses={"200": answers("The clinic.", ClinicAnswer, {"the clinic": _EXAMPLE}), **_CHANGE},
)
@requires(Scope.ADMIN)
def change_clinic() -> Response:
    """Change it."""
    asked = read(ClinicChange)
    with writing() as session:
        row = session.get_one(ClinicRow, current().clinic, with_for_update=True)
        if asked.name is not None:
            row.name = asked.name
        if "retention_days" in asked.model_fields_set:
            row.retention_days = asked.retention_days
        days = row.retention_days
        record(session, row.id, current().actor, "clinic.changed", row.id, retention_days=days)
        return _answered(row)


def _answered(row: ClinicRow) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    days = settings.retention_days if row.retention_days is None else row.retention_days
    answer = ClinicAnswer(id=row.id, name=row.name, retention_days=row.retention_days, retention_days_in_force=days)
    return Response(answer.model_dump_json(), content_type="application/json")
