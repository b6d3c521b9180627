"""The pictures of ``docs/benchmarks.md``, drawn from what is kept: ``python -m benchmarks.pictures``.

Runs in the environment that `make bench` sets up beside the project's own, with matplotlib.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter, NullFormatter

from benchmarks.results import ROOT, Points, kept

FOLDER = ROOT / "docs" / "pictures"

WIDTH, HEIGHT = 7.2, 3.8
"""Inches of a picture."""

INK, PALE = "#333333", "#dddddd"

HUES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#666666", "#000000")
"""Colours that colour-blind people tell apart, of Okabe and Ito; in print the markers do it."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

LEAST = 1e-4
"""Shares below this are drawn at it: a logarithm has no nought."""

STYLE: dict[str, Any] = {
    "axes.edgecolor": INK,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "sans-serif",
    "font.size": 9,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 5,
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    # Ids inside the file are drawn by chance otherwise, and every run would change it.
    "svg.hashsalt": "group-matcher",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

Lines = Mapping[str, Points]


def value(lines: Lines) -> Any:
    """Shares still lacking, over seconds, both in logarithms."""
    figure, axes = _axes("seconds", "short of the run's last value")
    for number, (name, points) in enumerate(lines.items()):
        _steps(axes, points, name, number)
    _shares(axes)
    _legend_beside(axes)
    return figure


def gap(lines: Lines) -> Any:
    """Gaps over seconds; a proof ends in a filled mark at the bottom."""
    figure, axes = _axes("seconds", "gap")
    for number, (name, points) in enumerate(lines.items()):
        _steps(axes, points, name, number)
    _shares(axes)
    _legend_beside(axes)
    return figure


def mdgp(lines: Lines) -> Any:
    """A dot for each seed of each instance, their mean as a bar."""
    figure, axes = pyplot.subplots(figsize=(WIDTH, 0.9 + 0.26 * len(lines)), layout="constrained")
    for row, (_, points) in enumerate(lines.items()):
        gaps = [100 * y for _, y in points]
        middle = sum(gaps) / len(gaps)
        axes.plot(gaps, [row] * len(gaps), "o", color=HUES[0], alpha=0.35, markeredgewidth=0, zorder=2)
        axes.plot([middle, middle], [row - 0.32, row + 0.32], color=HUES[1], linewidth=2, zorder=3)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(range(len(lines)), list(lines))
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("gap to the best published value, % (right of 0: published is better); bar: mean of the seeds")
    return figure


def fairness(lines: Lines) -> Any:
    """Worst group and worst member over the mean, a line for each floor, a panel for each kind of list."""
    named = [tuple(name.split(", ")) for name in lines]
    kinds, worsts, floors = (list(dict.fromkeys(names)) for names in zip(*named, strict=True))
    figure, panels = pyplot.subplots(
        len(worsts), len(kinds), figsize=(WIDTH, 1.5 * HEIGHT), layout="constrained", sharex="col", squeeze=False
    )
    for row, worst in zip(panels, worsts, strict=True):
        row[0].set_ylabel(worst)
        for axes, kind in zip(row, kinds, strict=True):
            for number, floor in enumerate(floors):
                _line(axes, lines[f"{kind}, {worst}, {floor}"], f"floor {floor}", number)
            without = lines[f"{kind}, {worst}, {floors[0]}"][0]
            axes.plot(*without, "o", color=INK, zorder=4)
            _label(axes, "no price", without)
            axes.margins(x=0.12, y=0.12)
    for axes, kind in zip(panels[0], kinds, strict=True):
        axes.set_title(kind, fontsize=9, color=INK)
    for axes in panels[-1]:
        axes.set_xlabel("mean fit")
    panels[0][0].legend(loc="best")
    return figure


def balance(lines: Lines) -> Any:
    """Closeness and difference over the balance."""
    figure, axes = _axes("weight of closeness in the measure", "mean over everybody placed")
    for number, (name, points) in enumerate(lines.items()):
        _line(axes, points, name, number)
    axes.legend(loc="best")
    return figure


def peers(lines: Lines) -> Any:
    """Mean fit by package, a panel for each list."""
    *plans, lists = lines
    names = [f"{kind} {size:.0f}" for kind, (_, size) in zip(lists.split("/"), lines[lists], strict=True)]
    figure, panels = pyplot.subplots(
        1, len(names), figsize=(WIDTH, 0.9 + 0.3 * len(plans)), layout="constrained", sharey=True, squeeze=False
    )
    for number, (axes, name) in enumerate(zip(panels[0], names, strict=True)):
        for row, plan in enumerate(plans):
            at = dict(lines[plan]).get(number)
            if at is not None:
                axes.plot(at, row, MARKERS[0], color=HUES[0] if plan == "ours" else HUES[6])
                _label(axes, f"{at:.4f}", (at, row))
        axes.set_title(name, fontsize=9, color=INK)
        axes.margins(x=0.25, y=0.1)
    panels[0][0].set_yticks(range(len(plans)), plans)
    panels[0][0].invert_yaxis()
    figure.supxlabel("mean fit", fontsize=9, color=INK)
    return figure


def scale(lines: Lines) -> Any:
    """Seconds over people, both in logarithms."""
    figure, axes = _axes("people", "seconds")
    for number, (name, points) in enumerate(lines.items()):
        _line(axes, points, name, number)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda people, _: f"{people:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    _legend_beside(axes)
    return figure


PICTURES: dict[str, Callable[[Lines], Any]] = {
    "value": value,
    "gap": gap,
    "mdgp": mdgp,
    "fairness": fairness,
    "balance": balance,
    "peers": peers,
    "scale": scale,
}


def _axes(across: str, up: str) -> tuple[Any, Any]:
    figure, axes = pyplot.subplots(figsize=(WIDTH, HEIGHT), layout="constrained")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return figure, axes


def _line(axes: Any, points: Sequence[tuple[float, float]], name: str, number: int) -> None:
    axes.plot(
        [x for x, _ in points],
        [y for _, y in points],
        color=HUES[number % len(HUES)],
        marker=MARKERS[number % len(MARKERS)],
        label=name,
    )


def _label(axes: Any, text: str, point: tuple[float, float]) -> None:
    axes.annotate(text, point, xytext=(0, 6), textcoords="offset points", ha="center", fontsize=7)


def _steps(axes: Any, points: Points, name: str, number: int) -> None:
    """A line that keeps its height until the next point, with a mark at its end."""
    across, up = [max(x, 1e-3) for x, _ in points], [max(y, LEAST) for _, y in points]
    hue, marker = HUES[number % len(HUES)], MARKERS[number % len(MARKERS)]
    dashes = "-" if number < len(HUES) else "--"
    axes.step(across, up, where="post", color=hue, linestyle=dashes)
    axes.plot(across[-1], up[-1], marker, color=hue, linestyle="none")
    axes.plot([], [], color=hue, linestyle=dashes, marker=marker, label=name)


def _shares(axes: Any) -> None:
    """Logarithms both ways; shares as percentages, 0 at the bottom."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(bottom=LEAST * 0.8)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    axes.yaxis.set_major_formatter(FuncFormatter(_percent))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _percent(share: float, _: object) -> str:
    return "0" if math.isclose(share, LEAST) else f"{100 * share:g} %"


def _legend_beside(axes: Any) -> None:
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))


def main(folder: Path = FOLDER) -> None:
    """Draw all that is kept."""
    mpl.use("svg")
    mpl.rcParams.update(STYLE)
    folder.mkdir(exist_ok=True)
    for measured in kept().values():
        for curves in measured.curves:
            if curves.lines:
                figure = PICTURES[curves.picture](curves.lines)
                figure.savefig(folder / f"bench-{curves.picture}.svg", metadata={"Date": None, "Creator": None})
                pyplot.close(figure)


if __name__ == "__main__":
    main()
