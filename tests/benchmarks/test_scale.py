"""How growth is fitted."""

import pytest

from benchmarks.scale import exponent


def test_the_exponent_is_the_power_that_times_grow_by() -> None:
    assert exponent({people: 3e-5 * people**1.2 for people in (1_000, 3_000, 100_000)}) == pytest.approx(1.2)
