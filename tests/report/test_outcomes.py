"""The account of age in words, on the page and in one line."""

from typing import Any

import pytest

from matcher.age_account.models import AgeAccount, AgeBand, ReasonCount
from matcher.report.outcomes import outcome_rows, waiting_by_age


def band(**fields: Any) -> AgeBand:
    usual = {
        "label": "18–24",
        "people": 8,
        "placed": 6,
        "seated": 0,
        "waiting": 2,
        "waiting_share": 0.25,
        "days_known": 2,
        "mean_days": 20.0,
        "longest_days": 31,
        "mean_fit": 0.713,
        "worst_fit": 0.4,
        "reasons": (ReasonCount(code="session_time", people=2), ReasonCount(code="full", people=1)),
        "chance": None,
        "more_than_share": False,
        "youngest": 18,
        "oldest": 24,
    }
    return AgeBand.model_validate({**usual, **fields})


def days(**fields: Any) -> str:
    [row] = outcome_rows([band(**fields)])
    return row.days


def test_a_row_says_who_is_placed_who_waits_and_why() -> None:
    [row] = outcome_rows([band()])

    assert (row.placed, row.people, row.share, row.waiting) == (6, 8, 0.75, "2")
    assert row.why == "session time (2), full (1)"
    assert (row.fit, row.worst) == ("71", "40")


def test_days_waited() -> None:
    assert days() == "20 days on average, 31 at most"
    assert days(days_known=1, mean_days=1.0, longest_days=1) == "1 day, known of 1"
    assert days(mean_days=31.0) == "31 days"
    assert days(days_known=0, mean_days=None, longest_days=None) == ""


def test_one_line_says_how_many_of_each_band_wait() -> None:
    account = AgeAccount(bands=(band(), band(label="65 and over", waiting=0)), stages=(), uses=(), warnings=())

    assert waiting_by_age(account) == "Waiting by age: 2 of 8 (18–24), 0 of 8 (65 and over)"


@pytest.mark.parametrize(
    "bands",
    [
        pytest.param((band(waiting=0), band(label="65 and over", waiting=0)), id="nobody waits"),
        pytest.param((band(),), id="all of one band"),
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_compare(bands: tuple[AgeBand, ...]) -> None:
    assert waiting_by_age(AgeAccount(bands=bands, stages=(), uses=(), warnings=())) is None
