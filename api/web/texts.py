"""What the pages say: a folder of Fluent files a language, one code a text."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from matcher.catalogue import LANGUAGE


def text(code: str, **params: str | int | float) -> str:
    """A text of the pages.

    Raises:
        ValueError: If the catalogue has no such code, or a parameter is missing for it.
    """
    return _said(code, params) if params else _plain(code)


@cache
def _plain(code: str) -> str:
    return _said(code, {})


def _said(code: str, params: Mapping[str, str | int | float]) -> str:
    bundle = _bundle()
    if not bundle.has_message(code):
        raise ValueError(f"the pages' catalogue has no text {code}")
    found, errors = bundle.format_pattern(bundle.get_message(code).value, params)
    if errors:
        raise ValueError(f"the text {code} cannot be said: {', '.join(sorted(map(str, errors)))}")
    return str(found)


def has_text(code: str) -> bool:
    """Whether the catalogue has it."""
    return bool(_bundle().has_message(code))


@cache
def _bundle() -> Any:
    from fluent.runtime import FluentBundle, FluentResource

    bundle = FluentBundle([LANGUAGE], use_isolating=False)
    for file in sorted((files("api.web") / LANGUAGE).iterdir(), key=lambda found: found.name):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
