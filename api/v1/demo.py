"""``POST /v1/demo``: an invented list to try the service out with."""

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_fields
from api.idempotency import idempotent
from api.openapi import REF, made, tagged, takes
from api.store.invented import invent, keep, require_inventing
from api.transactions import writing
from api.v1.intakes.answers import EXAMPLE, WRITE, KeptIntake, answer_kept
from matcher.generate import Kind
from matcher.intake import Frozen
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
    require_inventing()
    wanted = read_fields(DemoRequest)
    intake = invent(wanted.kind, wanted.size, wanted.seed)
    with writing() as session:
        row = keep(session, f"Invented: {wanted.kind}", intake)
        return answer_kept(session, row, tuple(remarks(intake)), ())
