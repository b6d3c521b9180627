"""The figures in words never claim more than is proved."""

import pytest

from matcher.intake import Intake
from matcher.report.words import figures, headline, lasting, placement_proof, proof, rounded_up, shortfall
from matcher.result import Result

Answered = tuple[Intake, Result]


def test_the_headline_says_who_is_placed(campus: Answered) -> None:
    assert headline(campus[1]) == "12 of 14 people placed in 2 groups"


def test_large_numbers_are_easy_to_read(campus: Answered) -> None:
    many = campus[1].model_copy(update={"placed": 1419, "applicants": 1420})

    assert headline(many) == "1,419 of 1,420 people placed in 2 groups"


def test_the_figures_come_in_order(campus: Answered) -> None:
    result = campus[1].model_copy(update={"mean_fit": 0.84249, "worst_group": 0.791, "worst_member": 0.605})

    assert list(figures(result)) == [
        "mean fit 84.2 of 100",
        "worst group 79",
        "worst member 60",
        "at most 1.0 % below the best possible",
    ]


@pytest.mark.parametrize(
    ("gap", "short"), [(0.0, "0"), (5e-7, "0"), (0.00801, "0.8"), (0.0081, "0.9"), (1.0, "50.0"), (None, None)]
)
def test_a_shortfall_is_rounded_against_the_plan(campus: Answered, gap: float | None, short: str | None) -> None:
    assert shortfall(campus[1].model_copy(update={"gap": gap})) == short


def test_without_a_bound_nothing_is_claimed(campus: Answered) -> None:
    assert proof(campus[1].model_copy(update={"gap": None})) == "not compared with the best possible"


def test_a_closed_gap_is_called_a_proof(campus: Answered) -> None:
    assert proof(campus[1].model_copy(update={"gap": 0.0})) == "proved to be the best possible"


def test_more_places_are_ruled_out_only_by_the_bound(campus: Answered) -> None:
    _, result = campus
    open_ = result.model_copy(update={"placed_bound": 12.4})

    assert placement_proof(result) == "No other plan can place more, counted with priority and waiting time."
    assert placement_proof(open_) == "Whether another plan could place more is not decided."
    assert placement_proof(result.model_copy(update={"placed": 14})) == "Everybody has a place."


def test_halves_of_a_percent_are_rounded_up() -> None:
    assert rounded_up(0.81) == "0.9"
    assert rounded_up(0.8) == "0.8"


def test_the_chance_to_last_is_a_whole_percentage(campus: Answered) -> None:
    assert lasting(campus[1].groups[0]) == "66 % chance that at least 5 stay"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("infeasible", "No valid plan: the rules for these 14 people contradict each other"),
        ("stopped", "Stopped before a first valid plan was found"),
    ],
)
def test_no_plan_is_said_plainly(campus: Answered, status: str, words: str) -> None:
    assert headline(campus[1].model_copy(update={"status": status, "groups": ()})) == words
