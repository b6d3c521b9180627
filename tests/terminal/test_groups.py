"""A result at 80 columns."""

import io
from collections.abc import Sequence

from rich.console import Console

from matcher.answer import evaluate
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Conflict
from matcher.terminal.groups import show_result


def campus(groups: int) -> tuple[Intake, Plan]:
    """Groups of four people of one age each, the last person waiting, the first without an age."""
    ages: Sequence[int | None] = [None, *(18 + place // 4 for place in range(1, 4 * groups + 1))]
    intake = Intake.model_validate(
        {
            "applicants": [{"id": f"p{n:02}", "age": age, "life_stage": "retired"} for n, age in enumerate(ages)],
            "groups": [
                {"id": f"g{n}", "name": f"Group {n}", "min_size": 4, "max_size": 4, "target_size": 4}
                for n in range(groups)
            ],
        }
    )
    return intake, Plan.of({f"g{n}": [f"p{4 * n + seat:02}" for seat in range(4)] for n in range(groups)})


def shown(intake: Intake, plan: Plan, **changes: object) -> str:
    console = Console(width=80, file=io.StringIO(), highlight=False)
    show_result(console, intake, evaluate(intake, plan).model_copy(update=changes))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    return text


def test_few_groups_are_shown_with_members_and_ages() -> None:
    text = shown(*campus(2))

    assert "8 of 9 people placed in 2 groups" in text
    assert "p00  p01  p02  p03" in text
    assert "1 without an age" in text
    assert "5 or more stay: 0 %" in text


def test_many_groups_get_one_line_each() -> None:
    text = shown(*campus(13))

    assert "p00" not in text
    assert sum(line.startswith("Group ") for line in text.splitlines()) == 1 + 13


def test_whoever_waits_is_shown_with_a_reason() -> None:
    line = next(line for line in shown(*campus(2)).splitlines() if line.startswith("p08"))

    assert len(line.split()) > 2


def test_how_many_of_each_age_wait_is_one_line() -> None:
    text = shown(*campus(2))

    assert "Waiting by age: 1 of 8 (18–24), 0 of 1 (age not given)" in text


def test_conflicts_are_told_and_nothing_else() -> None:
    intake, _ = campus(2)
    conflict = Conflict(rules=("keep_apart",), applicants=("p01",), groups=("g1",), text="p01 cannot be in two places")

    text = shown(intake, Plan(), status="infeasible", groups=(), waitlist=(), conflicts=(conflict,))

    assert "No valid plan" in text
    assert "p01 cannot be in two places" in text
