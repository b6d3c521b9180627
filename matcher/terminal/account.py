"""The account of a plan on a terminal: value, groups, members, terms."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matcher.explain import GroupAccount, MemberAccount, PlanAccount, RuleTerm
from matcher.report.words import people
from matcher.terminal.console import LONGEST_NOTE, plain


def show_account(console: Console, account: PlanAccount, *, in_full: bool = False) -> None:
    """Print the account; in full with what every companion adds to a member's fit."""
    if not in_full:
        for sentence in account.said:
            console.print(_note(sentence.text), soft_wrap=False)
        _show_terms(console, "Breaks a rule", account.broken)
    for group in account.groups:
        console.print()
        _show_group(console, group, in_full=in_full)
    console.print()
    console.print(
        Text(
            "Fit, closeness and difference are of 100: fit = closeness + difference, which weigh "
            f"{account.balance:g} and {1 - account.balance:g} (policy.balance). What a group is worth and what rules "
            "cost is in points of fit: 1 is one person's whole fit.",
            style="dim",
        )
    )


def _show_group(console: Console, group: GroupAccount, *, in_full: bool) -> None:
    parts = [group.id, group.name if group.name != group.id else None, group.session]
    console.print(Text(plain(" · ".join(part for part in parts if part), LONGEST_NOTE), style="bold"))
    fits = sum(member.fit for member in group.members)
    figures = f"Fit {_points(group.fit)}, lowest {_points(group.worst)}. Worth {group.value:.2f}"
    if group.terms:
        sign = "−" if group.penalty >= 0 else "+"
        figures += f" = {fits:.2f} for {people(len(group.members))} {sign} {abs(group.penalty):.2f} for rules"
    console.print(_indented(Text(f"{figures}.")))
    for sentence in group.said:
        console.print(_indented(_note(sentence.text)))
    console.print(_indented(_members(group.members)))
    if in_full:
        for member in group.members:
            console.print()
            console.print(_indented(_pairs(member)))
    _show_terms(console, "Rules that cost (−) or add (+)", group.terms)
    _show_terms(console, "Breaks a rule", group.broken)


def _members(members: Iterable[MemberAccount]) -> Table:
    table = _table()
    table.add_column("Member", overflow="fold")
    for heading in ("Age", "Fit", "Closeness", "Difference"):
        table.add_column(heading, justify="right")
    table.add_column("", overflow="fold")
    for member in members:
        table.add_row(
            Text(plain(member.id)),
            member.age or ("" if member.years is None else f"{member.years:g}"),
            _points(member.fit),
            _points(sum(pair.closeness_part for pair in member.pairs)),
            _points(sum(pair.difference_part for pair in member.pairs)),
            "already a member" if member.seated else "pinned" if member.pinned else "",
        )
    return table


def _pairs(member: MemberAccount) -> Table:
    table = _table()
    table.add_column(Text(f"{plain(member.id)} with"), overflow="fold")
    table.add_column("Closeness", justify="right")
    table.add_column("Difference", justify="right")
    table.add_column("Adds to the fit", justify="right")
    for pair in sorted(member.pairs, key=lambda p: -(p.closeness_part + p.difference_part)):
        table.add_row(
            Text(plain(pair.id)),
            _points(pair.closeness),
            _points(pair.difference),
            f"{_points(pair.closeness_part)} + {_points(pair.difference_part)}",
        )
    return table


def _show_terms(console: Console, title: str, terms: Iterable[RuleTerm]) -> None:
    lines = sorted(terms, key=lambda term: -term.cost)
    if not lines:
        return
    console.print(_indented(Text(f"{title}:")))
    for term in lines:
        amount = "" if term.hard else f"{0.0 - term.cost:+.2f}  "
        console.print(_indented(_note(f"{amount}{term.said.text} [{term.policy}]"), 4))


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _note(text: str) -> Text:
    return Text(plain(text, LONGEST_NOTE))


def _indented(part: Text | Table, by: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, by))


def _table() -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
