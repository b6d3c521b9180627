"""The catalogue of everything that is said to people: one Fluent file a language, one code a sentence.

Fluent (https://projectfluent.org) follows a language's own plurals and numbers; another language is another file with
the same codes.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGE = "en"
"""The language of the catalogue that is shipped."""

_FRACTION_DIGITS = 3
"""Digits behind the point that the language's own pattern of numbers shows at most."""

_LARGEST = 1e12
"""Numbers from here on, which no sentence has, are formatted as they come."""

MOST_LISTED = 6
"""Names in one sentence; the rest are counted."""

Param = str | int | float | bool | tuple[str, ...]
"""A word, a number, a yes or no, or names to be listed."""


@lru_cache(maxsize=4096)
def phrase(code: str, **params: str | int | float) -> str:
    """A part of a sentence; kept, for rules ask for the same few of them person by person.

    Raises:
        ValueError: If the catalogue has no such code, or a parameter is missing for it.
    """
    return render(code, params)


def render(code: str, params: Mapping[str, Any]) -> str:
    """The text of a code in the catalogue's language, without a full stop.

    Names are joined as the language joins them, no more than ``MOST_LISTED``; ``<name>-count`` says how many there are.

    Raises:
        ValueError: If the catalogue has no such code, or a parameter is missing for it.
    """
    bundle = _bundle()
    if not bundle.has_message(code):
        raise ValueError(f"the catalogue has no sentence {code}")
    pattern = bundle.get_message(code).value
    text, errors = bundle.format_pattern(pattern, dict(_arguments(params)))
    if errors:
        raise ValueError(f"the sentence {code} cannot be said: {', '.join(sorted(map(str, errors)))}")
    return str(text)


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "g1, g2, and 3 more"."""
    from babel.lists import format_list

    if len(names) <= MOST_LISTED:
        return format_list(list(names), locale=LANGUAGE)
    return render("more-names", {"names": ", ".join(names[:MOST_LISTED]), "more": len(names) - MOST_LISTED})


def _arguments(params: Mapping[str, Any]) -> list[tuple[str, str | int | float]]:
    found: list[tuple[str, str | int | float]] = []
    for name, value in params.items():
        if isinstance(value, bool):
            found.append((name, "yes" if value else "no"))
        elif isinstance(value, list | tuple):
            found += [(name, listed(value)), (f"{name}-count", len(value))]
        else:
            found.append((name, value))
    return found


@cache
def _bundle() -> Any:
    from fluent.runtime import FluentBundle, FluentResource

    # Without marks around every parameter: they are for languages of the other direction, and show on terminals.
    bundle = FluentBundle([LANGUAGE], functions=dict(FUNCTIONS), use_isolating=False)
    bundle.add_resource(FluentResource((files("matcher") / "data" / f"{LANGUAGE}.ftl").read_text(encoding="utf-8")))
    return bundle


def _number(value: Any, **options: Any) -> Any:
    """Fluent's NUMBER: what a figure looks like once it is rounded is remembered, for most of them come back."""
    most = options.get("maximumFractionDigits", max(_FRACTION_DIGITS, options.get("minimumFractionDigits", 0)))
    if not isinstance(value, int | float) or not abs(value) < _LARGEST:
        return _shown(value, **options)
    return _remembered(str(Decimal(str(float(value))).quantize(Decimal(1).scaleb(-most))), **options)


@lru_cache(maxsize=4096)
def _remembered(value: str, **options: Any) -> Any:
    # By its digits, not its value: nought and minus nought are equal, and look different.
    return _shown(Decimal(value), **options)


def _shown(value: Any, **options: Any) -> Any:
    from babel import Locale
    from fluent.runtime.types import fluent_number

    return fluent_number(value, **options).format(Locale.parse(LANGUAGE))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {"NUMBER": _number}
"""What sentences may call besides Fluent's own functions, or instead of them."""
