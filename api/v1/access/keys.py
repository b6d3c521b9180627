"""``/v1/keys``: keys of programs."""

from datetime import datetime
from typing import Any

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.access import keys
from api.access.admins import hold, refuse_more, require_one_left
from api.access.gate import gate
from api.access.principal import current, requires
from api.access.scopes import KEY_DAYS, MOST_KEY_DAYS, Scope
from api.body import read_fields
from api.db.models import KeyRow
from api.idempotency import idempotent, keep_instead
from api.openapi import REF, a_page_of, answers, emptied, made, problems, takes
from api.pages import Page, PageQuery, page_of
from api.transactions import reading, writing
from matcher.intake import Frozen

keys_resource = APIBlueprint("keys", __name__, url_prefix="/v1/keys", abp_tags=[{"name": "Access"}])

_READ = problems("BadParameter", "NotFound", "MethodNotAllowed")
_WRITE = problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid")


class KeyPath(BaseModel):
    """Which key."""

    key_id: str = Field(description="The id that the service gave the key.")


class KeyRequest(Frozen):
    """A key to be made."""

    name: str = Field(min_length=1, max_length=200, description="What it is for; no name of a person.")
    scopes: frozenset[Scope] = Field(min_length=1, description="What it allows.")
    days: int = Field(default=KEY_DAYS, ge=1, le=MOST_KEY_DAYS, description="How long it lasts.")


class KeyAnswer(Frozen):
    """A key, without its secret."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str = Field(description="The key or the user that made it; `command-line` for the operator.")
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None = Field(description="When it was last used, to the minute.")


class KeyMade(KeyAnswer):
    """A key that has just been made."""

    secret: str | None = Field(
        description=(
            "To be sent as Authorization: Bearer …; shown this once. Null where the request is repeated under its "
            "Idempotency-Key: revoke the key and make another if the first answer is lost."
        )
    )


class KeyPage(Page[KeyAnswer]):
    """Some of the keys, the newest first."""


_EXAMPLE = {
    "id": "key_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "name": "Scheduling system",
    "scopes": ["submit", "plan"],
    "created_at": "2026-09-01T08:30:00Z",
    "created_by": "usr_01kb1q5s2v8e6m3c9w4t7r0abc",
    "expires_at": "2027-09-01T08:30:00Z",
    "revoked_at": None,
    "used_at": None,
}


@keys_resource.post(
    "",
    summary="Make a key",
    description=(
        "Makes a key for a program. Nobody gives a key more than they may do themselves. The first key or user of a "
        "service closes it to whoever has neither; it has to be an administrator's."
    ),
    operation_id="create_key",
    request_body=takes(
        {"$ref": REF + "KeyRequest"}, {"a key": {"name": "Scheduling system", "scopes": ["submit", "plan"]}}
    ),
    responses={
        "201": made("The key, with its secret.", KeyMade, {"made": {**_EXAMPLE, "secret": "gm_" + "5e" * 32}}),
        **_WRITE,
        **problems("Conflict"),
    },
)
@requires(Scope.ADMIN)
@idempotent
def create_key() -> Response:
    """Make a key."""
    wanted = read_fields(KeyRequest)
    who = current()
    refuse_more(who, wanted.scopes)
    with writing() as session:
        hold(session, who.clinic)
        row, secret = keys.create(session, who.clinic, who.actor, wanted.name, wanted.scopes, wanted.days)
        require_one_left(session, who.clinic)
        shown = KeyMade(**_fields(row), secret=secret)
        keep_instead(shown.model_copy(update={"secret": None}).model_dump_json().encode())
    gate().close()
    location = {"Location": f"/v1/keys/{row.id}"}
    return Response(shown.model_dump_json(), status=201, content_type="application/json", headers=location)


@keys_resource.get(
    "",
    summary="The keys",
    description="Revoked keys and those that have run out are among them.",
    operation_id="list_keys",
    responses={"200": answers("A page of the clinic's keys.", KeyPage, a_page_of(_EXAMPLE)), **_READ},
)
@requires(Scope.ADMIN)
def list_keys(query: PageQuery) -> Response:
    """List the keys."""
    with reading() as session:
        statement = select(KeyRow).where(KeyRow.clinic_id == current().clinic)
        rows, following = page_of(session, statement, KeyRow.id, query)
    page = KeyPage(items=tuple(KeyAnswer(**_fields(row)) for row in rows), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@keys_resource.get(
    "/<key_id>",
    summary="One key",
    operation_id="read_key",
    responses={"200": answers("The key.", KeyAnswer, {"a key": _EXAMPLE}), **_READ},
)
@requires(Scope.ADMIN)
def read_key(path: KeyPath) -> Response:
    """Read one."""
    with reading() as session:
        row = keys.find(session, current().clinic, path.key_id)
    return Response(KeyAnswer(**_fields(row)).model_dump_json(), content_type="application/json")


@keys_resource.delete(
    "/<key_id>",
    summary="Revoke a key",
    description="The key is refused from now on; it stays in the list.",
    operation_id="revoke_key",
    responses={"204": emptied("It is revoked."), **_READ, **problems("Conflict")},
)
@requires(Scope.ADMIN)
def revoke_key(path: KeyPath) -> Response:
    """Revoke one."""
    who = current()
    with writing() as session:
        hold(session, who.clinic)
        keys.revoke(session, keys.find(session, who.clinic, path.key_id), who.actor)
        require_one_left(session, who.clinic)
    return Response(status=204)


def _fields(row: KeyRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KeyAnswer.model_fields}
