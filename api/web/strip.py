"""A plan's life as a line: mean fit and the worst group, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.planning.timeline import Step

WIDTH, HEIGHT, MARGIN = 640, 120, 14
"""Of the drawing, in its own units."""

FEWEST = 2
"""Steps below which there is no line to draw."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One step on the line of mean fit."""

    x: float
    y: float
    published: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing: points of both lines, a dot a step, and the two shares that its edges stand for."""

    width: int
    height: int
    mean: str
    worst: str
    dots: tuple[Dot, ...]
    low: int
    high: int


def strip_of(steps: Sequence[Step]) -> Strip | None:
    """The drawing; None where there is nothing to compare."""
    kept = [step for step in steps if step.figures["mean_fit"] is not None]
    if len(kept) < FEWEST:
        return None
    means = [float(step.figures["mean_fit"]) for step in kept]
    worst = [float(step.figures["worst_group"]) for step in kept]
    low, high = max(0, int(20 * min(worst)) * 5), min(100, -(-int(100 * max(means)) // 5) * 5 + 5)
    xs = [MARGIN + (WIDTH - 2 * MARGIN) * number / (len(kept) - 1) for number in range(len(kept))]

    def height(share: float) -> float:
        return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (100 * share - low) / max(1, high - low), 1)

    def line(shares: Sequence[float]) -> str:
        return " ".join(f"{x:.1f},{height(share)}" for x, share in zip(xs, shares, strict=True))

    dots = tuple(Dot(round(x, 1), height(m), s.published) for x, m, s in zip(xs, means, kept, strict=True))
    return Strip(WIDTH, HEIGHT, line(means), line(worst), dots, low, high)
