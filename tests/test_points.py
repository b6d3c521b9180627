"""Fits and changes as sentences say them."""

import pytest

from matcher.points import gain_or_loss, of_hundred


@pytest.mark.parametrize(
    ("amount", "shown", "way"),
    [
        (0.126, 0.13, "gain"),
        (-0.126, 0.13, "lose"),
        (0.004, 0.0, "same"),
        (-0.004, 0.0, "same"),
        (0.0051, 0.01, "gain"),
    ],
)
def test_a_change_is_said_without_a_sign_and_with_its_way(amount: float, shown: float, way: str) -> None:
    assert gain_or_loss("plan", amount) == {"plan": shown, "plan-way": way}


def test_a_fit_is_shown_of_a_hundred() -> None:
    assert of_hundred(0.874) == 87
