"""A result's figures in words: the same sentences on the terminal and on the page."""

import math
from collections.abc import Iterator

from matcher.result import GroupReport, Result

PROVED_BEST = 1e-6
"""A gap up to this is rounding: the plan is the best possible."""

WORKING_FLOOR = 5
"""Members below which a group no longer works, the figure that ``lasting`` is about."""


def headline(result: Result) -> str:
    """Who is placed, in one short sentence."""
    if result.status == "infeasible" and not result.groups:
        return f"No valid plan: the rules for these {people(result.applicants)} contradict each other"
    if result.status == "stopped":
        return "Stopped before a first valid plan was found"
    return f"{result.placed:,} of {people(result.applicants)} placed in {count(len(result.groups), 'group')}"


def figures(result: Result) -> Iterator[str]:
    """The figures that say how good the plan is, each as a short phrase."""
    if result.mean_fit is None:
        return
    yield f"mean fit {of_hundred(result.mean_fit, 1)} of 100"
    if result.worst_group is not None:
        yield f"worst group {of_hundred(result.worst_group)}"
    if result.worst_member is not None:
        yield f"worst member {of_hundred(result.worst_member)}"
    yield proof(result)


def summary(result: Result) -> str:
    """Headline and figures as one line."""
    return "; ".join([headline(result), *figures(result)])


def proof(result: Result) -> str:
    """How far from the best possible the plan can be at the most."""
    if result.status == "infeasible":
        return "breaks a hard rule"
    if result.gap is None:
        return "not compared with the best possible"
    if result.gap <= PROVED_BEST:
        return "proved to be the best possible"
    return f"at most {shortfall(result)} % below the best possible"


def shortfall(result: Result) -> str | None:
    """By how many percent the best possible plan may at most be missed; None where nothing is proved."""
    if result.gap is None or result.status == "infeasible":
        return None
    return rounded_up(100 * result.gap / (1 + result.gap)) if result.gap > PROVED_BEST else "0"


def placement_proof(result: Result) -> str | None:
    """Whether another plan could place more people; None where nothing is known."""
    if result.claim is None or result.placed_bound is None or not result.groups:
        return None
    if result.placed == result.applicants:
        return "Everybody has a place."
    if result.placed_bound - result.claim <= PROVED_BEST * max(1.0, result.placed_bound):
        return "No other plan can place more, counted with priority and waiting time."
    return "Whether another plan could place more is not decided."


def lasting(group: GroupReport) -> str:
    """The chance that enough members stay, in words."""
    return f"{lasting_percent(group)} % chance that at least {WORKING_FLOOR} stay"


def lasting_percent(group: GroupReport) -> int:
    """The chance that enough members stay, in percent."""
    return math.floor(100 * group.lasting + 0.5)


def of_hundred(share: float, digits: int = 0) -> str:
    """A figure in [0, 1] as it is shown: of a hundred."""
    return f"{100 * share:.{digits}f}"


def signed(change: float, digits: int = 2) -> str:
    """A change with its sign; one that is shown as nothing has none."""
    shown = f"{change:+.{digits}f}"
    return shown.replace("-", "−") if float(shown) else f"{0:.{digits}f}"


def of_hundred_signed(change: float) -> str:
    """A change of a figure in [0, 1] as it is shown: of a hundred, with its sign."""
    return signed(100 * change, 0)


def rounded_up(percent: float) -> str:
    """A percentage with one digit that never says less than is true."""
    return f"{math.ceil(round(percent * 10, 6)) / 10:.1f}"


def people(number: int) -> str:
    """So many people."""
    return "1 person" if number == 1 else f"{number:,} people"


def count(number: int, thing: str) -> str:
    """So many of a thing whose plural takes an s."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
