"""What two people have in common, and in what they differ."""

import pytest

from matcher.explain import Companion
from matcher.explain.companions import companion
from matcher.intake import Applicant
from matcher.measure import Measure
from tests.builders import intake_of, person


def compare(first: Applicant, second: Applicant) -> Companion:
    return companion(Measure(intake_of(first, second)), first, second)


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ((20, "undergraduate"), (20, "undergraduate"), "b (same age, same stage of life)"),
        ((20, "undergraduate"), (21, "graduate-student"), "b (1 year apart, neighbouring stages of life)"),
        ((20, "undergraduate"), (24, "retired"), "b (4 years apart)"),
        ((20, None), (24, "retired"), "b (4 years apart)"),
        ((None, "retired"), (24, "retired"), "b (same stage of life)"),
        ((None, "undergraduate"), (24, "retired"), "b (different stages of life)"),
        ((None, None), (24, "retired"), "b (nothing known to compare)"),
    ],
)
def test_in_what_two_are_close(mine: tuple[object, str | None], theirs: tuple[object, str | None], said: str) -> None:
    first, second = person("a", mine[0], life_stage=mine[1]), person("b", theirs[0], life_stage=theirs[1])

    assert compare(first, second).close_in.text == said


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (("sleep",), ("grief-loss",), "b (no reason in common)"),
        (("sleep", "anxiety"), ("Anxiety or worry",), "b (both give Anxiety or worry; 1 reason differs)"),
        (("sleep", "anxiety", "x"), ("anxiety", "y"), "b (both give Anxiety or worry; 3 reasons differ)"),
        (("juggling",), ("juggling",), "b (both give juggling; nothing differs)"),
        ((), ("sleep",), "b (no reasons known to compare)"),
        (("suicidality",), ("suicidality",), "b (no reasons known to compare)"),
    ],
)
def test_in_what_two_differ(mine: tuple[str, ...], theirs: tuple[str, ...], said: str) -> None:
    assert compare(person("a", 20, *mine), person("b", 20, *theirs)).differs_in.text == said


def test_the_figures_are_the_measures() -> None:
    found = compare(person("a", 20, "sleep"), person("b", 25, "grief-loss"))

    assert (found.closeness, found.difference, found.pair_fit, found.years_apart) == (0.5, 1, 0.75, 5)
