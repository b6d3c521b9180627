import pytest
from pydantic import ValidationError

from matcher.policy import Policy


def test_the_tolerance_is_the_same_at_every_age_unless_it_is_tied_to_one() -> None:
    assert Policy(age_tolerance=8).tolerance(20, 60) == 8
    assert Policy(age_tolerance=10, age_tolerance_at=20).tolerance(30, 50) == 20


@pytest.mark.parametrize(
    "settings",
    [{"balance": 1.1}, {"age_tolerance": 0}, {"likeness": "neither"}, {"wieght": 1}, {"due_within_days": -1}],
)
def test_a_setting_that_cannot_be_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(settings)
