"""The answers to what-if questions as tables and notes: the same on the terminal, on pages and in files."""

from collections.abc import Sequence

from matcher.compare import Comparison
from matcher.report.comparison import Listing, letter
from matcher.report.words import of_hundred, rounded_up
from matcher.sentences import sentence
from matcher.times import WEEKDAYS, Interval
from matcher.whatif import GroupsAnswer, GroupVariant, HourCount, HoursAnswer


def group_listing(answer: GroupsAnswer) -> Listing:
    """Every change of the groups on offer as a row."""
    rows = tuple(_row(v) for v in (answer.as_is, *answer.fewer, *answer.more))
    return Listing("Other groups on offer", ("Groups", "Placed", "Waiting", "Fit", "Lowest", "Value", "Gap"), rows)


def group_notes(answer: GroupsAnswer) -> list[str]:
    """What was not tried, and why."""
    notes = []
    if answer.not_closed:
        notes.append(sentence("whatif-not-closed", groups=answer.not_closed).text)
    if answer.untried:
        notes.append(sentence("whatif-untried", untried=answer.untried).text)
    return notes


def hour_notes(answer: HoursAnswer) -> list[str]:
    """The choice, and what one hour fewer or more would do."""
    notes = [answer.said.text]
    if answer.result.plan is not None and answer.result.placed - _running(answer) < answer.best.seated:
        notes.append(sentence("whatif-hours-plan", placed=answer.result.placed - _running(answer)).text)
    if answer.running:
        notes.append(sentence("whatif-hours-running", groups=answer.running).text)
    notes += [
        sentence("whatif-hours-cover", most=c.most, seated=c.seated, hours=tuple(map(str, c.hours))).text
        for c in answer.cover
        if c.most != answer.best.most and c.hours
    ]
    return notes


def week_listing(hours: Sequence[HourCount]) -> Listing:
    """How many could come when: a row for each time of day, a column for each weekday; the chosen ones marked."""
    days = sorted({count.hour.weekday for count in hours})
    found = {(count.hour.weekday, _clock(count.hour)): count for count in hours}
    rows = []
    for clock in sorted({_clock(count.hour) for count in hours}):
        cells = [found.get((day, clock)) for day in days]
        rows.append((clock, *("" if c is None else f"{'● ' if c.chosen else ''}{c.can_come}" for c in cells)))
    headings = ("Time", *(WEEKDAYS[day] for day in days))
    return Listing("How many could come (● chosen)", headings, tuple(rows))


def worth_listing(compared: Comparison, by_moved: Comparison) -> Listing:
    """What either plan is worth under either policy."""
    rows = tuple(
        (label, *(f"{plan.value_by_first:.2f}" for plan in by.plans))
        for label, by in (("by the policy as it is", compared), ("by the moved policy", by_moved))
    )
    return Listing("What each plan is worth", ("Value", letter(0), letter(1)), rows)


def _running(answer: HoursAnswer) -> int:
    """Members of the plan who sat there before."""
    return sum(len(group.seated) for group in answer.result.groups)


def _clock(hour: Interval) -> str:
    return str(hour).split(" ", 1)[1]


def _row(variant: GroupVariant) -> tuple[str, ...]:
    result = variant.result
    if result.mean_fit is None or result.value is None:
        return variant.said.text, "no plan", "", "", "", "", ""
    return (
        variant.said.text,
        str(result.placed),
        str(result.applicants - result.placed),
        of_hundred(result.mean_fit, 1),
        of_hundred(result.worst_member or 0.0),
        f"{result.value:.2f}",
        "" if result.gap is None else f"{rounded_up(100 * result.gap)} %",
    )
