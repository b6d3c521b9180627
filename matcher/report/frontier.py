"""The picture of a frontier: what the best plan is worth with 0, 1, 2, 3 ... moves."""

from dataclasses import dataclass
from math import ceil, floor, log10

from jinja2 import Environment, PackageLoader, StrictUndefined

from matcher.revise.answer import Frontier, Point

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 28, 64
"""Margins around the plot, in pixels."""

MOST_TICKS = 6
MOST_LABELS = 12
"""Points that get their figure written beside them; with more, every second or third does."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: where it is, where its bound is, and what is written beside it."""

    x: float
    y: float
    bound_y: float
    moves: int
    value: str
    placed: int
    labelled: bool
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across at a round value."""

    y: float
    label: str


def frontier_svg(frontier: Frontier, *, alone: bool = True) -> str:
    """The picture as SVG without script, ``alone`` as a file or inside a page; empty where there is no point."""
    if not frontier.points:
        return ""
    low = min(point.value for point in frontier.points)
    high = max(point.bound for point in frontier.points)
    ticks = _ticks(low, high)
    bottom, top = ticks[0], ticks[-1]
    environment = Environment(
        loader=PackageLoader("matcher.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digits = max(0, -floor(log10(ticks[1] - ticks[0])))

    def at(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / (top - bottom), 1)

    first, last = frontier.points[0].max_moves, frontier.points[-1].max_moves
    step = ceil(len(frontier.points) / MOST_LABELS)
    marks = [
        Mark(
            x=round(LEFT + 24 + (WIDTH - LEFT - RIGHT - 48) * (point.max_moves - first) / max(1, last - first), 1),
            y=at(point.value),
            bound_y=at(point.bound),
            moves=point.max_moves,
            value=f"{point.value:.2f}",
            placed=point.placed,
            labelled=number % step == 0,
            title=in_words(point),
        )
        for number, point in enumerate(frontier.points)
    ]
    return environment.get_template("frontier.svg").render(
        alone=alone,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        floor=HEIGHT - BOTTOM,
        marks=marks,
        ticks=[Tick(at(tick), f"{tick:.{digits}f}") for tick in ticks],
        words="; ".join(mark.title for mark in marks),
        bounded=any(mark.bound_y < mark.y for mark in marks),
    )


def in_words(point: Point) -> str:
    """One point as a line of text."""
    moves = "1 move" if point.max_moves == 1 else f"{point.max_moves} moves"
    proof = "the best possible" if point.is_proved else f"at most {ceil(point.gap * 100) / 100:.2f} below the best"
    return f"{moves}: value {point.value:.2f}, {point.placed} placed, {proof}"


def _ticks(low: float, high: float) -> list[float]:
    """Round values from below ``low`` to above ``high``."""
    span = max(high - low, 1e-3)
    rough = span / (MOST_TICKS - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = floor(low / step), ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]
