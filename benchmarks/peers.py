"""Side by side with other packages and other ways to seat the same people, in the same time, by the same scorer."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.effort import Effort
from benchmarks.page import bench_python
from benchmarks.results import ROOT, Curves, Points
from benchmarks.rivals import annealing, pair_fits, people_to_seat, random_seating, seating_by_age
from benchmarks.solving import FIT_ALONE, generated, known_of, run, warm_up
from benchmarks.table import NOTHING, Table, fit, seeds_said, several, whole
from matcher.intake import Applicant, Group, Intake
from matcher.plan import Plan
from matcher.scorer import score

COLUMNS = (
    "plan",
    "placed",
    "mean fit",
    "value a head",
    "worst member",
    "worst group",
    "rules broken",
    "ours, fit alone / this",
)

PACKAGES = {
    "team-formation": "team-formation",
    "team-formation, reasons left out": "team-formation-closeness",
    "anti-clustering, exchange": "exchange",
    "anti-clustering, annealing": "annealing",
}
"""Rows of the table, and what :mod:`benchmarks.peer_run` calls them."""

OURS = "ours, fit alone"
"""The row that solves the same problem as the others: no rule, equal groups, mean fit."""

PATIENCE = 60.0
"""Seconds beyond its time after which a package's run is given up."""


@dataclass(frozen=True)
class Quality:
    """A plan's figures by the scorer; ``broken`` counts breaches of hard rules."""

    placed: int
    mean_fit: float
    value_a_head: float
    worst_member: float
    worst_group: float
    broken: int


class Missing(Exception):
    """Why a package has no plan."""


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """A table for each list."""
    warm_up()
    budget = effort.peers.budget
    lines: dict[str, list[tuple[float, float]]] = {}
    for number, (kind, size) in enumerate(effort.peers.lists):
        seeds = range(1, budget.seeds + 1)
        intakes = [generated(kind, size, seed, "sizes") for seed in seeds]
        rows: list[tuple[str, ...]] = []
        ours: list[Quality] = []
        for name, seat in _ways(budget.seconds).items():
            try:
                found = [quality(intake, seat(intake, seed)) for seed, intake in zip(seeds, intakes, strict=True)]
            except Missing as why:
                rows.append((name, str(why), *[NOTHING] * (len(COLUMNS) - 2)))
                continue
            ours = ours or found
            rows.append(_row(name, found, ours))
            lines.setdefault(name, []).append((number, median(plan.mean_fit for plan in found)))
        yield Table(
            f"{kind} {size}, sizes 6–10, target 8, {budget.seconds:g} s",
            COLUMNS,
            tuple(rows),
            f"{seeds_said(budget.seeds)}, by our scorer. Value a head: fit less soft penalties. Rules "
            "broken: hard ones. Last column: our mean fit under fit alone over this plan's, seed by seed.",
        )
    points: dict[str, Points] = {name: tuple(line) for name, line in lines.items()}
    names = tuple((float(number), float(size)) for number, (_, size) in enumerate(effort.peers.lists))
    yield Curves("peers", {**points, "/".join(kind for kind, _ in effort.peers.lists): names})


def quality(intake: Intake, plan: Plan) -> Quality:
    """What a plan is worth."""
    scored = score(intake, plan)
    mean, member, group = scored.mean_fit, scored.worst_member, scored.worst_group
    assert mean is not None
    assert member is not None
    assert group is not None
    broken = sum(1 for _ in scored.breaches(hard=True))
    return Quality(scored.placed, mean, scored.value / scored.placed, member, group, broken)


def with_fit_alone(intake: Intake) -> Intake:
    """The same people in as many equal groups, without any rule."""
    people = people_to_seat(intake)
    least, more = divmod(len(people), len(intake.offers))
    known = tuple(known_of(person) for person in people)
    groups = tuple(
        Group(id=group.id, min_size=least, max_size=least + bool(more), target_size=least) for group in intake.offers
    )
    return Intake(applicants=known, groups=groups, as_of=intake.as_of, policy=FIT_ALONE)


def _ways(seconds: float) -> dict[str, Callable[[Intake, int], Plan]]:
    def ours(intake: Intake, seed: int) -> Plan:
        plan = run(intake, seconds, seed).result.plan
        assert plan is not None
        return plan

    def package(name: str) -> Callable[[Intake, int], Plan]:
        return lambda intake, seed: _seated_by(name, intake, seconds, seed)

    return {
        OURS: lambda intake, seed: ours(with_fit_alone(intake), seed),
        "ours, as usual": ours,
        **{row: package(name) for row, name in PACKAGES.items()},
        "annealing": lambda intake, seed: annealing(intake, seconds, seed),
        "sorted by age": lambda intake, _: seating_by_age(intake),
        "random": random_seating,
    }


def _seated_by(package: str, intake: Intake, seconds: float, seed: int) -> Plan:
    """A package's plan, made in a process and an environment of its own."""
    python = bench_python()
    if python is None:
        raise Missing("not installed here")
    people = people_to_seat(intake)
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder, "weight.npy"), pair_fits(intake, people))
        Path(folder, "people.json").write_text(json.dumps([_told(intake, person) for person in people]), "utf-8")
        command = [python, "-m", "benchmarks.peer_run", package, folder, f"--groups={len(intake.offers)}"]
        try:
            ended = subprocess.run(
                [*command, f"--seconds={seconds}", f"--seed={seed}"],
                cwd=ROOT,
                check=True,
                capture_output=True,
                timeout=seconds + PATIENCE,
            )
        except subprocess.TimeoutExpired:
            raise Missing(f"no plan in {seconds + PATIENCE:g} s") from None
        except subprocess.CalledProcessError as error:
            raise Missing(f"failed: {error.stderr.decode(errors='replace').strip().splitlines()[-1]}") from error
    answer = json.loads(ended.stdout)
    if "missing" in answer:
        raise Missing("cannot be installed here")
    if not answer["groups"]:
        raise Missing(f"no plan in {seconds:g} s")
    rooms = zip(intake.offers, answer["groups"], strict=True)
    return Plan.of({group.id: [people[index].id for index in members] for group, members in rooms})


def _told(intake: Intake, person: Applicant) -> dict[str, object]:
    """What a package is told about a person, reasons by our vocabulary's names."""
    reasons = sorted({intake.vocabulary.slug(word) for word in person.all_reasons})
    return {
        "age": intake.years(person),
        "stage": person.life_stage,
        "reasons": [reason for reason in reasons if not intake.vocabulary.is_risk(reason)],
    }


def _row(name: str, found: Sequence[Quality], ours: Sequence[Quality]) -> tuple[str, ...]:
    ratios = [mine.mean_fit / theirs.mean_fit for mine, theirs in zip(ours, found, strict=True)]
    return (
        name,
        several([plan.placed for plan in found], whole),
        several([plan.mean_fit for plan in found], fit),
        several([plan.value_a_head for plan in found], fit),
        several([plan.worst_member for plan in found], fit),
        several([plan.worst_group for plan in found], fit),
        several([plan.broken for plan in found], whole),
        several(ratios, fit),
    )
