"""How a JSON Merge Patch is documented."""

from collections.abc import Mapping
from typing import Any

from api.merge import MERGE_PATCH


def patches(examples: Mapping[str, object]) -> dict[str, Any]:
    """A request body that is a JSON Merge Patch, under its own media type or as plain JSON."""
    media = {"schema": {"type": "object"}, "examples": {name: {"value": value} for name, value in examples.items()}}
    return {"required": True, "content": {"application/json": media, MERGE_PATCH: media}}
