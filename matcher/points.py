"""Fits and changes of value as sentences say them: a fit of a hundred, a change in points of fit and which way."""

from matcher.sentences import Param

SAME = 0.005
"""A change of value below this is said to be none, for it would be shown as 0.00."""


def gain_or_loss(name: str, amount: float) -> dict[str, Param]:
    """The parameters for a change in points of fit: ``name`` without a sign, and ``name-way`` gain, lose or same."""
    way = "same" if abs(amount) < SAME else ("gain" if amount > 0 else "lose")
    return {name: round(abs(amount), 2), f"{name}-way": way}


def of_hundred(fit: float) -> int:
    """A fit in [0, 1] as it is shown."""
    return round(100 * fit)
