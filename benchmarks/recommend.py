"""Recommendation: how long one newcomer takes once a plan is laid out."""

import time
from collections.abc import Iterator

from benchmarks.effort import Effort
from benchmarks.table import Table, milliseconds, seconds, several
from matcher.engine.solve import solve
from matcher.generate import generate
from matcher.intake import Group, Intake
from matcher.plan import Plan
from matcher.recommend import Recommender
from matcher.stop import Seconds

GROUPS = (30, 125, 1_000)
SIZE = 8
"""Members of each group; up to ten may sit in one."""

NEWCOMERS = 30
"""People who are asked for, one after the other."""

SOLVED_FOR = 10.0
"""Seconds that the plan may take."""


def measure(effort: Effort) -> Iterator[Table]:
    """One table of times by the number of groups."""
    rows = []
    for groups in GROUPS:
        laid_out, asked = [], []
        intake, plan, newcomers = _plan(groups)
        for _ in range(min(effort.runs, 3)):
            began = time.perf_counter()
            recommender = Recommender(intake, plan)
            recommender.recommend(newcomers[0])
            laid_out.append(time.perf_counter() - began)
            for newcomer in newcomers[1:]:
                began = time.perf_counter()
                recommender.recommend(newcomer)
                asked.append(time.perf_counter() - began)
        rows.append((f"{groups:,} groups of {SIZE}", several(laid_out, seconds), several(asked, milliseconds)))
    yield Table(
        "Recommending a group to a newcomer, solved plans of generated clinic lists",
        ("plan", "laying out the plan, and the first newcomer", "each further newcomer"),
        tuple(rows),
        f"All groups ranked, the best five described member by member, and who could make way in each; {NEWCOMERS} "
        "newcomers: median (least–most). A first run on a machine also compiles kernels.",
    )


def _plan(groups: int) -> tuple[Intake, Plan, list[str]]:
    """A list, a solved plan of it without the newcomers, and these: people who may be placed."""
    people = generate("clinic", groups * SIZE, 1).applicants
    intake = Intake(applicants=people, groups=tuple(Group(id=f"g{k}") for k in range(groups)))
    result = solve(intake, Seconds(SOLVED_FOR), seed=1)
    placed = {member for room in result.groups for member in room.members}
    newcomers = [a.id for a in people if a.id in placed and a.seated_in is None][-NEWCOMERS:]
    rooms = {room.id: [m for m in room.members if m not in newcomers] for room in result.groups}
    return intake, Plan.of(rooms), newcomers
