"""``/v1/people``: handing out and erasing what is kept about one person.

The pseudonym comes in the body, so that it stands in no address and no log of a proxy. Neither takes an
Idempotency-Key: a second time changes nothing, and a record of the first would be one more trace.
"""

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.care.erase import Erasure, erase
from api.care.export import PersonAccount, account_of
from api.openapi import REF, answers, problems, takes
from api.transactions import database, writing
from api.v1.care.reading import read
from matcher.intake import Frozen

people_resource = APIBlueprint("people", __name__, url_prefix="/v1/people", abp_tags=[{"name": "Care"}])

_PROBLEMS = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)


class PersonRequest(Frozen):
    """Whom it is about."""

    id: str = Field(min_length=1, max_length=100, description="The person's pseudonym.")
    intake: str | None = Field(
        default=None, max_length=40, description="Only this list; without it, every list of the clinic."
    )


_ACCOUNT = {
    "id": "p1",
    "made_at": "2026-09-01T08:30:00Z",
    "entries": [
        {
            "intake": "int_01kb1q5s2v8e6m3c9w4t7r0xyz",
            "name": "Autumn term",
            "since": 1,
            "until": None,
            "display_name": None,
            "data": {"id": "p1", "age": "19", "reasons": ["loneliness"]},
        }
    ],
    "mentions": [
        {
            "kept_in": "plan_revisions",
            "row": {"plan_id": "pln_01kb1q5s2v8e6m3c9w4t7r0xyz", "revision": 1},
            "field": "result",
            "pointer": "/groups/0/member_fits/0",
            "value": {"id": "p1", "fit": 0.81},
        }
    ],
}


@people_resource.post(
    "/export",
    summary="All that is kept about a person",
    description=(
        "Entries in lists over all revisions with the name, and everything else that speaks of the person: ties, seats "
        "and sentences of plans, jobs, stored answers. Sentences may name others by their pseudonyms: read it before "
        "you hand it on."
    ),
    operation_id="export_person",
    request_body=takes({"$ref": REF + "PersonRequest"}, {"a person": {"id": "p1"}}),
    responses={"200": answers("What is kept.", PersonAccount, {"an account": _ACCOUNT}), **_PROBLEMS},
)
@requires(Scope.ADMIN)
def export_person() -> Response:
    """Hand out what is kept."""
    asked = read(PersonRequest)
    with writing() as session:
        account = account_of(session, current().clinic, asked.id, asked.intake)
        counts = {"entries": len(account.entries), "mentions": len(account.mentions)}
        record(session, current().clinic, current().actor, "person.exported", asked.intake, **counts)
    return Response(account.model_dump_json(), content_type="application/json")


@people_resource.post(
    "/erase",
    summary="Erase a person",
    description=(
        "Erases the person from lists, plans, jobs and stored answers, in every revision, for good. In plans and in "
        "former revisions of lists `erased-1` stands in their place, so that figures still agree with what they count; "
        "a list gets a new revision without them. Jobs that run on these lists are discarded."
    ),
    operation_id="erase_person",
    request_body=takes({"$ref": REF + "PersonRequest"}, {"a person": {"id": "p1"}}),
    responses={
        "200": answers(
            "The person is erased; all counts are 0 where nothing spoke of them.",
            Erasure,
            {"erased": {"intakes": 1, "entries": 2, "mentions": 5, "stopped_jobs": 0}},
        ),
        **_PROBLEMS,
    },
)
@requires(Scope.ADMIN)
def erase_person() -> Response:
    """Erase."""
    asked = read(PersonRequest)
    erasure = erase(database(), current().clinic, asked.id, current().actor, asked.intake)
    return Response(erasure.model_dump_json(), content_type="application/json")
