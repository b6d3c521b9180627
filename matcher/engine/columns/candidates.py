"""The candidates of one node of the branch and bound: who may still be part of a room that is worth enough.

No choice of candidates is worth more than the sum of the best scores, since every pair counts half from both ends; the
halves are shifted between the two ends to where they cost least.
"""

import numpy as np
from numba import njit

from matcher.engine.sheet import Floats, Ints

SWEEPS = 2
"""How often parts of gains are shifted at a node at the most."""

PROGRESS = 0.1
"""By what share a sweep must lessen what scores exceed their share by, for another to follow."""


@njit(cache=True, nogil=True)
def inherit(above: Floats, part: Floats, candidates: Ints, many: int) -> None:
    """Begin with the parts of the level above."""
    for a in range(many):
        i = candidates[a]
        for b in range(many):
            part[i, candidates[b]] = above[i, candidates[b]]


@njit(cache=True, nogil=True)
def window(score: Floats, turn: int, many: int, left: int, value: float) -> float:
    """What the candidates from this turn on can make of the places left at the most."""
    if many - turn < left:
        return -np.inf
    return value + score[turn : turn + left].sum()


@njit(cache=True, nogil=True)
def sifted(candidates: Ints, many: int, near: Floats, sums: Floats, left: int, needed: float, lead: Floats) -> int:
    """Drop who cannot be part of anything above ``needed`` by the sums of parts of the level above; how many stay.

    Most nodes end here, at a cost that is linear in the candidates.
    """
    if many < left:
        return many
    lead[:left] = -np.inf
    for a in range(many):
        i = candidates[a]
        s = near[i] + sums[i, left - 1]
        if s > lead[0]:
            k = 0
            while k + 1 < left and lead[k + 1] < s:
                lead[k] = lead[k + 1]
                k += 1
            lead[k] = s
    least = needed - lead[:left].sum() + lead[0]
    stay = 0
    for a in range(many):
        i = candidates[a]
        if near[i] + sums[i, left - 1] > least:
            candidates[stay] = i
            stay += 1
    return stay


@njit(cache=True, nogil=True)
def scored(
    gain: Floats,
    part: Floats,
    candidates: Ints,
    many: int,
    near: Floats,
    due: Floats,
    score: Floats,
    sums: Floats,
    left: int,
    needed: float,
) -> int:
    """Score the candidates, best first, and drop those who cannot be part of anything above ``needed``; how many stay.

    ``part`` (m x m) says how much of a pair's gain counts at the first one's end, the rest at the other's; it is
    changed so that fewer candidates score more than their share of ``needed``. ``sums`` is set to the sums of
    everyone's largest parts, by how many. ``candidates`` and ``score`` are changed in place, the score of candidate k
    at place k.
    """
    inner = np.zeros(many)
    outer = np.zeros(many)
    top = np.zeros(left + 1)
    share = needed / left
    before = np.inf
    sweeps = 0
    while True:
        if many < left:
            return many
        if left == 1:
            for a in range(many):
                score[a] = near[candidates[a]] - due[candidates[a]]
        elif left == 2:
            for a in range(many):
                i = candidates[a]
                most = -np.inf
                for b in range(many):
                    j = candidates[b]
                    if b != a and gain[i, j] + near[j] - due[j] > most:
                        most = gain[i, j] + near[j] - due[j]
                score[a] = (near[i] - due[i] + most) / 2
        else:
            for a in range(many):
                _best_parts(part, candidates, many, a, left - 1, top)
                i = candidates[a]
                sums[i, 0] = 0.0
                for k in range(1, left):
                    sums[i, k] = sums[i, k - 1] + top[left - k]
                score[a] = near[i] - due[i] + sums[i, left - 1]
                inner[a], outer[a] = top[1], top[0]
        excess = 0.0
        for a in range(many):
            excess += max(0.0, score[a] - share)
        if left > 2 and sweeps < SWEEPS and 0 < excess < (1 - PROGRESS) * before:
            before = excess
            sweeps += 1
            _level(part, candidates, many, score, inner, outer, share)
            continue
        sort(candidates, score, many)
        least = needed - score[:left].sum() + score[left - 1]
        stay = many
        while stay > 0 and score[stay - 1] <= least:
            stay -= 1
        if stay > 0.8 * many or stay < left:
            return stay
        many = stay
        before = np.inf


@njit(cache=True, nogil=True)
def _best_parts(part: Floats, candidates: Ints, many: int, a: int, others: int, top: Floats) -> None:
    """Candidate a's largest parts with other candidates, rising: ``others`` of them after the next one, at 0."""
    row = part[candidates[a]]
    size = others + 1
    top[:size] = -np.inf
    for b in range(many):
        w = row[candidates[b]]
        if w > top[0] and b != a:
            k = 0
            while k + 1 < size and top[k + 1] < w:
                top[k] = top[k + 1]
                k += 1
            top[k] = w


@njit(cache=True, nogil=True)
def _level(
    part: Floats, candidates: Ints, many: int, score: Floats, inner: Floats, outer: Floats, share: float
) -> None:
    """Shift parts of gains from candidates who score more than their share to those who can take it.

    ``inner`` is the least part that counts in each candidate's score, ``outer`` the largest that does not. A part
    that stays under the other's ``inner`` costs nothing there; more may come up to their share.
    """
    for a in range(many):
        if score[a] <= share:
            continue
        i = candidates[a]
        for b in range(many):
            j = candidates[b]
            spare = part[i, j] - outer[a]
            if b == a or part[i, j] < inner[a] or spare <= 0:
                continue
            room = max(0.0, inner[b] - part[j, i]) + max(0.0, share - score[b])
            shift = min(spare, room, score[a] - share)
            if shift <= 0:
                continue
            part[i, j] -= shift
            part[j, i] += shift
            score[a] -= shift
            if part[j, i] > inner[b]:
                score[b] += min(shift, part[j, i] - inner[b])
                outer[b] = max(outer[b], inner[b])
            else:
                outer[b] = max(outer[b], part[j, i])
            if score[a] <= share:
                break


@njit(cache=True, nogil=True)
def sort(candidates: Ints, score: Floats, many: int) -> None:
    """Sort candidates by score, best first; insertion, as they come nearly sorted from the level above."""
    for a in range(1, many):
        s, c = score[a], candidates[a]
        b = a
        while b > 0 and score[b - 1] < s:
            score[b] = score[b - 1]
            candidates[b] = candidates[b - 1]
            b -= 1
        score[b] = s
        candidates[b] = c
