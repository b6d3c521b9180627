"""``/v1/session/oidc``: signing in with the clinic's identity provider."""

from flask import Response, current_app, redirect, request, url_for
from flask_openapi import APIBlueprint
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from api.access.admins import hold
from api.access.cookies import give_cookie
from api.access.limits import sign_in_view
from api.access.oidc import Attempt, address_to_sign_in, claims_for, refused, user_for
from api.access.returning import MOST_LENGTH, page_or_start
from api.access.sessions import open_session
from api.db.models import HOME_CLINIC
from api.openapi import problems
from api.queries import Query
from api.settings import Settings
from api.transactions import writing

oidc_resource = APIBlueprint("oidc", __name__, url_prefix="/v1/session/oidc", abp_tags=[{"name": "Access"}])

COOKIE = "group_matcher_sign_in"
"""What a browser keeps while somebody is at the identity provider."""

COOKIE_SECONDS = 600
"""How long they may stay there."""

_PROBLEMS = problems("BadParameter", "NotSignedIn", "NotFound", "MethodNotAllowed", "TooOften")


class SignInQuery(Query):
    """Where somebody wants to sign in."""

    clinic: str = Field(default=HOME_CLINIC, pattern="^[a-z0-9-]{1,40}$", description="The id of their clinic.")
    next: str = Field(
        default="/",
        max_length=MOST_LENGTH,
        description="The page to go to then; what is no page of this service leads to the first one.",
    )


class ReturnQuery(Query):
    """What the identity provider sends back."""

    code: str = Field(default="", max_length=4096, description="To be exchanged for who it is; empty if they refused.")
    state: str = Field(default="", max_length=200, description="As it was sent there.")


def _elsewhere(description: str) -> dict[str, object]:
    headers = {"Location": {"description": "Where to go.", "schema": {"type": "string"}}}
    return {"description": description, "headers": headers}


@oidc_resource.get(
    "",
    summary="Sign in elsewhere",
    description="Sends the browser to the identity provider that the operator has set (OpenID Connect).",
    operation_id="sign_in_elsewhere",
    responses={"302": _elsewhere("To the identity provider."), **_PROBLEMS, **problems("NoProvider")},
)
@sign_in_view
def begin(query: SignInQuery) -> AnyResponse:
    """Send them there."""
    settings: Settings = current_app.config["SETTINGS"]
    attempt = Attempt.begun(query.clinic, page_or_start(query.next))
    response = redirect(address_to_sign_in(settings, attempt, _return_address()), code=302)
    response.set_cookie(
        COOKIE,
        attempt.written(),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        path=oidc_resource.url_prefix,
    )
    return response


@oidc_resource.get(
    "/callback",
    summary="Come back from signing in elsewhere",
    description="Where the identity provider sends the browser; opens a session and leads to the pages.",
    operation_id="signed_in_elsewhere",
    responses={"303": _elsewhere("To the pages, signed in."), **_PROBLEMS, **problems("NoProvider")},
)
@sign_in_view
def finish(query: ReturnQuery) -> AnyResponse:
    """Let them in."""
    settings: Settings = current_app.config["SETTINGS"]
    attempt = Attempt.read(request.cookies.get(COOKIE, ""))
    if attempt is None or not query.code:
        raise refused("no attempt or no code")
    claims = claims_for(settings, attempt, _return_address(), query.state, query.code)
    with writing() as session:
        hold(session, attempt.clinic)
        user = user_for(session, attempt.clinic, claims, settings)
        opened, token = open_session(session, user, settings)
    response = Response(status=303, headers={"Location": page_or_start(attempt.after)})
    give_cookie(response, token, opened)
    response.delete_cookie(COOKIE, path=oidc_resource.url_prefix)
    return response


def _return_address() -> str:
    return url_for("oidc.finish", _external=True)
