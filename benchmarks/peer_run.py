"""One run of another package, in the environment that has it: ``python -m benchmarks.peer_run PACKAGE FOLDER ...``.

FOLDER holds ``weight.npy``, the matrix of pair fits, and ``people.json``, age, stage and reasons of everybody. What is
printed is JSON: the groups as lists of people's numbers, or under ``missing`` why the package cannot run here.

Only what comes with the packages is imported.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from sys import stderr
from typing import Any

Groups = list[list[int]]

CLOSENESS = (("age", "cluster_numeric", 1), ("stage", "cluster", 1))
DIFFERENCE = (("reasons", "different", 1),)
"""Attribute, constraint and weight for team-formation. None of twelve other sets of weights was clearly better on
lists of 24 and 120 people; without the reasons it gets further in its time."""

HOT, COLD = 0.05, 0.001
"""Temperatures for anti-clustering's annealing, in points of fit: those of our own."""

TRIAL = 0.1
"""Share of the time that a run takes by which the speed of annealing is judged, beside the time."""


@dataclass(frozen=True)
class Task:
    """A list to be seated in so many groups, in so many seconds."""

    weight: Any  # n x n, numpy's
    people: list[dict[str, Any]]
    groups: int
    seconds: float
    seed: int


def team_formation(task: Task, constraints: Sequence[tuple[str, str, int]]) -> Groups:
    """CP-SAT on attributes: ages close together, a stage in common, different reasons; an unknown age is the median."""
    import pandas
    from team_formation.team_assignment import TeamAssignment, calc_team_sizes

    order = pandas.Series(range(len(task.people))).sample(frac=1, random_state=task.seed).tolist()
    people = [task.people[index] for index in order]
    ages = [person["age"] for person in people if person["age"] is not None]
    middle = statistics.median(ages)
    roster = pandas.DataFrame(
        {
            "age": [round(middle if person["age"] is None else person["age"]) for person in people],
            "stage": [person["stage"] or "unknown" for person in people],
            "reasons": [person["reasons"] or ["none"] for person in people],
        }
    )
    wishes = pandas.DataFrame(constraints, columns=["attribute", "type", "weight"])
    least = len(people) // task.groups
    forms = [(least, False), (least + 1, True)]
    target, less = next((form for form in forms if len(calc_team_sizes(len(people), *form)) == task.groups), forms[0])
    teams = TeamAssignment(roster, wishes, target, less_than_target=less)
    teams.solve(max_time_in_seconds=task.seconds)
    if not teams.solution_found:
        return []
    return [[order[row] for row in rows] for rows in teams.participants.groupby("team_num").groups.values()]


def exchange(task: Task) -> Groups:
    """The exchange heuristic on pair fits, from one random start after another until the time is over."""
    from anti_clustering import ExchangeHeuristicAntiClustering

    class OnFits(ExchangeHeuristicAntiClustering):  # type: ignore[misc]  # has no types
        def _get_distance_matrix(self, **_: Any) -> Any:
            return task.weight

    ends = time.perf_counter() + task.seconds
    found: list[Groups] = []
    while not found or time.perf_counter() < ends:
        seed = 1_000 * task.seed + len(found)
        found.append(_divided(OnFits(random_seed=seed, restarts=1), task))
    return max(found, key=lambda groups: _diversity(task, groups))


def annealing(task: Task) -> Groups:
    """One annealing on pair fits that takes all the time, between temperatures that suit fits."""
    from anti_clustering import SimulatedAnnealingHeuristicAntiClustering

    class OnFits(SimulatedAnnealingHeuristicAntiClustering):  # type: ignore[misc]  # has no types
        def _get_distance_matrix(self, **_: Any) -> Any:
            return task.weight

    def anneal(steps: int) -> Groups:
        others = len(task.people) / task.groups - 1
        cooling = (COLD / HOT) ** (1 / steps)
        return _divided(
            OnFits(
                random_seed=task.seed,
                alpha=cooling,
                iterations=steps,
                starting_temperature=HOT * others,
                restarts=1,
            ),
            task,
        )

    steps, took = 1, 0.0
    while took < TRIAL * task.seconds:
        steps *= 2
        began = time.perf_counter()
        anneal(steps)
        took = time.perf_counter() - began
    return anneal(max(1, int(steps * task.seconds / took)))


PACKAGES: dict[str, Callable[[Task], Groups]] = {
    "team-formation": lambda task: team_formation(task, (*CLOSENESS, *DIFFERENCE)),
    "team-formation-closeness": lambda task: team_formation(task, CLOSENESS),
    "exchange": exchange,
    "annealing": annealing,
}


def _divided(algorithm: Any, task: Task) -> Groups:
    """The groups of one run; the table it is given only numbers the people."""
    import pandas

    numbered = pandas.DataFrame({"number": range(len(task.people))})
    done = algorithm.run(
        df=numbered,
        numerical_columns=["number"],
        categorical_columns=None,
        num_groups=task.groups,
        destination_column="group",
    )
    return [rows.tolist() for rows in done.groupby("group").groups.values()]


def _diversity(task: Task, groups: Groups) -> float:
    return sum(float(task.weight[group][:, group].sum()) for group in groups)


def main() -> None:
    """Run one package and print its groups."""
    import numpy

    parser = argparse.ArgumentParser()
    parser.add_argument("package", choices=PACKAGES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--groups", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    people = json.loads((given.folder / "people.json").read_text(encoding="utf-8"))
    task = Task(numpy.load(given.folder / "weight.npy"), people, given.groups, given.seconds, given.seed)
    try:
        with redirect_stdout(stderr):
            answer: dict[str, Any] = {"groups": PACKAGES[given.package](task)}
    except ImportError as error:
        answer = {"missing": str(error)}
    print(json.dumps(answer, default=int))


if __name__ == "__main__":
    main()
