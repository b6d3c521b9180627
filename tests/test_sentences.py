"""What is said comes from a code and parameters, and says nothing else."""

from collections.abc import Iterator
from importlib.resources import files
from typing import cast

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.syntax import FluentParser, ast
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from matcher import catalogue
from matcher.sentences import Sentence, listed, sentence


def test_a_sentence_carries_its_code_its_parameters_and_its_text() -> None:
    said = sentence("more-names", names=("a", "b"), more=3)

    assert said.text == "a and b, and 3 more"
    assert Sentence.model_validate_json(said.model_dump_json()) == said


def test_the_text_always_follows_from_the_code() -> None:
    assert Sentence(code="more-names", params={"names": "a", "more": 2}, text="something else").text == "a, and 2 more"


@pytest.mark.parametrize(("code", "params"), [("no-such-code", {}), ("more-names", {"names": ("a",)})])
def test_what_cannot_be_said_is_an_error(code: str, params: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValidationError, match=code):
        Sentence(code=code, params=params)  # type: ignore[arg-type]


@given(
    st.floats(-1e6, 1e6) | st.integers(-5000, 5000) | st.integers(-400, 400).map(lambda eighths: eighths / 8),
    st.sampled_from(({}, {"maximumFractionDigits": 1}, {"minimumFractionDigits": 2}, {"maximumFractionDigits": 0})),
)
@example(-0.0, {})
@example(1e-9, {})
@example(-1e-9, {})
@example(2.675, {"maximumFractionDigits": 2})
@example(2**60 + 1, {})
def test_a_number_that_is_remembered_looks_like_one_that_is_not(value: float, options: dict[str, int]) -> None:
    arguments = "".join(f", {name}: {digits}" for name, digits in options.items())
    text = f"figure = {{ NUMBER($value{arguments}) }}"
    plain = FluentBundle([catalogue.LANGUAGE], use_isolating=False)
    ours = FluentBundle([catalogue.LANGUAGE], functions=dict(catalogue.FUNCTIONS), use_isolating=False)
    for bundle in (plain, ours):
        bundle.add_resource(FluentResource(text))

    wanted, shown = (
        b.format_pattern(cast(Pattern, b.get_message("figure").value), {"value": value}) for b in (plain, ours)
    )

    assert shown == wanted


def test_many_names_are_counted() -> None:
    assert listed(["a", "b", "c"]) == "a, b, and c"
    assert listed(list("abcdefgh")) == "a, b, c, d, e, f, and 2 more"


def spoken(code: ast.Message) -> Iterator[str]:
    """Every stretch of text of a sentence, those of each of its variants among them."""

    def texts(pattern: ast.Pattern) -> Iterator[str]:
        for part in pattern.elements:
            if isinstance(part, ast.TextElement):
                yield part.value
            elif isinstance(part.expression, ast.SelectExpression):
                for variant in part.expression.variants:
                    yield from texts(variant.value)
            elif isinstance(part.expression, ast.StringLiteral):
                yield part.expression.value

    assert code.value is not None
    return texts(code.value)


def test_no_sentence_tells_anybody_that_they_are_the_only_one() -> None:
    text = (files("matcher") / "data" / "en.ftl").read_text(encoding="utf-8")
    entries = [entry for entry in FluentParser().parse(text).body if isinstance(entry, ast.Message)]

    assert len(entries) > 150
    for entry in entries:
        words = " ".join(" ".join(spoken(entry)).lower().split())
        assert "the only" not in words, entry.id.name
        assert "only one" not in words, entry.id.name
