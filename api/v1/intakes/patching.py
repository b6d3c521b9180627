"""How a JSON Merge Patch is documented."""

from collections.abc import Mapping
from typing import Any

from pydantic import RootModel

from api.merge import MERGE_PATCH
from api.openapi import REF


class MergePatch(RootModel[dict[str, Any]]):
    """What is to be another: what is left out stays, null removes, an object is merged, a list is replaced whole."""


def patches(examples: Mapping[str, object]) -> dict[str, Any]:
    """A request body that is a JSON Merge Patch, under its own media type or as plain JSON."""
    shown = {name: {"value": value} for name, value in examples.items()}
    media = {"schema": {"$ref": REF + MergePatch.__name__}, "examples": shown}
    return {"required": True, "content": {"application/json": media, MERGE_PATCH: media}}
