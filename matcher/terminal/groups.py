"""A result on a terminal, readable at 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matcher.intake import Intake
from matcher.report.ages import Axis, axis_for
from matcher.report.words import (
    WORKING_FLOOR,
    figures,
    headline,
    lasting_percent,
    of_hundred,
    people,
    placement_proof,
)
from matcher.result import GroupReport, Result
from matcher.sentences import sentence
from matcher.terminal.console import LONGEST_NOTE, plain

FEW_GROUPS = 12
"""Up to this many groups every group is shown with its members; more get one line each."""

MOST_WAITING = 25
"""People on the waitlist that are shown; the written outputs have them all."""

MOST_NOTES = 8
"""Costs and warnings that are shown; the written outputs have them all."""

_NOBODY, _BLOCKS = "▁", "▂▃▄▅▆▇█"
_STRIP = 20


def show_result(console: Console, intake: Intake, result: Result) -> None:
    """Print headline, groups, waitlist, conflicts and warnings."""
    bad = result.status in ("infeasible", "stopped")
    console.print()
    console.print(Text(headline(result), style="bold red" if bad else "bold green"))
    if lines := list(figures(result)):
        text = "; ".join(lines)
        console.print(Text(f"{text[0].upper()}{text[1:]}."))
    if (proof := placement_proof(result)) is not None:
        console.print(Text(proof))
    for part in _parts(intake, result):
        console.print()
        console.print(part)


def _parts(intake: Intake, result: Result) -> Iterator[RenderableType]:
    if result.conflicts:
        yield _conflicts(result)
    if result.groups:
        axis = axis_for(intake, (m for group in result.groups for m in group.members))
        few = len(result.groups) <= FEW_GROUPS
        yield _groups(intake, result, axis) if few else _many_groups(intake, result, axis)
    broken = [b.text for group in result.groups for b in group.breaches if b.hard]
    if broken:
        yield _list("Breaks a rule", broken, "red")
    costs = sorted((b for g in result.groups for b in g.breaches if not b.hard), key=lambda b: (-b.cost, b.text))
    if costs:
        yield _list("What costs (−) or adds (+) points of fit", [f"{-b.cost:+.2f}  {b.text}" for b in costs])
    if result.waitlist:
        yield _waitlist(result)
    if result.skipped:
        rows = [f"{p.file}{'' if p.row is None else f', row {p.row}'}: {p.message}" for p in result.skipped]
        yield _list("Rows that were left out", rows, "yellow")
    if result.warnings:
        yield _list("Worth knowing about the list", result.warnings, "yellow")


def _groups(intake: Intake, result: Result, axis: Axis | None) -> Table:
    table = _table(leading=1)
    table.add_column("Group", overflow="fold", min_width=12, max_width=23)
    table.add_column("Fit", justify="right")
    table.add_column("Lowest", justify="right")
    if axis is not None:
        table.add_column(_axis(axis), no_wrap=True)
    table.add_column("Members", overflow="fold", ratio=1)
    for group in result.groups:
        members = Text("  ").join(Text(plain(m)) for m in group.members)
        row: list[RenderableType] = [_title(group), of_hundred(group.fit), of_hundred(group.worst)]
        if axis is not None:
            row.append(_strip(intake, group, axis))
        table.add_row(*row, members)
    return table


def _many_groups(intake: Intake, result: Result, axis: Axis | None) -> Table:
    table = _table()
    table.add_column("Group", overflow="ellipsis", no_wrap=True, max_width=24)
    sessions = any(group.session for group in result.groups)
    if sessions:
        table.add_column("Session", no_wrap=True)
    table.add_column("People", justify="right")
    table.add_column("Fit", justify="right")
    table.add_column("Lowest", justify="right")
    if axis is not None:
        table.add_column(_axis(axis), no_wrap=True)
    for group in result.groups:
        row: list[RenderableType] = [
            Text(plain(group.name or group.id)),
            *([Text(plain(group.session or ""))] if sessions else []),
            str(len(group.members)),
            of_hundred(group.fit),
            of_hundred(group.worst),
        ]
        if axis is not None:
            row.append(_strip(intake, group, axis))
        table.add_row(*row)
    return table


def _waitlist(result: Result) -> RenderableType:
    table = _table()
    table.add_column("Waiting", overflow="fold", max_width=20)
    table.add_column("Days", justify="right")
    table.add_column("Why, and → what would help most", overflow="fold", ratio=1)
    for person in result.waitlist[:MOST_WAITING]:
        why = "\n".join(plain(reason.text) for reason in person.reasons)
        if person.helps:
            why += f"\n→ {plain(person.helps[0].text, LONGEST_NOTE)}"
        days = "" if person.days_waited is None else str(person.days_waited)
        table.add_row(Text(plain(person.id)), days, Text(why))
    rest = len(result.waitlist) - MOST_WAITING
    if rest <= 0:
        return table
    return Group(table, Text(f"and {rest} more; --out writes them all, each with the reasons", style="dim"))


def _conflicts(result: Result) -> RenderableType:
    parts: list[RenderableType] = [Text("These cannot all hold", style="bold red")]
    for conflict in result.conflicts[:MOST_NOTES]:
        parts.append(Padding(Text(f"{plain(conflict.text, LONGEST_NOTE)}."), (0, 0, 0, 2)))
        if conflict.repairs:
            parts.append(Padding(Text(f"{sentence('conflict-repairs').text}:", style="dim"), (0, 0, 0, 4)))
        repairs = (Text(f"- {plain(repair.text, LONGEST_NOTE)}") for repair in conflict.repairs)
        parts.extend(Padding(repair, (0, 0, 0, 4)) for repair in repairs)
    if (rest := len(result.conflicts) - MOST_NOTES) > 0:
        parts.append(Padding(Text(f"and {rest} more; --out writes them all", style="dim"), (0, 0, 0, 2)))
    if result.repair is not None and len(result.conflicts) > 1:
        whole = sentence("conflict-repair-of-all", repair=result.repair.text).text
        parts.append(Text(f"{plain(whole, LONGEST_NOTE)}."))
    return Group(*parts)


def _list(title: str, lines: list[str] | tuple[str, ...], style: str = "") -> RenderableType:
    shown = [Padding(Text(plain(line, LONGEST_NOTE)), (0, 0, 0, 2)) for line in lines[:MOST_NOTES]]
    rest = len(lines) - len(shown)
    more = [Padding(Text(f"and {rest} more; --out writes them all", style="dim"), (0, 0, 0, 2))] if rest else []
    return Group(Text(title, style=f"bold {style}".strip()), *shown, *more)


def _table(leading: int = 0) -> Table:
    return Table(box=None, leading=leading, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)


def _title(group: GroupReport) -> Text:
    title = Text(plain(group.name or group.id), style="bold")
    chance = f"{WORKING_FLOOR} or more stay: {lasting_percent(group)} %"
    lines = [
        group.id if group.name else "",
        group.session or "",
        ", ".join(group.leaders),
        people(len(group.members)),
        chance,
    ]
    for line in filter(None, lines):
        title.append(f"\n{plain(line)}", style="not bold dim")
    return title


def _axis(axis: Axis) -> Text:
    low, high = f"{axis.low:g}", f"{axis.high:g}"
    return Text(f"{low}{'ages'.center(_STRIP - len(low) - len(high))}{high}")


def _strip(intake: Intake, group: GroupReport, axis: Axis) -> Text:
    """How many members there are along the axis; people without an age are told in words."""
    years = [intake.years(intake.applicant_by_id[m]) for m in group.members]
    cell = (axis.high - axis.low) / _STRIP
    counts = Counter(min(int((y - axis.low) / cell), _STRIP - 1) for y in years if y is not None)
    text = Text()
    for place in range(_STRIP):
        number = counts[place]
        text.append(_BLOCKS[min(number, len(_BLOCKS)) - 1] if number else _NOBODY, style="cyan" if number else "dim")
    if unknown := sum(y is None for y in years):
        text.append(f"\n{unknown} without an age", style="dim")
    return text
