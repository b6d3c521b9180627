"""The account of age as the page and the terminal show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.age_account.models import AgeAccount, Outcome
from matcher.catalogue import render
from matcher.report.words import count, of_hundred

FEWEST_BANDS = 2
"""Bands below which there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One band of ages or one stage of life in words."""

    label: str
    people: int
    placed: int
    share: float
    waiting: str
    days: str
    why: str
    fit: str
    worst: str
    more_than_share: bool


def outcome_rows(outcomes: Sequence[Outcome]) -> tuple[OutcomeRow, ...]:
    """A row for every outcome."""
    return tuple(_row(outcome) for outcome in outcomes)


def waiting_by_age(account: AgeAccount) -> str | None:
    """How many of each band wait, in one line; None where nobody does, or all are of one band."""
    if len(account.bands) < FEWEST_BANDS or not any(band.waiting for band in account.bands):
        return None
    rows = (
        render("age-line-row", {"row": band.label, "waiting": band.waiting, "people": band.people})
        for band in account.bands
    )
    return render("age-line", {"rows": ", ".join(rows)})


def _row(outcome: Outcome) -> OutcomeRow:
    return OutcomeRow(
        label=outcome.label,
        people=outcome.people,
        placed=outcome.placed,
        share=round(outcome.placed / outcome.people, 4),
        waiting=f"{outcome.waiting:,}" if outcome.waiting else "",
        days=_days(outcome),
        why=", ".join(f"{reason.code.replace('_', ' ')} ({reason.people:,})" for reason in outcome.reasons),
        fit="" if outcome.mean_fit is None else of_hundred(outcome.mean_fit),
        worst="" if outcome.worst_fit is None else of_hundred(outcome.worst_fit),
        more_than_share=outcome.more_than_share,
    )


def _days(outcome: Outcome) -> str:
    if outcome.mean_days is None or outcome.longest_days is None:
        return ""
    known = "" if outcome.days_known == outcome.waiting else f", known of {outcome.days_known:,}"
    if outcome.mean_days == outcome.longest_days:
        return f"{count(outcome.longest_days, 'day')}{known}"
    return f"{outcome.mean_days:,.0f} days on average, {outcome.longest_days:,} at most{known}"
