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


UNKNOWN_YEARS = 45.0
"""Age in years of somebody whose age is unknown, where people are put in order."""

UNITS_AT_ONCE = 1_000
"""Units whose rows of all kinds are in memory at a time."""

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
    classes = _classes(units, MOST_CELLS // len(sheet.kinds))
    if classes is None:
        return dealt_by_scarcity(sheet, units)
    seated_claim = float(sheet.claims[sheet.fixed].sum())
    enough = SECONDS_PER_THOUSAND * max(0.1, sheet.people / 1000)
    counts, opened, bound = _counts(sheet, units, classes, min(seconds, enough))
    bound = min(bound, float(units.claim[units.kinds_open > 0].sum()))
    assign = np.where(sheet.fixed, sheet.home, sheet.groups).astype(np.int32)
    order = _by_likeness(sheet, units)
    taken = [0] * len(classes)
    for kind in sheet.kinds:
        chosen: list[int] = []
        for c, members in enumerate(classes):
            count = counts[c][kind.number]
            chosen += members[taken[c] : taken[c] + count]
            taken[c] += count
        chosen.sort(key=order.__getitem__)
        _fill(sheet, units, assign, kind.offers[: opened[kind.number]], chosen)
    return Dealt(assign, bound + seated_claim)


def dealt_by_scarcity(sheet: Sheet, units: Units) -> Dealt:
    """Whoever may join the fewest kinds chooses first, the kind with most places left; then kinds are cut into groups.

    People of a kind that cannot fill one group choose again among the others.
    """
    assign = np.where(sheet.fixed, sheet.home, sheet.groups).astype(np.int32)
    first = np.array([kind.offers[0] for kind in sheet.kinds])
    offers = np.array([len(kind.offers) for kind in sheet.kinds])
    taken = np.array([sheet.rooms[g][1] for g in first])
    running = taken > 0
    target = np.maximum(sheet.target[first], sheet.least[first])
    order = np.lexsort((-units.claim, units.kinds_open, ~units.required))
    order = order[units.kinds_open[order] > 0]
    chosen: list[list[int]] = [[] for _ in sheet.kinds]
    closed = np.zeros(len(sheet.kinds), np.bool_)
    waiting = order
    for limit in (target, sheet.most[first], sheet.most[first]):
        left = limit * offers - taken
        still: list[int] = []
        for part in np.array_split(waiting, 1 + len(waiting) // UNITS_AT_ONCE):
            for u, allowed in zip(part.tolist(), units.allowed_at(part), strict=True):
                room = np.where(allowed & ~closed, left, 0)
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
        waiting = np.array(still, np.int32)
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
    return Dealt(assign, float(sheet.claims[sheet.fixed].sum() + units.claim[units.kinds_open > 0].sum()))


def _classes(units: Units, most: int) -> list[list[int]] | None:
    """Units alike in kinds allowed, size, duty and (rounded) claim, by number in each class; None if over ``most``."""
    found: dict[tuple[bytes, int, bool, int], list[int]] = {}
    steps = np.ceil(units.claim / units.size / CLAIM_STEP - 1e-9).astype(int).tolist()
    for part in np.array_split(np.arange(len(units.members)), 1 + len(units.members) // UNITS_AT_ONCE):
        for u, allowed in zip(part.tolist(), units.allowed_at(part), strict=True):
            key = (allowed.tobytes(), int(units.size[u]), bool(units.required[u]), steps[u])
            found.setdefault(key, []).append(u)
        if len(found) > most:
            return None
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
            k: model.new_int_var(0, len(members), f"y{c}_{k}")
            for k in map(int, np.flatnonzero(units.allowed_at(np.array([first]))))
        }
        model.add(sum(row.values()) <= len(members))
        for k, count in row.items():
            load[k].append(count * size)
            goal.append(count * int(np.ceil(per_unit * SCALE)) * 100)
        cells.append(row)
    opened: dict[int, cp_model.IntVar] = {}
    for kind in sheet.kinds:
        group = kind.offers[0]
        people = cp_model.LinearExpr.sum(load[kind.number])
        seated = sheet.rooms[group][1]
        if seated:
            model.add(people <= int(sheet.most[group]) - seated)
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


def _by_likeness(sheet: Sheet, units: Units) -> list[int]:
    """Each unit's place in an order that puts people of like age and stage side by side."""
    first = units.first
    years = np.where(np.isnan(sheet.years), UNKNOWN_YEARS, sheet.years)[first]
    for unit in range(units.blocks):
        known = sheet.years[list(units.members[unit])]
        known = known[~np.isnan(known)]
        years[unit] = known.mean() if len(known) else UNKNOWN_YEARS
    stages = [sheet.measure.features(sheet.intake.applicants[i]).stage or "" for i in first.tolist()]
    _, stage = np.unique(np.array(stages), return_inverse=True)
    place = np.empty(len(first), np.int32)
    place[np.lexsort((first, stage, years))] = np.arange(len(first))
    return place.tolist()


def _fill(sheet: Sheet, units: Units, assign: Ints, groups: Sequence[int], chosen: Sequence[int]) -> None:
    """Cut the sorted units into the opened groups, as equal in size as blocks allow."""
    size_of = units.size[list(chosen)].tolist()
    left = sum(size_of)
    queue = list(zip(chosen, size_of, strict=True))[::-1]
    for position, group in enumerate(groups):
        quota = -(-left // (len(groups) - position))
        size = 0
        limit = int(sheet.most[group]) - sheet.rooms[group][1]
        while queue and size < quota:
            places = range(len(queue) - 1, -1, -1)
            fitting = next((q for q in places if size + queue[q][1] <= limit), None)
            if fitting is None:
                break
            unit, its_size = queue.pop(fitting)
            assign[list(units.members[unit])] = group
            size += its_size
        left -= size
