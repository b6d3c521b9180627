"""The master problem in whole rooms, by CP-SAT: the best choice among rooms that were seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.board import BREACH, PLACE, Board
from matcher.engine.columns.master import units_in
from matcher.engine.columns.pool import Pool
from matcher.engine.columns.task import Task, task_of
from matcher.engine.sheet import Ints
from matcher.engine.state import fresh, total

SCALE = 10_000_000
"""Whole numbers of the solver to a value of 1."""

CLAIM_SCALE = 1_000_000
"""Whole numbers of the solver to a claim of 1; claims are rounded up, the sum asked for down."""

CLAIM_SLACK = 1e-6
"""By how much less claim a recombined plan may place than the incumbent, for rounding."""

BETTER = 1e-9
"""Improvements up to this are rounding."""


@dataclass(frozen=True)
class Choice:
    """Rooms of the pool, none where nothing was found, and a bound on what any choice among those asked is worth."""

    rooms: tuple[int, ...]
    bound: float


def choose(
    task: Task,
    pool: Pool,
    rooms: Sequence[int],
    start: Sequence[int],
    seconds: float,
    solver: cp_model.CpSolver,
    ended: Callable[[], bool],
) -> Choice:
    """The best choice among rooms.

    Args:
        task: What a choice must keep to.
        pool: Where the rooms are.
        rooms: Their numbers.
        start: Those of a choice to begin from; may be none.
        seconds: Deterministic seconds; the answer does not depend on the clock.
        solver: A new one, by which another thread can end the search early.
        ended: Whether to give up before the search has begun.
    """
    model = cp_model.CpModel()
    hinted = set(start)
    chosen = {number: model.new_bool_var("") for number in dict.fromkeys([*start, *rooms])}
    by_unit: list[list[cp_model.IntVar]] = [[] for _ in task.size]
    by_offer: list[list[cp_model.IntVar]] = [[] for _ in task.offers]
    claims = []
    for number, variable in chosen.items():
        if ended():
            return Choice((), np.inf)
        by_offer[int(pool.offer[number])].append(variable)
        units = units_in(task, pool.members[number])
        for unit in units:
            by_unit[unit].append(variable)
        claims.append(int(np.ceil(task.worth[units].sum() * CLAIM_SCALE)))
        model.add_hint(variable, number in hinted)
    for unit, having in enumerate(by_unit):
        if task.must[unit]:
            model.add_exactly_one(having)
        elif len(having) > 1:
            model.add_at_most_one(having)
    for offer, having in zip(task.offers, by_offer, strict=True):
        if offer.always:
            model.add(sum(having) == len(offer.groups))
        else:
            model.add(sum(having) <= len(offer.groups))
    if task.claim > 0:
        model.add(cp_model.LinearExpr.weighted_sum(list(chosen.values()), claims) >= int(task.claim * CLAIM_SCALE))
    values = [round(float(pool.value[number]) * SCALE) for number in chosen]
    model.maximize(cp_model.LinearExpr.weighted_sum(list(chosen.values()), values))
    # Ctrl-C belongs to the program that calls, not to the solver in it.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Choice((), -np.inf)
    # Every room's value may hide half a step of the scale.
    slack = (len(task.size) + len(task.board.least)) / SCALE
    bound = solver.best_objective_bound / SCALE + slack if status != cp_model.UNKNOWN else np.inf
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice((), bound)
    return Choice(tuple(number for number, variable in chosen.items() if solver.boolean_value(variable)), bound)


def recombine(board: Board, plans: Sequence[Ints], incumbent: Ints, seconds: float) -> Ints:
    """The best assignment that can be put together from rooms of several plans; never worse than the incumbent.

    Args:
        board: The problem.
        plans: Assignments without a breach of a hard rule inside the rooms that are to be used.
        incumbent: The best assignment known; as much claim as it places is placed.
        seconds: Deterministic seconds; the answer does not depend on the clock.
    """
    waiting = board.seat_price[:, -1]
    claims = np.where(waiting >= BREACH, waiting - BREACH, waiting) / PLACE
    wait = len(board.least) - 1
    task = task_of(board, claims, float(claims[incumbent < wait].sum()), CLAIM_SLACK)
    pool = Pool(task.board, task.offers)
    start = pool.learn(incumbent)
    rooms = [number for plan in plans for number in pool.learn(plan)]
    found = choose(task, pool, rooms, start, seconds, cp_model.CpSolver(), lambda: False)
    if not found.rooms:
        return incumbent
    assign = pool.assign(found.rooms)
    better = total(board, fresh(board, assign)) > total(board, fresh(board, incumbent)) + BETTER
    return assign if better else incumbent
