"""Groups for somebody new, on a terminal, readable at 80 columns."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from matcher.recommend import Choice, FitChange, MakingWay, Note, Recommendation
from matcher.report.words import count, of_hundred
from matcher.sentences import sentence
from matcher.terminal.console import LONGEST_NOTE, plain

WORTH_SAYING = 0.005
"""Changes of fit below this show as 0 of a hundred."""


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
    if ways := _better_ways(found, here):
        console.print()
        console.print(Text(sentence("making-way-heading").text, style="bold"))
        for way in ways:
            console.print(Text("  " + plain(_way(way), LONGEST_NOTE)))
    if not found.members_looked_at:
        console.print(Text(sentence("making-way-not-looked-at").text, style="dim"))
    if found.blocked:
        console.print()
        console.print(Text(sentence("closed-heading", groups=_closed(found)).text, style="bold"))
        for reason in found.blocked:
            console.print(Text("  " + plain(reason.text, LONGEST_NOTE)))
        for note in () if here else _between_members(found):
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


def _between_members(found: Recommendation) -> list[Note]:
    """What stands between the newcomer and the members of the groups described."""
    blocked = {line.group: line.blocked_by for line in found.ranking}
    return [
        note
        for choice in found.choices
        for note in choice.broken
        if "members" in blocked[choice.group] and note.rule not in (*blocked[choice.group], "size")
    ]


def _better_ways(found: Recommendation, here: list[Choice]) -> list[MakingWay]:
    """The ways worth more than the best group as it is."""
    least = here[0].value if here else float("-inf")
    return [way for way in found.making_way if way.value > least + WORTH_SAYING]


def _way(way: MakingWay) -> str:
    return sentence(
        "making-way",
        group=way.group,
        member=way.member,
        host=way.host,
        value=f"{way.value:+.2f}",
        fit=of_hundred(way.fit),
        worst=next((c.id for c in way.members if c.change <= -WORTH_SAYING), ""),
        loss=f"{-100 * min((c.change for c in way.members), default=0.0):.0f}",
        hit=any(c.change <= -WORTH_SAYING for c in way.members),
    ).text


def _closed(found: Recommendation) -> int:
    return len(found.ranking) - found.open_groups
