"""``/v1/users``: people who sign in."""

from datetime import datetime
from typing import Literal

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.access import passwords, users
from api.access.admins import hold, refuse_more, require_one_left
from api.access.gate import gate
from api.access.principal import Principal, current, requires
from api.access.scopes import ROLES, Scope
from api.body import read_fields
from api.db.models import UserRow
from api.idempotency import idempotent
from api.openapi import REF, a_page_of, answers, made, problems, takes
from api.pages import Page, PageQuery, page_of
from api.transactions import reading, writing
from matcher.intake import Frozen

users_resource = APIBlueprint("users", __name__, url_prefix="/v1/users", abp_tags=[{"name": "Access"}])

_READ = problems("BadParameter", "NotFound", "MethodNotAllowed")
_WRITE = problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid", "Conflict")

Role = Literal["coordinator", "clinician", "integration", "auditor"]

Password = Field(
    default=None,
    min_length=passwords.LEAST_LENGTH,
    max_length=passwords.MOST_LENGTH,
    description=f"At least {passwords.LEAST_LENGTH} characters; null for those who sign in elsewhere (OpenID Connect).",
)


class UserPath(BaseModel):
    """Which user."""

    user_id: str = Field(description="The id that the service gave the user.")


class UserRequest(Frozen):
    """Somebody who is to sign in."""

    login: str = Field(
        min_length=1,
        max_length=200,
        pattern=r"^\S(.*\S)?$",
        description="What they sign in with; capitals do not count.",
    )
    role: Role = Field(description="What they may do.")
    password: str | None = Password


class UserChange(Frozen):
    """What is to change of a user; what is left out stays."""

    role: Role | None = None
    password: str | None = Password
    disabled: bool | None = Field(default=None, description="Whether they are kept out.")


class UserAnswer(Frozen):
    """Somebody who signs in."""

    id: str
    login: str
    role: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    disabled_at: datetime | None
    locked_until: datetime | None = Field(description="Until when they cannot sign in, after too many wrong passwords.")


class UserPage(Page[UserAnswer]):
    """Some of the users, the newest first."""


_EXAMPLE = {
    "id": "usr_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "login": "front-desk",
    "role": "clinician",
    "scopes": ["screen", "plan", "roster"],
    "created_at": "2026-09-01T08:30:00Z",
    "disabled_at": None,
    "locked_until": None,
}


@users_resource.post(
    "",
    summary="Add a user",
    description=(
        "Nobody gives a role that may do more than they themselves. The first key or user of a service closes it to "
        "whoever has neither; it has to be an administrator's."
    ),
    operation_id="create_user",
    request_body=takes(
        {"$ref": REF + "UserRequest"},
        {"a clinician": {"login": "front-desk", "role": "clinician", "password": "four plain words here"}},
    ),
    responses={"201": made("The user.", UserAnswer, {"added": _EXAMPLE}), **_WRITE},
)
@requires(Scope.ADMIN)
@idempotent
def create_user() -> Response:
    """Add a user."""
    wanted = read_fields(UserRequest)
    who = current()
    refuse_more(who, ROLES[wanted.role])
    with writing() as session:
        hold(session, who.clinic)
        row = users.create(session, who.clinic, who.actor, wanted.login, wanted.role, wanted.password)
        require_one_left(session, who.clinic)
    gate().close()
    return _answered(row, 201)


@users_resource.get(
    "",
    summary="The users",
    operation_id="list_users",
    responses={"200": answers("A page of the clinic's users.", UserPage, a_page_of(_EXAMPLE)), **_READ},
)
@requires(Scope.ADMIN)
def list_users(query: PageQuery) -> Response:
    """List the users."""
    with reading() as session:
        statement = select(UserRow).where(UserRow.clinic_id == current().clinic)
        rows, following = page_of(session, statement, UserRow.id, query)
    page = UserPage(items=tuple(map(_answer, rows)), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


@users_resource.get(
    "/<user_id>",
    summary="One user",
    operation_id="read_user",
    responses={"200": answers("The user.", UserAnswer, {"a clinician": _EXAMPLE}), **_READ},
)
@requires(Scope.ADMIN)
def read_user(path: UserPath) -> Response:
    """Read one."""
    with reading() as session:
        return _answered(users.find(session, current().clinic, path.user_id), 200)


@users_resource.patch(
    "/<user_id>",
    summary="Change a user",
    description="Another role, another password, kept out or let in again. Who gets another password is signed out.",
    operation_id="change_user",
    request_body=takes({"$ref": REF + "UserChange"}, {"kept out": {"disabled": True}}),
    responses={"200": answers("The user.", UserAnswer, {"changed": _EXAMPLE}), **_WRITE},
)
@requires(Scope.ADMIN)
def change_user(path: UserPath) -> Response:
    """Change one."""
    change = read_fields(UserChange)
    who = current()
    with writing() as session:
        hold(session, who.clinic)
        row = users.find(session, who.clinic, path.user_id)
        _refuse(who, row, change)
        if change.role is not None:
            users.set_role(session, row, who.actor, change.role)
        if change.password is not None:
            users.set_password(session, row, who.actor, change.password)
        if change.disabled is not None:
            (users.disable if change.disabled else users.enable)(session, row, who.actor)
        require_one_left(session, who.clinic)
    return _answered(row, 200)


def _refuse(who: Principal, row: UserRow, change: UserChange) -> None:
    refuse_more(who, users.scopes_of(row))
    if change.role is not None:
        refuse_more(who, ROLES[change.role])


def _answered(row: UserRow, status: int) -> Response:
    response = Response(_answer(row).model_dump_json(), status=status, content_type="application/json")
    if status == 201:
        response.headers["Location"] = f"/v1/users/{row.id}"
    return response


def _answer(row: UserRow) -> UserAnswer:
    scopes = users.scopes_of(row)
    return UserAnswer(
        id=row.id,
        login=row.login,
        role=row.role,
        scopes=tuple(scope for scope in Scope if scope in scopes),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        locked_until=row.locked_until,
    )
