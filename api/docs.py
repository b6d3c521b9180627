"""Pages: the documentation of the interface, drawn from its OpenAPI document, without a script or another host."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template

from api.v1.document import document_text

pages = Blueprint("pages", __name__)


@pages.get("/docs")
def docs() -> Response:
    """The documentation."""
    document = json.loads(document_text())
    page = render_template(
        "docs.html",
        info=document["info"],
        operations=_operations(document),
        schemas=document["components"]["schemas"],
        shared=document["components"]["responses"],
        as_json=_as_json,
    )
    return Response(page, content_type="text/html; charset=utf-8")


def _as_json(value: object, indent: int | None = None) -> str:
    """JSON for people to read: the template escapes what HTML needs escaped, and nothing else is."""
    return json.dumps(value, indent=indent, ensure_ascii=False)


def _operations(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
