"""``POST /v1/demo``: an invented list to try the service out with."""

from flask import Response, current_app
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import read_object
from api.idempotency import idempotent
from api.openapi import REF, made, tagged, takes
from api.problems import problem
from api.settings import Settings
from api.store import intakes
from api.transactions import writing
from api.v1.intakes.answers import EXAMPLE, WRITE, KeptIntake, answer_kept
from api.v1.intakes.changes import read_entry
from matcher.generate import AS_OF, Kind, generate, generate_groups
from matcher.intake import Frozen, Intake
from matcher.remarks import remarks

demo_resource = APIBlueprint("demo", __name__, url_prefix="/v1", abp_tags=[{"name": "Intakes"}])

MOST_INVENTED = 10_000
"""People that a request has invented for it; a list of that size takes some seconds to make."""

USUAL_SIZE = 64

_EXAMPLE = {**EXAMPLE, "name": "Invented: campus", "applicants": 64, "groups": 8}


class DemoRequest(Frozen):
    """Which list to invent."""

    kind: Kind = Field(default="campus", description="A university's counselling centre, or a community clinic.")
    size: int = Field(default=USUAL_SIZE, ge=1, le=MOST_INVENTED, description="People on it.")
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="The same kind, size and seed give the same list.")


@demo_resource.post(
    "/demo",
    summary="Keep an invented list",
    description=(
        "Keeps a list of people who do not exist, with groups that suit them. Off where the operator has set it so, "
        "and by itself on an address that other machines reach."
    ),
    operation_id="create_demo",
    request_body=takes({"$ref": REF + "DemoRequest"}, {"a campus": {"kind": "campus", "size": 64, "seed": 1}}),
    responses={
        "201": tagged(made("The list is kept.", KeptIntake, {"kept": _EXAMPLE})),
        **WRITE,
    },
)
@requires(Scope.SUBMIT)
@idempotent
def create_demo() -> Response:
    """Invent a list and keep it."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise problem(403, "no_demo", "this service invents no lists: its operator can turn that on")
    wanted = read_entry(DemoRequest, read_object(settings))
    people = generate(wanted.kind, wanted.size, wanted.seed).applicants
    groups = generate_groups(people, wanted.seed)[: settings.max_groups]
    intake = Intake(applicants=people, groups=groups, as_of=AS_OF)
    with writing() as session:
        row = intakes.create(session, current().clinic, f"Invented: {wanted.kind}", intake, current().actor)
        record(session, current().clinic, current().actor, "intake.created", row.id, revision=1, source="demo")
        return answer_kept(session, row, tuple(remarks(intake)), ())
