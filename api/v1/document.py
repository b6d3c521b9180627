"""``GET /v1/openapi.json``: the interface as an OpenAPI document."""

from functools import cache
from importlib.resources import files

from flask import Response
from flask_openapi import APIBlueprint

from api.openapi import problems

document_resource = APIBlueprint("document", __name__, url_prefix="/v1", abp_tags=[{"name": "Documentation"}])


@cache
def document_text() -> str:
    """The committed document."""
    return (files("api") / "openapi.json").read_text(encoding="utf-8")


@document_resource.get(
    "/openapi.json",
    summary="This document",
    description="The interface in OpenAPI 3.1.",
    operation_id="openapi",
    responses={
        "200": {
            "description": "The document.",
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **problems("MethodNotAllowed"),
    },
)
def get_document() -> Response:
    """Answer with the document."""
    return Response(document_text(), content_type="application/json")
