"""Quality on applicants' lists: what is found in so many seconds, beside other ways to seat the same people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.effort import Budget, Effort
from benchmarks.rivals import annealing, random_seating, seating_by_age
from benchmarks.table import NOTHING, Table, fit, percent, several, whole
from matcher.engine.solve import solve
from matcher.generate import AS_OF, Kind, generate, generate_groups
from matcher.intake import Intake, Sizes
from matcher.plan import Plan
from matcher.scorer import score
from matcher.stop import Seconds
from matcher.tables import read_intake

PUBLISHED = "masculinity2018_applicants.csv"
SIZES = Sizes(min_size=6, max_size=10, target_size=8)

COLUMNS = ("plan", "placed", "mean fit", "value a head", "worst member", "worst group", "rules broken", "gap")
NOTE = "Median (least–most) over seeds, by the scorer. Value a head: fit less soft penalties. Rules broken: hard ones."


@dataclass(frozen=True)
class Quality:
    """A plan's figures by the scorer; the gap is the engine's own, ``broken`` counts breaches of hard rules.

    The engine maximises value, which is the sum of fits less what broken soft rules cost; ``value_a_head`` is its mean.
    """

    placed: int
    mean_fit: float
    value_a_head: float
    worst_member: float
    worst_group: float
    broken: int
    gap: float | None = None


Found = Sequence[Quality]
"""One way to seat people: what it found, seed by seed."""


def measure(effort: Effort, data: Path) -> Iterator[Table]:
    """A table for every list with sizes alone, for every list with groups, and for the published list."""
    for kind, size in effort.lists:
        intakes = _generated(kind, size, "sizes", effort.budgets)
        yield _beside_rivals(f"{kind} {size}, sizes 6–10, target 8", intakes, effort)
    for kind, size in effort.lists:
        intakes = _generated(kind, size, "groups", effort.budgets_with_groups)
        rows = [_row(name, found) for name, found in _ours(intakes, effort.budgets_with_groups).items()]
        yield Table(f"{kind} {size}, groups with sessions and leaders", COLUMNS, tuple(rows), NOTE)
    if (data / PUBLISHED).exists():
        intake = read_intake(data / PUBLISHED, sizes=SIZES).intake
        intakes = [intake] * max(budget.seeds for budget in effort.budgets)
        yield _beside_rivals(f"published list of {len(intake.applicants):,}, sizes 6–10, target 8", intakes, effort)
    else:
        yield Table("published list, sizes 6–10, target 8", ("list", "figures"), ((PUBLISHED, "not here"),))


def _generated(kind: Kind, size: int, offers: Literal["sizes", "groups"], budgets: Sequence[Budget]) -> list[Intake]:
    """One list for each seed from 1."""
    intakes = []
    for seed in range(1, max(budget.seeds for budget in budgets) + 1):
        people = generate(kind, size, seed).applicants
        groups = generate_groups(people, seed) if offers == "groups" else ()
        intakes.append(Intake(applicants=people, groups=groups, sizes=SIZES, as_of=AS_OF))
    return intakes


def _beside_rivals(title: str, intakes: Sequence[Intake], effort: Effort) -> Table:
    rivals = _rivals(intakes, effort.annealing)
    ours = _ours(intakes, effort.budgets)
    same_time = ours[_our_name(effort.annealing.seconds)]
    rows = [(*_row(name, found), NOTHING) for name, found in ours.items()]
    for name, found in rivals.items():
        ratios = [mine.mean_fit / theirs.mean_fit for mine, theirs in zip(same_time, found, strict=False)]
        rows.append((*_row(name, found), several(ratios, lambda ratio: f"{ratio:.4f}")))
    note = f"{NOTE} Ours / this: mean fit after {effort.annealing.seconds:g} s over this plan's, seed by seed."
    return Table(title, (*COLUMNS, "ours / this"), tuple(rows), note)


def _ours(intakes: Sequence[Intake], budgets: Sequence[Budget]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for budget in budgets:
        found[_our_name(budget.seconds)] = [
            _solved(intake, budget.seconds, seed) for seed, intake in enumerate(intakes[: budget.seeds], start=1)
        ]
    return found


def _our_name(seconds: float) -> str:
    return f"ours, {seconds:g} s"


def _rivals(intakes: Sequence[Intake], budget: Budget) -> dict[str, Found]:
    ways: dict[str, Callable[[Intake, int], Plan]] = {
        "random": random_seating,
        "sorted by age": lambda intake, _: seating_by_age(intake),
        f"annealing, {budget.seconds:g} s": lambda intake, seed: annealing(intake, budget.seconds, seed),
    }
    return {
        name: [_quality(intake, seat(intake, seed)) for seed, intake in enumerate(intakes[: budget.seeds], start=1)]
        for name, seat in ways.items()
    }


def _solved(intake: Intake, seconds: float, seed: int) -> Quality:
    result = solve(intake, Seconds(seconds), seed=seed)
    if result.plan is None:
        raise RuntimeError(f"no valid plan of a list of {len(intake.applicants)}: {result.status}")
    return _quality(intake, result.plan, result.gap)


def _quality(intake: Intake, plan: Plan, gap: float | None = None) -> Quality:
    scored = score(intake, plan)
    mean, member, group = scored.mean_fit, scored.worst_member, scored.worst_group
    assert mean is not None
    assert member is not None
    assert group is not None
    broken = sum(1 for _ in scored.breaches(hard=True))
    return Quality(scored.placed, mean, scored.value / scored.placed, member, group, broken, gap)


def _row(name: str, found: Found) -> tuple[str, ...]:
    return (
        name,
        several([plan.placed for plan in found], whole),
        several([plan.mean_fit for plan in found], fit),
        several([plan.value_a_head for plan in found], fit),
        several([plan.worst_member for plan in found], fit),
        several([plan.worst_group for plan in found], fit),
        several([plan.broken for plan in found], whole),
        several([plan.gap for plan in found], percent),
    )
