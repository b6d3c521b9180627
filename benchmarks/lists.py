"""Quality on applicants' lists: what is found in a second, beside what the same engine finds in a minute."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Literal

from benchmarks.effort import KINDS, Effort
from benchmarks.results import Curves, Points
from benchmarks.solving import USUAL, Run, generated, run, warm_up
from benchmarks.table import NOTHING, Table, fine, fit, reached, seconds, seeds_said, several, whole
from matcher.intake import Intake, Sizes
from matcher.tables import read_intake

PUBLISHED = "masculinity2018_applicants.csv"

NEAR = 0.001
"""How far under the long run's value a plan may lie after a second."""

EQUAL = Sizes(min_size=8, max_size=9, target_size=8)

GOALS = {15: 0.8765, 60: 0.877}
"""Mean fit of the published list in equal groups, by seconds."""

SAME = 1e-6
"""Claims that differ by less are the same."""

COLUMNS = (
    "list",
    "placed",
    "value a head, long",
    "short of it, median",
    "mean",
    f"within {100 * NEAR:g} %",
    "proved best",
    "long run took",
)


def measure(effort: Effort, data: Path) -> Iterator[Table | Curves]:
    """Lists with sizes alone, lists with groups, and the published list."""
    warm_up()
    plan = effort.lists
    lines: dict[str, Points] = {}
    offers: Literal["sizes", "groups"]
    for offers, sizes, seeds, title in (
        ("sizes", plan.sizes, plan.seeds, "sizes 6–10, target 8"),
        ("groups", plan.sizes_with_groups, plan.seeds_with_groups, "groups with sessions and leaders"),
    ):
        rows = []
        for kind in KINDS:
            for size in sizes:
                intakes = [generated(kind, size, seed, offers) for seed in range(1, seeds + 1)]
                short = [run(intake, plan.short, seed) for seed, intake in enumerate(intakes, start=1)]
                long = [run(intake, plan.long, seed) for seed, intake in enumerate(intakes, start=1)]
                rows.append(_row(f"{kind} {size}", short, long))
                lines[f"{offers}: {kind} {size}"] = _over_time(long[0])
        yield Table(
            f"After {plan.short:g} s beside {plan.long:g} s: {title}",
            COLUMNS,
            tuple(rows),
            f"{seeds_said(seeds)}. Value a head: fit less what broken soft rules cost. Short of it: "
            f"one minus the value after {plan.short:g} s over the better of both runs, among runs that place the same "
            "claims; what places less is counted in brackets. A run ends early when its plan is proved to be the best.",
        )
    yield from _published(effort, data, lines)
    yield Curves("value", {name: line for name, line in lines.items() if len(line) > 1})


def _row(name: str, short: Sequence[Run], long: Sequence[Run]) -> tuple[str, ...]:
    lags = []
    for first, second in zip(short, long, strict=True):
        best = max(first, second, key=lambda each: (round(each.claim, 6), each.value))
        lags.append(1 - first.value / best.value if first.claim > best.claim - SAME else None)
    behind = [lag for lag in lags if lag is not None]
    fewer = len(lags) - len(behind)
    return (
        name,
        several([each.result.placed for each in long], whole),
        several([each.value / each.result.placed for each in long], fit),
        several(behind, fine) + (f" [{fewer} placed less]" if fewer else ""),
        fine(mean(behind)) if behind else NOTHING,
        reached(not fewer and mean(behind) <= NEAR),
        f"{sum(each.proved for each in long)} of {len(long)}",
        several([each.seconds for each in long], seconds),
    )


def _published(effort: Effort, data: Path, lines: dict[str, Points]) -> Iterator[Table]:
    path = data / PUBLISHED
    if not path.exists():
        yield Table("Published list", ("list", "figures"), ((PUBLISHED, "not here"),))
        return
    rows = []
    for name, sizes in (("equal sizes (8 or 9)", EQUAL), ("sizes 6–10, target 8", USUAL)):
        intake = read_intake(path, sizes=sizes).intake
        for budget in effort.lists.published:
            seeds = budget.seeds if sizes is EQUAL else 1
            runs = [run(intake, budget.seconds, seed) for seed in range(1, seeds + 1)]
            goal = GOALS.get(int(budget.seconds)) if sizes is EQUAL else None
            rows.append(_published_row(f"{name}, {budget.seconds:g} s", intake, runs, goal))
            lines[f"published: {name}"] = _over_time(runs[0])
    yield Table(
        "The published list of 1,419",
        ("groups", "placed", "mean fit", "mean", "goal", "reached", "worst member", "worst group"),
        tuple(rows),
        f"{seeds_said(effort.lists.published[0].seeds)}; sizes 6–10 seed 1 alone. The goal is for the mean of equal "
        "groups.",
    )


def _published_row(name: str, intake: Intake, runs: Sequence[Run], goal: float | None) -> tuple[str, ...]:
    fits = [each.mean_fit for each in runs]
    return (
        name,
        f"{whole(runs[0].result.placed)} of {whole(len(intake.applicants))}",
        several(fits, fit),
        f"{mean(fits):.5f}",
        NOTHING if goal is None else fit(goal),
        NOTHING if goal is None else reached(mean(fits) >= goal),
        several([each.result.worst_member for each in runs], fit),
        several([each.result.worst_group for each in runs], fit),
    )


def _over_time(done: Run) -> Points:
    """Seconds, and by how much of its last value a plan still falls short, once as many are placed as in the end."""
    steps = [
        (point.seconds, max(0.0, 1 - point.value / done.value))
        for point in done.result.trace
        if point.seconds is not None and point.value is not None and point.claim is not None
        if point.claim > done.claim - SAME
    ]
    return (*steps, (done.seconds, 0.0))
