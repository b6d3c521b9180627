"""The OpenAPI document. ``python -m api.openapi > api/openapi.json`` writes the file that is served and committed."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from flask_openapi import Info, OpenAPI
from flask_openapi.models import OpenAPISpec
from flask_openapi.types import ResponseDict
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from api.access.principal import scopes_asked
from api.access.scopes import Scope
from api.access.sessions import COOKIE, CSRF_HEADER
from api.problems import TITLES, ErrorItem, ProblemDetails
from api.request_headers import PARAMETERS, headers_read
from api.request_headers import REF as HEADER_REF

OPENAPI_VERSION = "3.1.0"

API_VERSION = "1.0.0"
"""The version of the interface under ``/v1``; it moves when the interface does, not with every release."""

DESCRIPTION = """\
Composes interpersonal process groups: members are around the same age or in a similar stage of life, and come for
different reasons. Calls that hand in a whole intake (validate, evaluate, solve, explain ...) keep nothing of it;
intakes, plans and jobs are kept until they are deleted or their clinic's retention ends. Ids of people are the caller's
own pseudonyms; a `display_name` comes back to those alone who may read rosters.

Errors are problem details (RFC 9457) with a JSON pointer for everything that is wrong. They never repeat a
submitted value.
"""

REF = "#/components/schemas/"

Response = dict[str, Any]


Documented = tuple[type[BaseModel], JsonSchemaMode]
"""A model, and whether it is read (validation) or written (serialization)."""


class Service(OpenAPI):
    """The Flask app that knows its own OpenAPI document.

    The framework's schema classes drop the keywords of JSON Schema that they do not know, so the schemas come from
    pydantic directly: ``documented`` has the models with the direction they travel in.
    """

    documented: tuple[Documented, ...] = ()

    def generate_spec_json(self) -> None:
        """Put the document together."""
        spec = OpenAPISpec(
            openapi=OPENAPI_VERSION,
            info=Info(title="Group Matcher", version=API_VERSION, description=DESCRIPTION),
            paths=self.paths,
            tags=self.tags,
        )
        document = spec.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)
        _, schemas = models_json_schema(
            [*self.documented, (ProblemDetails, "serialization")], ref_template=REF + "{model}"
        )
        document["components"] = {
            "schemas": schemas["$defs"],
            "headers": {"X-Request-Id": _REQUEST_ID},
            "parameters": dict(PARAMETERS),
            "responses": {name: _problem_response(*parts) for name, parts in _PROBLEMS.items()},
            "securitySchemes": SECURITY_SCHEMES,
        }
        self._say_what_views_read(document["paths"])
        self.spec_json = document

    def _say_what_views_read(self, paths: dict[str, Any]) -> None:
        """Add to each operation what its view knows: who may use it, and which headers it reads."""
        for rule in self.url_map.iter_rules():
            view = self.view_functions[rule.endpoint]
            asked = scopes_asked(view)
            item = paths.get(_PLACE.sub(r"{\1}", rule.rule), {})
            for method in (rule.methods or set()) & {name.upper() for name in item}:
                operation = item[method.lower()]
                if headers := headers_read(view, operation["responses"]):
                    parameters = [{"$ref": HEADER_REF + name} for name in headers]
                    operation["parameters"] = [*operation.get("parameters", ()), *parameters]
                if "Idempotency-Key" in headers:
                    operation["responses"] = dict(sorted({**problems("KeyReused"), **operation["responses"]}.items()))
                if asked is None:
                    operation["security"] = []
                else:
                    operation["security"] = list(SECURITY[method in _SAFE])
                    operation["x-scopes"] = [scope for scope in Scope if scope in asked]
                    operation["responses"] = dict(sorted({**_refusals(), **operation["responses"]}.items()))


def answers(
    description: str, model: type[BaseModel], examples: Mapping[str, object] | None = None, *others: type[BaseModel]
) -> Response:
    """A response of status 200 with a model, or one of the others, as its JSON."""
    schemas = [{"$ref": REF + each.__name__} for each in (model, *others)]
    media: dict[str, Any] = {"schema": {"anyOf": schemas} if others else schemas[0]}
    if examples:
        media["examples"] = _named(examples)
    return {
        "description": description,
        "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
        "content": {"application/json": media},
    }


def made(
    description: str, model: type[BaseModel], examples: Mapping[str, object] | None = None, *, location: bool = True
) -> Response:
    """A response that says that something was made or accepted, and where it is."""
    response = answers(description, model, examples)
    if location:
        response["headers"] = {
            **response["headers"],
            "Location": {"description": "Where it is.", "schema": {"type": "string"}},
        }
    return response


def tagged(response: Response) -> Response:
    """The response with its ETag documented."""
    tag = {"description": "The state, to be sent back as If-Match with a change.", "schema": {"type": "string"}}
    return {**response, "headers": {**response["headers"], "ETag": tag}}


def a_page_of(item: Mapping[str, object]) -> Mapping[str, object]:
    """The example of a page with one item, the last."""
    return {"a page": {"items": [item], "next": None}}


def emptied(description: str) -> Response:
    """A response without a body."""
    return {"description": description, "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}}


def takes(schema: Mapping[str, object], examples: Mapping[str, object]) -> dict[str, Any]:
    """A JSON request body."""
    return {"required": True, "content": {"application/json": {"schema": schema, "examples": _named(examples)}}}


def problems(*names: str) -> ResponseDict:
    """Responses with problem details, by status, from the names of those that every operation shares."""
    return {
        str(_PROBLEMS[name][0]): {"$ref": f"#/components/responses/{name}", "description": _PROBLEMS[name][1]}
        for name in names
    }


_PROBLEMS: Mapping[str, tuple[int, str, ErrorItem]] = {
    "Malformed": (
        400,
        "The body is not JSON, or not JSON that means one thing.",
        ErrorItem(pointer="", code="malformed", detail="the body is not JSON from line 1, column 15 on"),
    ),
    "Unauthorized": (
        401,
        "The service does not know who asks.",
        ErrorItem(
            pointer="",
            code="unauthorized",
            detail="the service does not know who asks: send a key as Authorization: Bearer …",
            parameter="Authorization",
        ),
    ),
    "NotSignedIn": (
        401,
        "Login and password do not go together, or the login is locked or disabled.",
        ErrorItem(
            pointer="",
            code="not_signed_in",
            detail="login and password do not go together, or there were too many tries: wait, or ask an administrator",
        ),
    ),
    "TooOften": (
        429,
        "More requests than this key, user or address has; Retry-After says when to come back, in seconds.",
        ErrorItem(pointer="", code="too_many_requests", detail="this is asked too often: try again in 12 seconds"),
    ),
    "Forbidden": (
        403,
        "The key or role does not allow this.",
        ErrorItem(pointer="", code="forbidden", detail="this needs a key or role with the scope publish"),
    ),
    "NotAcceptable": (
        406,
        "The Accept header names none of the forms this comes in.",
        ErrorItem(
            pointer="",
            code="not_acceptable",
            detail="the roster comes as application/json, text/csv or text/html",
            parameter="Accept",
        ),
    ),
    "Conflict": (
        409,
        "What is asked does not go with what is there.",
        ErrorItem(pointer="", code="conflict", detail="this plan is published: withdraw it first"),
    ),
    "ChangedMeanwhile": (
        412,
        "If-Match names another state than the one there is; the ETag header has that one.",
        ErrorItem(
            pointer="",
            code="changed_meanwhile",
            detail="this has changed since you read it: read it again, and decide anew",
            parameter="If-Match",
        ),
    ),
    "MatchRequired": (
        428,
        "A change has to say which state it is for.",
        ErrorItem(
            pointer="",
            code="precondition_required",
            detail="say which state this change is for: send the ETag that you last saw as If-Match",
            parameter="If-Match",
        ),
    ),
    "BadParameter": (
        400,
        "A query parameter or header cannot be used.",
        ErrorItem(
            pointer="",
            code="bad_cursor",
            detail="this is no cursor of ours: begin with the first page",
            parameter="cursor",
        ),
    ),
    "NotFound": (
        404,
        "There is nothing at this address.",
        ErrorItem(pointer="", code="not_found", detail="there is nothing at this address: see /docs for what there is"),
    ),
    "MethodNotAllowed": (
        405,
        "The address does not take this method; the Allow header names those it takes.",
        ErrorItem(
            pointer="",
            code="method_not_allowed",
            detail="this address does not take this method: see the Allow header",
        ),
    ),
    "TooLarge": (
        413,
        "The body is larger than the service takes.",
        ErrorItem(
            pointer="",
            code="too_large",
            detail="the request body is larger than this service takes: send a shorter list",
        ),
    ),
    "NotJson": (
        415,
        "The body is not sent as JSON in UTF-8.",
        ErrorItem(
            pointer="",
            code="not_json",
            detail="send the body as application/json in UTF-8, and say so in Content-Type",
        ),
    ),
    "Invalid": (
        422,
        "The body is JSON, but no valid request; every error is listed.",
        ErrorItem(
            pointer="/intake/applicants/3/age",
            code="invalid",
            detail="not a possible age: write a number from 10 to 119, or a band such as 18-25 or 65+",
        ),
    ),
    "KeyReused": (
        422,
        "The Idempotency-Key came with another request before.",
        ErrorItem(
            pointer="",
            code="idempotency_key_reused",
            detail="this key came with another request before: take a new key for a new request",
            parameter="Idempotency-Key",
        ),
    ),
    "Busy": (
        503,
        "As many solves are running as the service takes at once; Retry-After says when to come back, in seconds.",
        ErrorItem(pointer="", code="busy", detail="the service is solving as much as it can: try again in 10 seconds"),
    ),
    "NoProvider": (
        503,
        "The identity provider does not answer as it should.",
        ErrorItem(
            pointer="",
            code="identity_provider_unreachable",
            detail="the identity provider does not answer as it should: try again, or sign in with a password",
        ),
    ),
    "NotReady": (
        503,
        "The service cannot work.",
        ErrorItem(pointer="", code="not_ready", detail="the database does not answer"),
    ),
}

SECURITY_SCHEMES: Mapping[str, Mapping[str, str]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key, made with POST /v1/keys or `group-matcher keys create`. An operation's x-scopes name "
        "the scopes of which the key needs one.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The cookie of somebody who has signed in with POST /v1/session.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "The token that GET /v1/session gives, with every change in a session; keys need none.",
    },
}

SECURITY: Mapping[bool, Sequence[Mapping[str, Sequence[str]]]] = {
    True: ({"key": ()}, {"session": ()}),
    False: ({"key": ()}, {"session": (), "csrf": ()}),
}
"""How to say who asks: for what changes nothing, and for what changes something."""

_SAFE = frozenset({"GET", "HEAD"})
_PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def _refusals() -> dict[str, Any]:
    names = ("Unauthorized", "Forbidden", "TooOften")
    return {str(_PROBLEMS[name][0]): {"$ref": f"#/components/responses/{name}"} for name in names}


_REQUEST_ID = {
    "description": (
        "The id under which the request stands in the log: the request's own X-Request-Id where that is 8 to 64 "
        "letters, digits, dots, hyphens or underscores, else a new one."
    ),
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{8,64}$"},
}

_EXTRA_HEADERS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "MethodNotAllowed": ("Allow", {"type": "string"}),
    "Busy": ("Retry-After", {"type": "integer", "minimum": 1}),
    "TooOften": ("Retry-After", {"type": "integer", "minimum": 1}),
}


def _problem_response(status: int, description: str, error: ErrorItem) -> Response:
    example = ProblemDetails(
        title=TITLES[status],
        status=status,
        detail=error.detail,
        errors=(error,),
        request_id="1f0c6f2a9d5b4e0c8a7d3b2e1f004c55",
    )
    headers: dict[str, object] = {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}
    for name, (header, schema) in _EXTRA_HEADERS.items():
        if _PROBLEMS[name][1] == description:
            headers[header] = {"schema": schema}
    return {
        "description": description,
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": REF + "ProblemDetails"},
                "example": example.model_dump(mode="json"),
            }
        },
    }


def _named(examples: Mapping[str, object]) -> dict[str, dict[str, object]]:
    return {name: {"value": value} for name, value in examples.items()}


def document() -> dict[str, Any]:
    """The OpenAPI document of the app as it is written in the code."""
    from api.app import create_app

    found: dict[str, Any] = create_app().api_doc
    return found


def written(found: Mapping[str, Any]) -> str:
    """The document as the text of its file."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written(document()))
