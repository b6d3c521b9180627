"""The headers that requests may carry, as the OpenAPI document tells of them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

_READS = "group_matcher_reads"

REF = "#/components/parameters/"

_TEXTS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "Idempotency-Key": (
        "Lets the request be sent again without being done again: the answer to the same key is the first one.",
        "autumn-1",
        {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
    ),
    "If-Match": (
        "The ETag last seen of what is to be changed. 412 if it has changed since; 428 without it, unless the "
        "description says that it may be left out.",
        '"3"',
        {"type": "string"},
    ),
    "If-None-Match": ("The ETag of what the caller has: 304 if that is still so.", '"3"', {"type": "string"}),
    "Last-Event-ID": (
        "The id of the last event that the caller has seen.",
        "42",
        {"type": "string", "pattern": "^[0-9]{1,18}$"},
    ),
    "Prefer": (
        "wait=N: the caller waits up to N seconds. A job that has ended by then is answered as ended; a solve that "
        "keeps nothing is over by then. As of RFC 7240, what is not understood is no preference.",
        "wait=20",
        {"type": "string"},
    ),
}
"""Meaning, example and schema by name."""

PARAMETERS: Mapping[str, Mapping[str, object]] = {
    name: {"name": name, "in": "header", "description": meaning, "schema": schema, "example": example}
    for name, (meaning, example, schema) in _TEXTS.items()
}
"""The components that operations refer to."""


def reads(name: str) -> Callable[[View], View]:
    """Note on a view, or on what a decorator makes of it, that it reads a header."""
    assert name in _TEXTS

    def noted(view: View) -> View:
        setattr(view, _READS, name)
        return view

    return noted


def headers_read(view: Callable[..., Any], responses: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The headers that an operation reads: those noted on its view, and those that its responses speak of."""
    found = set(_noted(view))
    if "412" in responses:
        found.add("If-Match")
    if "304" in responses:
        found.add("If-None-Match")
    return sorted(found)


def _noted(view: Callable[..., Any] | None) -> list[str]:
    found = []
    while view is not None:
        # A decorator has what the inner view notes, too, until it notes something itself.
        found.append(getattr(view, _READS, None))
        view = getattr(view, "__wrapped__", None)
    return [name for name in found if name is not None]
