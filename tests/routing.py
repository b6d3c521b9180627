"""Routes whose addresses are compiled once for all apps of a test session, instead of anew for each test's own app."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def compile_routes_once(patch: pytest.MonkeyPatch) -> None:
    """Keep what werkzeug compiles of a route: it takes four fifths of the time in which an app is made.

    What it compiles asks the rule that it is bound to for everything but these, so that equal routes can share it.
    """
    compile_builder: Callable[[Rule, bool], Builder] = Rule._compile_builder
    kept: dict[Any, Builder] = {}

    def builder_of(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        route = (tuple(rule._trace), append_unknown)
        if route not in kept:
            kept[route] = compile_builder(rule, append_unknown)
        return kept[route]

    patch.setattr(Rule, "_compile_builder", builder_of)
