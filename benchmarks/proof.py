"""The proof: how soon a plan is known to be the best, or how far from it at the most."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import mean

from benchmarks.effort import KINDS, Effort, Kind
from benchmarks.results import Curves, Points
from benchmarks.solving import FIT_ALONE, Run, generated, of_those_admitted, run, warm_up
from benchmarks.table import NOTHING, Table, percent, reached, seconds, seeds_said, several
from matcher.intake import Intake
from matcher.policy import Policy
from matcher.rules import Rules
from matcher.rules.no_isolate import NoIsolate

GOALS = {24: 0.0, 32: 0.0, 48: 0.0, 120: 0.01, 240: 0.006, 1_000: 0.015}
"""Largest mean gap at the limit, by people in groups of 8."""

GOAL_WITH_RULES = 0.03

COLUMNS = ("list", "limit", "proved best", "after", "gap at the end", "mean gap", "goal", "reached")


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """Groups of 8 under the usual policy, by fit alone, and groups with sessions, pairs and nobody alone in age."""
    warm_up()
    plan = effort.proof
    lines: dict[str, Points] = {}
    for kind in KINDS:
        rows = []
        for people, limit in plan.usual:
            runs = _runs(of_those_admitted, kind, people, limit, effort)
            rows.append(_row(f"{kind} {people:,}", limit, runs, GOALS.get(people)))
            lines[f"{kind}: {people:,}"] = _over_time(runs[0])
        yield _table(f"Groups of 8 on a {kind} list, usual policy", rows, effort)
    rows = []
    for kind in KINDS:
        for people, limit in plan.fit_alone:
            runs = _runs(partial(of_those_admitted, policy=FIT_ALONE), kind, people, limit, effort)
            rows.append(_row(f"{kind} {people:,}", limit, runs, GOALS.get(people)))
    yield _table("Groups of 8 by fit alone, no rule on", rows, effort)
    rows = []
    for kind in KINDS:
        for people, limit in plan.with_rules:
            runs = _runs(with_rules, kind, people, limit, effort)
            rows.append(_row(f"{kind} {people:,}", limit, runs, GOAL_WITH_RULES))
            lines[f"with rules: {kind} {people:,}"] = _over_time(runs[0])
    yield _table("Session times, pairs apart and together, and nobody alone in age (hard)", rows, effort)
    yield Curves("gap", lines)


def _runs(made: Callable[[Kind, int, int], Intake], kind: Kind, people: int, limit: float, effort: Effort) -> list[Run]:
    return [run(made(kind, people, seed), limit, seed) for seed in range(1, effort.proof.seeds + 1)]


def with_rules(kind: Kind, people: int, seed: int) -> Intake:
    """A list with groups that have sessions and leaders, pairs, and no isolate in age as a hard rule."""
    policy = Policy(rules=Rules(no_isolate=(NoIsolate(mode="hard"),)))
    return generated(kind, people, seed, "groups", policy)


def _row(name: str, limit: float, runs: Sequence[Run], goal: float | None) -> tuple[str, ...]:
    gaps = [0.0 if each.proved else each.result.gap for each in runs]
    known = [gap for gap in gaps if gap is not None]
    proved = [each for each in runs if each.proved]
    middle = mean(known) if len(known) == len(runs) else None
    return (
        name,
        f"{limit:g} s",
        f"{len(proved)} of {len(runs)}",
        several([each.seconds for each in proved], seconds),
        several(gaps, percent),
        NOTHING if middle is None else percent(middle),
        NOTHING if goal is None else "proved" if goal == 0 else f"≤ {percent(goal)}",
        NOTHING if goal is None else reached(middle is not None and middle <= goal),
    )


def _table(title: str, rows: Sequence[tuple[str, ...]], effort: Effort) -> Table:
    return Table(
        title,
        COLUMNS,
        tuple(rows),
        f"{seeds_said(effort.proof.seeds)}. A solve ends when its plan is proved to be the best; gap: "
        "the bound over the plan's value, less one. After: seconds until the proof, of the runs that have one.",
    )


def _over_time(done: Run) -> Points:
    """Seconds and gap; a proof is a gap of 0."""
    steps = [
        (point.seconds, max(0.0, point.bound / point.value - 1))
        for point in done.result.trace
        if point.seconds is not None and point.value is not None and point.bound is not None and point.value > 0
    ]
    last = 0.0 if done.proved else done.result.gap
    return (*steps, *(((done.seconds, last),) if last is not None else ()))
