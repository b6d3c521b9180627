"""Groups for somebody new, on a terminal, readable at 80 columns."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.recommend import Choice, FitChange, Recommendation
from matcher.report.recommending import WORTH_SAYING, better_ways, between_members, way_said
from matcher.report.words import count, of_hundred
from matcher.sentences import sentence
from matcher.terminal.console import LONGEST_NOTE, plain


def show_recommendation(console: Console, found: Recommendation) -> None:
    """Print the groups described in full, who could make way, and why the others are closed."""
    here = [choice for choice in found.choices if not choice.broken]
    console.print()
    if here:
        said = sentence("recommend-best", who=found.applicant, group=here[0].group, open=found.open_groups)
        console.print(Text(plain(said.text, LONGEST_NOTE) + ".", style="bold green"))
        console.print()
        console.print(_choices(here))
    else:
        said = sentence("recommend-none", who=found.applicant)
        console.print(Text(plain(said.text, LONGEST_NOTE) + ".", style="bold yellow"))
    if ways := better_ways(found):
        console.print()
        console.print(Text(sentence("making-way-heading").text, style="bold"))
        for way in ways:
            console.print(Text("  " + plain(way_said(way).text, LONGEST_NOTE)))
    if not found.members_looked_at:
        console.print(Text(sentence("making-way-not-looked-at").text, style="dim"))
    if found.blocked:
        console.print()
        console.print(Text(sentence("closed-heading", groups=_closed(found)).text, style="bold"))
        for reason in found.blocked:
            console.print(Text("  " + plain(reason.text, LONGEST_NOTE)))
        for note in () if here else between_members(found):
            console.print(Text("  " + plain(note.text, LONGEST_NOTE), style="dim"))


def _choices(choices: list[Choice]) -> Table:
    table = Table(box=None, leading=1, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column("Group", overflow="fold", max_width=16)
    table.add_column("Plan", justify="right")
    table.add_column("Fit", justify="right")
    table.add_column("Places", justify="right")
    table.add_column("What it does to the members, of 100", overflow="fold", ratio=1)
    for choice in choices:
        what = Text(_members(choice.members))
        for note in choice.costs:
            what.append(f"\n{-note.cost:+.2f}  {plain(note.text, LONGEST_NOTE)}", style="dim")
        if choice.relieved >= WORTH_SAYING:
            what.append(f"\n{choice.relieved:+.2f}  {sentence('recommend-relieved').text}", style="dim")
        table.add_row(
            Text(plain(choice.group), style="bold"),
            f"{choice.value:+.2f}",
            of_hundred(choice.fit),
            f"{choice.free} of {choice.size + choice.free}",
            what,
        )
    return table


def _members(members: tuple[FitChange, ...]) -> str:
    told = [f"{plain(each.id)} {100 * each.change:+.0f}" for each in members if abs(each.change) >= WORTH_SAYING]
    same = len(members) - len(told)
    if same:
        told.append(f"{count(same, 'other')} as before" if told else "all as before")
    return "  ".join(told)


def _closed(found: Recommendation) -> int:
    return len(found.ranking) - found.open_groups
