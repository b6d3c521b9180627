"""A table of figures, for a terminal and for Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table as RichTable

NOTHING = "–"
"""Stands where there is no figure."""


@dataclass(frozen=True)
class Table:
    """Figures under headings; the first column names what was measured, ``note`` says how."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def for_terminal(self) -> "RichTable":
        """The table as rich draws it."""
        from rich.table import Table as RichTable

        drawn = RichTable(title=self.title, title_justify="left", title_style="bold", caption=self.note or None)
        drawn.caption_justify = "left"
        for number, column in enumerate(self.columns):
            drawn.add_column(column, justify="right" if number else "left")
        for row in self.rows:
            drawn.add_row(*row)
        return drawn

    def as_markdown(self) -> str:
        """The table with its title as a heading and its note below."""
        rule = ["---", *("---:" for _ in self.columns[1:])]
        lines = [_line(self.columns), _line(rule), *map(_line, self.rows)]
        return "\n\n".join(part for part in (f"### {self.title}", "\n".join(lines), self.note) if part)


def several(figures: Sequence[float | None], form: Callable[[float], str]) -> str:
    """The median of several runs, with the least and the most in brackets; unknown figures are left out."""
    known = [figure for figure in figures if figure is not None]
    if not known:
        return NOTHING
    middle, least, most = form(median(known)), form(min(known)), form(max(known))
    return middle if least == most else f"{middle} ({least}–{most})"


def seconds(figure: float) -> str:
    """A time: hundredths below ten seconds, tenths above."""
    return f"{figure:.2f} s" if figure < 10 else f"{figure:.1f} s"


def milliseconds(figure: float) -> str:
    """A time in seconds, as milliseconds."""
    return f"{1000 * figure:.0f} ms"


def fit(figure: float) -> str:
    """A fit in [0, 1], to four places."""
    return f"{figure:.4f}"


def percent(figure: float) -> str:
    """A share as a percentage, to two places."""
    return f"{100 * figure:.2f} %"


def fine(share: float) -> str:
    """A small share as a percentage, to three places."""
    return f"{100 * share:.3f} %"


def seeds_said(count: int) -> str:
    """Which seeds were tried, and how several figures stand together."""
    return "Seed 1" if count == 1 else f"Seeds 1–{count}; median (least–most)"


def reached(so: bool) -> str:
    """Whether a goal was."""
    return "yes" if so else "no"


def mebibytes(figure: float) -> str:
    """Bytes as MiB."""
    return f"{figure / 2**20:,.0f} MiB"


def whole(figure: float) -> str:
    """A count."""
    return f"{figure:,.0f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
