"""The answers shown in the documentation are those of the service."""

from typing import Any

import pytest

from api.example_answers import REQUESTS, answer
from api.examples import ANSWERS


def without_version(value: Any) -> Any:
    """A version is another with every release."""
    if isinstance(value, dict):
        return {name: without_version(inner) for name, inner in value.items() if name != "version"}
    return [without_version(inner) for inner in value] if isinstance(value, list) else value


def test_every_request_has_its_answer() -> None:
    assert list(ANSWERS) == list(REQUESTS)


@pytest.mark.parametrize("name", REQUESTS)
def test_the_documented_answer_is_true(name: str) -> None:
    """If not: ``python -m api.example_answers > api/example_answers.json``, and look at what changed for callers."""
    assert without_version(answer(name)) == without_version(ANSWERS[name])
