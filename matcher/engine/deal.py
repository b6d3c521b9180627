"""A first assignment for lists of any length: how many of which people go to which kind of group, then a deal.

People alike in what they may join are one class, offers alike are one kind; CP-SAT decides how many of a class go to a
kind. What it proves about the claims that can be placed holds for the whole problem, which only has more rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.sheet import Ints, Sheet
from matcher.engine.units import Units

CLAIM_STEP = 0.25
"""Claims are rounded up to this step here, so that classes stay few and the proof stays on the safe side."""

SCALE = 10_000
"""Whole numbers of the solver to a claim of 1."""


SECONDS_PER_THOUSAND = 1.0
"""Deterministic seconds for the counts by thousand people, at least a tenth: then they hardly get better."""


MOST_CELLS = 20_000
"""Classes times kinds up to which CP-SAT decides the counts; above, whoever has the fewest kinds goes first."""


@dataclass(frozen=True)
class Dealt:
    """A first assignment (group number, or the number of groups for the waitlist) and a bound on the claims placed."""

    assign: Ints
    claim_bound: float


def deal(sheet: Sheet, units: Units, seconds: float) -> Dealt:
    """Deal the newcomers to the groups; hard rules inside a room may still be broken.

    Args:
        sheet: The compiled intake.
        units: Its units.
        seconds: Deterministic seconds CP-SAT may take.
    """
    classes = _classes(units)
    seated_claim = float(sheet.claims[sheet.fixed].sum())
    enough = SECONDS_PER_THOUSAND * max(0.1, sheet.people / 1000)
    cells = len(classes) * len(sheet.kinds)
    if cells > MOST_CELLS:
        return _dealt_by_scarcity(sheet, units)
    counts, opened, bound = _counts(sheet, units, classes, min(seconds, enough))
    bound = min(bound, float(units.claim[units.allowed.any(axis=1)].sum()))
    assign = np.where(sheet.fixed, sheet.home, sheet.groups).astype(np.int32)
    order = _by_likeness(sheet, units)
    taken = [0] * len(classes)
    for kind in sheet.kinds:
        chosen: list[int] = []
        for c, members in enumerate(classes):
            count = counts[c][kind.number]
            chosen += members[taken[c] : taken[c] + count]
            taken[c] += count
        chosen.sort(key=lambda u: order[u])
        _fill(sheet, units, assign, kind.offers[: opened[kind.number]], chosen)
    return Dealt(assign, bound + seated_claim)


def _dealt_by_scarcity(sheet: Sheet, units: Units) -> Dealt:
    """Whoever may join the fewest kinds chooses first, the kind with most places left; then kinds are cut into groups.

    People of a kind that cannot fill one group choose again among the others.
    """
    assign = np.where(sheet.fixed, sheet.home, sheet.groups).astype(np.int32)
    seated = dict(sheet.rooms)
    first = np.array([kind.offers[0] for kind in sheet.kinds])
    offers = np.array([len(kind.offers) for kind in sheet.kinds])
    taken = np.array([seated[int(g)] for g in first])
    running = taken > 0
    target = np.maximum(sheet.target[first], sheet.least[first])
    order = np.lexsort((-units.claim, units.allowed.sum(axis=1), ~units.required))
    chosen: list[list[int]] = [[] for _ in sheet.kinds]
    closed = np.zeros(len(sheet.kinds), np.bool_)
    waiting = [int(u) for u in order]
    for limit in (target, sheet.most[first], sheet.most[first]):
        left = limit * offers - taken
        still: list[int] = []
        for u in waiting:
            room = np.where(units.allowed[u] & ~closed, left, 0)
            best = int(room.argmax())
            if room[best] >= units.size[u]:
                chosen[best].append(u)
                left[best] -= units.size[u]
                taken[best] += units.size[u]
            else:
                still.append(u)
        small = np.flatnonzero(~running & (taken > 0) & (taken < sheet.least[first]))
        for k in map(int, small):
            still += chosen[k]
            chosen[k], taken[k], closed[k] = [], 0, True
        waiting = still
    likeness = _by_likeness(sheet, units)
    for kind in sheet.kinds:
        k = kind.number
        people = int(taken[k])
        groups = 1 if running[k] else min(len(kind.offers), people // int(sheet.least[first[k]]))
        if not running[k] and groups:
            groups = max(-(-people // int(sheet.most[first[k]])), min(groups, round(people / int(target[k]))), 1)
        _fill(
            sheet,
            units,
            assign,
            kind.offers[: min(groups, len(kind.offers))],
            sorted(chosen[k], key=likeness.__getitem__),
        )
    return Dealt(assign, float(sheet.claims[sheet.fixed].sum() + units.claim[units.allowed.any(axis=1)].sum()))


def _classes(units: Units) -> list[list[int]]:
    """Units alike in kinds allowed, size, duty and (rounded) claim; in each class the units by number."""
    found: dict[tuple[bytes, int, bool, int], list[int]] = {}
    for u in range(len(units.members)):
        step = int(np.ceil(units.claim[u] / units.size[u] / CLAIM_STEP - 1e-9))
        found.setdefault((units.allowed[u].tobytes(), int(units.size[u]), bool(units.required[u]), step), []).append(u)
    return list(found.values())


def _counts(
    sheet: Sheet, units: Units, classes: Sequence[Sequence[int]], seconds: float
) -> tuple[list[list[int]], list[int], float]:
    """Units of each class for each kind, groups opened of each kind, and the bound on the newcomers' claims."""
    model = cp_model.CpModel()
    goal: list[cp_model.LinearExprT] = []
    load: list[list[cp_model.LinearExprT]] = [[] for _ in sheet.kinds]
    cells: list[dict[int, cp_model.IntVar]] = []
    for c, members in enumerate(classes):
        first = members[0]
        size = int(units.size[first])
        per_unit = max(float(units.claim[u]) for u in members)
        row = {
            k: model.new_int_var(0, len(members), f"y{c}_{k}") for k in map(int, np.flatnonzero(units.allowed[first]))
        }
        model.add(sum(row.values()) <= len(members))
        for k, count in row.items():
            load[k].append(count * size)
            goal.append(count * int(np.ceil(per_unit * SCALE)) * 100)
        cells.append(row)
    seated = dict(sheet.rooms)
    opened: dict[int, cp_model.IntVar] = {}
    for kind in sheet.kinds:
        group = kind.offers[0]
        people = cp_model.LinearExpr.sum(load[kind.number])
        if seated[group]:
            model.add(people <= int(sheet.most[group]) - seated[group])
            continue
        count = opened[kind.number] = model.new_int_var(0, len(kind.offers), f"z{kind.number}")
        model.add(people >= int(sheet.least[group]) * count)
        model.add(people <= int(sheet.most[group]) * count)
        target = int(sheet.target[group]) or int(sheet.least[group])
        off = model.new_int_var(0, sheet.people * 2 + target, f"off{kind.number}")
        model.add(off >= people - target * count)
        model.add(off >= target * count - people)
        goal.append(-off)
    model.maximize(sum(goal))
    solver = cp_model.CpSolver()
    # Ctrl-C belongs to the program that calls, not to the solver in it.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [[0] * len(sheet.kinds) for _ in classes], [0] * len(sheet.kinds), float(units.claim.sum())
    counts = [[solver.value(row[k]) if k in row else 0 for k in range(len(sheet.kinds))] for row in cells]
    groups = [solver.value(opened[k]) if k in opened else 1 for k in range(len(sheet.kinds))]
    bound = min(solver.best_objective_bound / (SCALE * 100) + _rounding(sheet), float(units.claim.sum()))
    return counts, groups, bound


