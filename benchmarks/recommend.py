"""Recommendation: how long one newcomer takes once a plan is laid out."""

import time
from collections.abc import Iterator

from benchmarks.effort import Effort
from benchmarks.table import Table, seconds, several
from matcher.generate import generate
from matcher.intake import Group, Intake
from matcher.plan import Plan
from matcher.recommend import Recommender

GROUPS = (8, 125, 1_000)
SIZE = 8
"""Members of each group; up to ten may sit in one."""

NEWCOMERS = 40
"""People who are asked for, one after the other."""


def measure(effort: Effort) -> Iterator[Table]:
    """One table of times by the number of groups."""
    rows = []
    for groups in GROUPS:
        laid_out, asked = [], []
        for _ in range(min(effort.runs, 3)):
            intake, plan = _plan(groups)
            began = time.perf_counter()
            recommender = Recommender(intake, plan)
            waiting = [a.id for a in intake.applicants[groups * SIZE :]]
            recommender.recommend(waiting[0])
            laid_out.append(time.perf_counter() - began)
            for newcomer in waiting[1:]:
                began = time.perf_counter()
                recommender.recommend(newcomer)
                asked.append(time.perf_counter() - began)
        rows.append((f"{groups:,} groups of {SIZE}", several(laid_out, seconds), several(asked, seconds)))
    yield Table(
        "Recommending a group to a newcomer, generated clinic lists",
        ("plan", "laying out the plan, and the first newcomer", "each further newcomer"),
        tuple(rows),
        f"All groups ranked, the best five described member by member, and who could make way in each; {NEWCOMERS} "
        "newcomers: median (least–most). A first run on a machine also compiles kernels.",
    )


def _plan(groups: int) -> tuple[Intake, Plan]:
    """A plan that seats people of one age beside each other, and newcomers who wait."""
    people = generate("clinic", groups * SIZE + NEWCOMERS + 1, 1).applicants
    waiting, placed = people[-NEWCOMERS - 1 :], people[: groups * SIZE]
    intake = Intake(applicants=(*placed, *waiting), groups=tuple(Group(id=f"g{k}") for k in range(groups)))
    ordered = sorted(placed, key=lambda a: (intake.years(a) or 0, a.id))
    return intake, Plan.of(
        {o.id: [a.id for a in ordered[k * SIZE : (k + 1) * SIZE]] for k, o in enumerate(intake.offers)}
    )
