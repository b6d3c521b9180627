"""The proof: how soon a plan is known to be the best, or how far from it at the most."""

from collections.abc import Callable, Iterator, Sequence
from statistics import mean, median

from benchmarks.effort import KINDS, Effort, Kind
from benchmarks.results import Curves, Points
from benchmarks.solving import PROVED, Run, generated, of_those_admitted, run, warm_up
from benchmarks.table import NOTHING, Table, percent, reached, seconds, seeds_said
from matcher.intake import Intake
from matcher.policy import Policy
from matcher.rules import Rules
from matcher.rules.no_isolate import NoIsolate

GOALS = {24: 0.0, 32: 0.0, 48: 0.0, 120: 0.01, 240: 0.006, 1_000: 0.015}
"""Largest mean gap at the limit, by people in groups of 8; 0 is a proof."""

GOAL_WITH_RULES = 0.03

COLUMNS = (
    "list",
    "limit",
    "goal",
    "reached by",
    "after, median",
    "at worst",
    "gap at the limit, seed 1",
    "mean gap when ended",
    "reached",
)


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """Groups of 8 under the usual policy, and groups with sessions, pairs and nobody alone in age."""
    warm_up()
    plan = effort.proof
    lines: dict[str, Points] = {}
    for kind in KINDS:
        rows = []
        for people, limit in plan.usual:
            runs = _runs(of_those_admitted, kind, people, limit, GOALS[people], plan.seeds)
            rows.append(_row(f"{kind} {people:,}", limit, runs, GOALS[people]))
            lines[f"{kind}: {people:,}"] = _over_time(runs[0])
        yield _table(f"Groups of 8 on a {kind} list, usual policy", rows, plan.seeds)
    rows = []
    for kind in KINDS:
        for people, limit in plan.with_rules:
            runs = _runs(with_rules, kind, people, limit, GOAL_WITH_RULES, plan.seeds)
            rows.append(_row(f"{kind} {people:,}", limit, runs, GOAL_WITH_RULES))
            lines[f"with rules: {kind} {people:,}"] = _over_time(runs[0])
    yield _table("Session times, pairs apart and together, and nobody alone in age (hard)", rows, plan.seeds)
    yield Curves("gap", lines)


def _runs(
    made: Callable[[Kind, int, int], Intake], kind: Kind, people: int, limit: float, goal: float, seeds: int
) -> list[Run]:
    """Seed 1 goes on to the limit, for the curve and the gap there; the others end at the goal."""
    return [run(made(kind, people, seed), limit, seed, PROVED if seed == 1 else goal) for seed in range(1, seeds + 1)]


def with_rules(kind: Kind, people: int, seed: int) -> Intake:
    """A list with groups that have sessions and leaders, pairs, and no isolate in age as a hard rule."""
    policy = Policy(rules=Rules(no_isolate=(NoIsolate(mode="hard"),)))
    return generated(kind, people, seed, "groups", policy)


def _row(name: str, limit: float, runs: Sequence[Run], goal: float) -> tuple[str, ...]:
    gaps = [0.0 if each.proved else each.result.gap for each in runs]
    known = [gap for gap in gaps if gap is not None]
    middle = mean(known) if len(known) == len(runs) else None
    after = [since for since in (_until(each, goal) for each in runs) if since is not None]
    return (
        name,
        f"{limit:g} s",
        "proved" if goal == 0 else f"≤ {percent(goal)}",
        f"{len(after)} of {len(runs)}",
        seconds(median(after)) if after else NOTHING,
        seconds(max(after)) if len(after) == len(runs) else NOTHING,
        NOTHING if gaps[0] is None else percent(gaps[0]),
        NOTHING if middle is None else percent(middle),
        reached(middle is not None and middle <= goal),
    )


def _until(done: Run, goal: float) -> float | None:
    """Seconds until the gap was no larger than the goal; None if it never was."""
    return next((second for second, gap in _over_time(done) if gap <= goal), None)


def _table(title: str, rows: Sequence[tuple[str, ...]], seeds: int) -> Table:
    return Table(
        title,
        COLUMNS,
        tuple(rows),
        f"{seeds_said(seeds).partition(';')[0]}. Gap: the bound over the plan's value, less one. Seed 1 goes on to the "
        "limit or to the proof that its plan is the best; the others end as soon as they reach the goal, so that the "
        "mean gap when ended is no less than that at the limit. After: seconds until the goal. Reached: by the mean.",
    )


def _over_time(done: Run) -> Points:
    """Seconds and gap; a proof is a gap of 0."""
    steps = [
        (point.seconds, max(0.0, point.bound / point.value - 1))
        for point in done.result.trace
        if point.seconds is not None and point.value is not None and point.bound is not None and point.value > 0
        if point.bound > point.value * (1 + PROVED)
    ]
    last = 0.0 if done.proved else done.result.gap
    return (*steps, *(((done.seconds, last),) if last is not None else ()))
