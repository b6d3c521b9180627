"""Pair fit as a matrix: the measure's formula in a compiled kernel."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matcher.engine.sheet import LIKENESS, Bools, Floats, Ints, Sheet
from matcher.measure import NEIGHBOURING_STAGE, NOT_COMPARABLE


class Traits(NamedTuple):
    """What the pair kernel needs of everybody, in arrays; one row per person."""

    years: Floats
    stage: Ints
    reasons: Ints
    weights: Floats
    held: Ints
    total: Floats
    alike: Floats
    stages: Floats
    likeness: int
    balance: float
    tolerance: float
    tolerance_at: float


def traits_of(sheet: Sheet, known: Traits | None = None) -> Traits:
    """The traits of a sheet's people; -1 stands for an unknown stage, nan for an unknown age.

    ``known`` are the traits of the sheet that this one goes on from (``Sheet.known``).
    """
    measure, reasons, stages = sheet.measure, sheet.reason_codes, sheet.stage_codes
    features = [measure.features(a) for a in sheet.applicants]
    first = sheet.asked.start
    widest = max([1 if known is None else known.reasons.shape[1], *(len(f.weights) for f in features)])
    codes, weights = np.zeros((sheet.people, widest), np.int32), np.zeros((sheet.people, widest))
    for row, f in enumerate(features, first):
        codes[row, : len(f.weights)] = [reasons[r] for r in f.weights]
        weights[row, : len(f.weights)] = list(f.weights.values())
    stage = np.array([-1 if f.stage is None else stages[f.stage] for f in features], np.int32)
    held = np.array([len(f.weights) for f in features], np.int32)
    if known is not None:
        codes[:first, : known.reasons.shape[1]] = known.reasons
        weights[:first, : known.weights.shape[1]] = known.weights
        stage, held = np.append(known.stage, stage), np.append(known.held, held)
    policy = measure.policy
    return Traits(
        years=sheet.years,
        stage=stage,
        reasons=codes,
        weights=weights,
        held=held,
        total=weights.sum(axis=1),
        alike=known.alike if known is not None and len(known.alike) == len(reasons) else _alike(sheet),
        stages=known.stages if known is not None and len(known.stages) == len(stages) else _near(sheet),
        likeness=LIKENESS.index(policy.likeness),
        balance=float(policy.balance),
        tolerance=float(policy.age_tolerance),
        tolerance_at=np.nan if policy.age_tolerance_at is None else float(policy.age_tolerance_at),
    )


def _alike(sheet: Sheet) -> Floats:
    """How alike every two reasons are."""
    reasons = sheet.reason_codes
    similarity = sheet.measure.reason_similarity
    return np.array([[similarity(a, b) for b in reasons] for a in reasons]).reshape(len(reasons), len(reasons))


def _near(sheet: Sheet) -> Floats:
    """How close every two stages of life are."""
    stages = sheet.stage_codes
    near = np.eye(len(stages))
    for a, b in sheet.measure.vocabulary.neighbouring_stages:
        if a in stages and b in stages and a != b:
            near[stages[a], stages[b]] = NEIGHBOURING_STAGE
    return near


def of_people(traits: Traits, people: Ints) -> Traits:
    """The traits of some of the people alone, in this order."""
    return traits._replace(
        years=traits.years[people],
        stage=traits.stage[people],
        reasons=traits.reasons[people],
        weights=traits.weights[people],
        held=traits.held[people],
        total=traits.total[people],
    )


def pair_fit_matrix(traits: Traits, people: Ints) -> NDArray[np.float64]:
    """Pair fit of every two of ``people``: shape (len, len), symmetric, 0 on the diagonal."""
    matrix: NDArray[np.float64] = _matrix(traits, people)
    return matrix


def near_in_age(traits: Traits, people: Ints) -> Bools:
    """Who is within the age tolerance of whom: shape (len, len), symmetric, False on the diagonal."""
    years = traits.years[people]
    mean = (years[:, None] + years[None, :]) / 2
    tolerance = traits.tolerance * np.ones_like(mean)
    if not np.isnan(traits.tolerance_at):
        tolerance = traits.tolerance * mean / traits.tolerance_at
    near: Bools = np.abs(years[:, None] - years[None, :]) <= tolerance
    np.fill_diagonal(near, False)
    return near


@njit(cache=True, nogil=True)
def covered(t: Traits, i: int, j: int) -> float:
    """How much of person i's reasons person j covers, weighed by i's weights."""
    covered = 0.0
    for a in range(t.held[i]):
        best = 0.0
        for b in range(t.held[j]):
            best = max(best, t.alike[t.reasons[i, a], t.reasons[j, b]])
        covered += t.weights[i, a] * best
    return covered


@njit(cache=True, nogil=True)
def difference_of(t: Traits, i: int, j: int) -> float:
    """Difference of two people in their reasons."""
    if t.held[i] == 0 or t.held[j] == 0:
        return NOT_COMPARABLE
    overlap = (covered(t, i, j) + covered(t, j, i)) / 2
    return 1 - overlap / (t.total[i] + t.total[j] - overlap)


@njit(cache=True, nogil=True)
def closeness_of(t: Traits, i: int, j: int) -> float:
    """Closeness of two people."""
    near = -1.0 if t.stage[i] < 0 or t.stage[j] < 0 else t.stages[t.stage[i], t.stage[j]]
    return float(_closeness(t.years[i], t.years[j], near, t.likeness, t.tolerance, t.tolerance_at))


@njit(cache=True, nogil=True)
def _closeness(years: float, others: float, near: float, likeness: int, tolerance: float, tolerance_at: float) -> float:
    """Closeness from two ages and that of the stages; -1 stands for what cannot be compared."""
    age = -1.0
    if likeness != 3 and not (np.isnan(years) or np.isnan(others)):
        if not np.isnan(tolerance_at):
            tolerance = tolerance * (years + others) / 2 / tolerance_at
        age = max(0.0, 1 - abs(years - others) / tolerance)
    if likeness == 2:
        near = -1.0
    if age < 0 and near < 0:
        return NOT_COMPARABLE
    if age < 0 or near < 0 or likeness != 1:
        return max(age, near)
    return min(age, near)


@njit(cache=True, nogil=True)
def _matrix(t: Traits, people: Ints) -> Floats:
    # Arrays, not all traits at once, go into the loop over pairs: it is six times as fast.
    n = len(people)
    w = np.zeros((n, n))
    held, reasons, weights, total = t.held[people], t.reasons[people], t.weights[people], t.total[people]
    nearest = np.zeros((n, len(t.alike)))
    for a in range(n):
        for k in range(held[a]):
            for r in range(len(t.alike)):
                nearest[a, r] = max(nearest[a, r], t.alike[r, reasons[a, k]])
    years, stage = t.years[people], t.stage[people]
    stages, likeness, balance, tolerance, tolerance_at = t.stages, t.likeness, t.balance, t.tolerance, t.tolerance_at
    for a in range(n):
        for b in range(a + 1, n):
            difference = NOT_COMPARABLE
            if held[a] > 0 and held[b] > 0:
                overlap = 0.0
                for k in range(held[a]):
                    overlap += weights[a, k] * nearest[b, reasons[a, k]]
                for k in range(held[b]):
                    overlap += weights[b, k] * nearest[a, reasons[b, k]]
                overlap /= 2
                difference = 1 - overlap / (total[a] + total[b] - overlap)
            near = -1.0 if stage[a] < 0 or stage[b] < 0 else stages[stage[a], stage[b]]
            fit = balance * _closeness(years[a], years[b], near, likeness, tolerance, tolerance_at)
            fit += (1 - balance) * difference
            w[a, b] = fit
            w[b, a] = fit
    return w
