"""The pictures of ``docs/benchmarks.md``, drawn from what is kept: ``python -m benchmarks.pictures``.

Runs in the environment that `make bench` sets up beside the project's own, with matplotlib.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

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
    # Letters as outlines: they look the same wherever the page is read.
    "svg.fonttype": "path",
    # Ids inside the file are drawn by chance otherwise, and every run would change it.
    "svg.hashsalt": "group-matcher",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

Lines = Mapping[str, Points]


def value(lines: Lines) -> Any:
    """Shares still lacking, over seconds."""
    return _over_time(lines, "short of the run's last value")


def gap(lines: Lines) -> Any:
    """Gaps over seconds; a proof is a 0."""
    return _over_time(lines, "gap")


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
    axes.set_xlabel("gap to the best published value, %")
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
        axes.xaxis.set_major_locator(MaxNLocator(5))
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
                axes.plot(at, row, MARKERS[0], color=HUES[0] if plan.startswith("ours") else HUES[6])
                _label(axes, f"{at:.4f}", (at, row))
        axes.set_title(name, fontsize=9, color=INK)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.margins(x=0.25, y=0.1)
    panels[0][0].set_yticks(range(len(plans)), plans)
    panels[0][0].invert_yaxis()
    figure.supxlabel("mean fit", fontsize=9, color=INK)
    return figure


def scale(lines: Lines) -> Any:
    """A panel for each line over people, both in logarithms, beside growth in proportion from its first point."""
    figure, panels = pyplot.subplots(1, len(lines), figsize=(WIDTH, HEIGHT), layout="constrained", squeeze=False)
    for number, (axes, (name, points)) in enumerate(zip(panels[0], lines.items(), strict=True)):
        first, last = points[0], points[-1]
        axes.plot(
            [first[0], last[0]],
            [first[1], first[1] * last[0] / first[0]],
            color=HUES[6],
            linestyle=":",
            label="in proportion to people",
        )
        _line(axes, points, name, number)
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda figure, _: f"{figure:,g}"))
            axis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.set_xlabel("people")
        axes.set_ylabel(name)
        axes.legend(loc="upper left")
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


def _over_time(lines: Lines, what: str) -> Any:
    """Steps with a mark at their end, both ways in logarithms; a panel for each word before a line's colon."""
    titles = list(dict.fromkeys(name.partition(": ")[0] for name in lines))
    figure, panels = pyplot.subplots(
        1, len(titles), figsize=(WIDTH, HEIGHT), layout="constrained", sharex=True, sharey=True, squeeze=False
    )
    for axes, title in zip(panels[0], titles, strict=True):
        inside = {name.partition(": ")[2]: line for name, line in lines.items() if name.startswith(f"{title}: ")}
        for number, (name, points) in enumerate(inside.items()):
            hue, marker = HUES[number % len(HUES)], MARKERS[number % len(MARKERS)]
            across, up = [x for x, _ in points], [max(y, LEAST) for _, y in points]
            axes.step(across, up, where="post", color=hue)
            axes.plot(across[-1], up[-1], marker, color=hue, linestyle="none", clip_on=False, zorder=4)
            axes.plot([], [], color=hue, marker=marker, label=name)
        axes.set_title(title, fontsize=9, color=INK)
        axes.set_xlabel("seconds")
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncol=-(-len(inside) // 4), columnspacing=1)
    first = panels[0][0]
    first.set_ylabel(what)
    first.set_yscale("log")
    first.set_ylim(bottom=LEAST * 0.8)
    first.yaxis.set_major_formatter(FuncFormatter(_percent))
    first.yaxis.set_minor_formatter(NullFormatter())
    return figure


def _percent(share: float, _: object) -> str:
    return "0" if math.isclose(share, LEAST) else f"{100 * share:g} %"


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