def _rounding(sheet: Sheet) -> float:
    """What the small term for group sizes may hide of the claims, at most."""
    return (2 * sheet.people + 200) * len(sheet.kinds) / (SCALE * 100)


def _by_likeness(sheet: Sheet, units: Units) -> list[tuple[float, str, int]]:
    """A sorting key that puts people of like age and stage side by side."""
    keys = []
    for members in units.members:
        years = [y for y in sheet.years[list(members)] if not np.isnan(y)]
        stage = sheet.measure.features(sheet.intake.applicants[members[0]]).stage or ""
        keys.append((float(np.mean(years)) if years else 45.0, stage, members[0]))
    return keys


def _fill(sheet: Sheet, units: Units, assign: Ints, groups: Sequence[int], chosen: Sequence[int]) -> None:
    """Cut the sorted units into the opened groups, as equal in size as blocks allow."""
    seated = dict(sheet.rooms)
    left = int(units.size[list(chosen)].sum()) if chosen else 0
    queue = list(chosen)
    for position, group in enumerate(groups):
        quota = -(-left // (len(groups) - position))
        size = 0
        limit = int(sheet.most[group]) - seated[group]
        while queue and size < quota:
            fitting = next((q for q, u in enumerate(queue) if size + units.size[u] <= limit), None)
            if fitting is None:
                break
            unit = queue.pop(fitting)
            assign[list(units.members[unit])] = group
            size += int(units.size[unit])
        left -= size
