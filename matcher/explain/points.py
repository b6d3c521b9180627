"""Changes as sentences say them: points of a hundred, and which way."""

from matcher.sentences import Param

SAME = 0.0005
"""A change of value below this is shown as none."""


def change(name: str, amount: float) -> dict[str, Param]:
    """The parameters for a change of fit or value: ``name`` without a sign, and ``name-way`` gain, lose or same."""
    way = "same" if abs(amount) < SAME else ("gain" if amount > 0 else "lose")
    return {name: round(abs(100 * amount), 1), f"{name}-way": way}


def of_hundred(fit: float) -> int:
    """A fit in [0, 1] as it is shown."""
    return round(100 * fit)
