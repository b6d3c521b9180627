"""Sentences: what is said to people, as a code with typed parameters, rendered from the catalogue."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from matcher.catalogue import LANGUAGE, MOST_LISTED, Param, listed, render
from matcher.intake import Frozen

__all__ = ["LANGUAGE", "MOST_LISTED", "Param", "Sentence", "listed", "render", "sentence"]


class Sentence(Frozen):
    """Something said to a person: a code for programs, parameters, and the text they make in English.

    ``text`` has no full stop. Reading one back from JSON renders it anew, so the three can never disagree.

    Raises:
        pydantic.ValidationError: If the catalogue has no such code, or a parameter is missing for it.
    """

    code: str = Field(description="What is said, for programs.")
    params: dict[str, Param] = Field(default={}, description="The figures, ids and words in it.")
    text: str = Field(default="", description="The same for people.")

    @model_validator(mode="before")
    @classmethod
    def _renders_itself(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("code"), str):
            return {**data, "text": render(data["code"], data.get("params") or {})}
        return data


def sentence(code: str, **params: Param) -> Sentence:
    """A sentence of the catalogue.

    Raises:
        ValueError: If the catalogue has no such code, or a parameter is missing for it.
    """
    return Sentence(code=code, params=params)
