"""A bound for lists too long for a matrix of people: of classes of people with the same reasons.

Closeness is taken for whole, as far as it could ever be: on a long list there are always enough people of one's age
or stage. What is left depends on reasons alone, and people with the same reasons become one row of the certificate that
stands for all of them. The rarest sets of reasons are joined to the most similar frequent one, as classes of their
own in which every pair is worth what the best pair is. Masks, pairs and rules are left out, rewards are added in full.
"""

import numpy as np
from numba import njit

from matcher.engine.certificate import Frame
from matcher.engine.pairs import Traits, difference_of
from matcher.engine.sheet import Floats, Ints, Sheet
from matcher.engine.width import wide

MOST_KEPT = 1_000
"""Sets of reasons that are classes of their own: nine tenths of 100,000 invented people."""

MOST_JOINED = 500
"""Classes that the rest is joined to."""

MOST_SETS = 20_000
"""Different sets of reasons up to which all are compared with all, some ten seconds."""


def frame_of_classes(sheet: Sheet, traits: Traits) -> Frame | None:
    """The frame of a sheet's classes, or None where hardly two people have the same reasons."""
    people = np.flatnonzero(sheet.kinds_open > 0).astype(np.int32)
    first, members = _sets(traits, people)
    if len(first) > MOST_SETS:
        return None
    kept = np.argsort(-members, kind="stable")
    order = kept.astype(np.int32)
    frequent = order[:MOST_KEPT]
    class_of = np.arange(len(first), dtype=np.int32)
    class_of[order] = np.arange(len(first))
    if len(first) > MOST_KEPT:
        class_of[order[MOST_KEPT:]] = _joined(traits, first[frequent], first[order[MOST_KEPT:]], MOST_JOINED)
    count = int(class_of.max()) + 1
    copies = np.bincount(class_of, weights=members, minlength=count).astype(np.int32)
    weight = _best_pairs(traits, first, members, class_of, count)
    widest = int(sheet.most.max())
    sizes = np.arange(widest + 1)
    prices = sheet.target_price[:, None] * np.abs(sizes - sheet.target[:, None])
    return Frame(
        weight=weight,
        copies=copies,
        start=np.array([0, count], np.int32),
        member=np.arange(count, dtype=np.int32),
        seat_price=np.zeros(count),
        least=np.array([max(1, int(sheet.least.min()))], np.int32),
        most=np.array([widest], np.int32),
        rooms=np.array([float(sheet.groups)]),
        size_price=prices.min(axis=0)[None, :],
        required=np.zeros(count, np.bool_),
        waiting=max(0, len(people) - int(sheet.most.sum())),
    )


def _sets(traits: Traits, people: Ints) -> tuple[Ints, Ints]:
    """One person for each set of weighed reasons, and how many people have it."""
    held = np.arange(traits.reasons.shape[1]) < traits.held[people, None]
    reasons = np.where(held, traits.reasons[people], -1)
    order = np.argsort(reasons, axis=1, kind="stable")
    reasons = np.take_along_axis(reasons, order, axis=1)
    weights = np.take_along_axis(np.where(held, traits.weights[people], 0.0), order, axis=1)
    _, first, members = np.unique(np.hstack([reasons, weights]), axis=0, return_index=True, return_counts=True)
    return people[first].astype(np.int32), members.astype(np.int32)


@njit(cache=True, nogil=True)
def _joined(t: Traits, frequent: Ints, rare: Ints, most: int) -> Ints:
    """The class each rare set is joined to: numbers from ``len(frequent)`` on, one for each set it is most like."""
    number = np.full(min(most, len(frequent)), -1, np.int32)
    joined = np.zeros(len(rare), np.int32)
    count = len(frequent)
    for r in range(len(rare)):
        best, nearest = np.inf, 0
        for f in range(len(number)):
            difference = difference_of(t, wide(rare[r]), wide(frequent[f]))
            if difference < best:
                best, nearest = difference, f
        if number[nearest] < 0:
            number[nearest] = count
            count += 1
        joined[r] = number[nearest]
    return joined


@njit(cache=True, nogil=True)
def _best_pairs(t: Traits, first: Ints, members: Ints, class_of: Ints, count: int) -> Floats:
    """What the best pair of two classes is worth where closeness is whole; -inf where there is no pair."""
    best = np.full((count, count), -np.inf)
    for a in range(len(first)):
        for b in range(a, len(first)):
            if a == b and members[a] == 1:
                continue
            fit = t.balance + (1 - t.balance) * difference_of(t, wide(first[a]), wide(first[b]))
            one, other = class_of[a], class_of[b]
            if fit > best[one, other]:
                best[one, other] = best[other, one] = fit
    return best
