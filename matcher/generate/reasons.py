"""Reasons that go together as they do on real lists: a Gaussian copula, held to shares and to a number per person."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.generate.draws import Draws
from matcher.generate.margins import COMMON_REASONS, LIFTS, RARER_REASONS, RARER_SHARE, REASON_COUNTS, Kind

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LINK = 0.6
"""Correlation of the copula at an endless lift. Below it shrinks with (lift - 1) / (lift + 1): the counts are small."""

_ROUNDS = 60
_SAMPLE = 8_000
_STEP = 0.5
_LEAST_EIGENVALUE = 0.05


@dataclass(frozen=True, slots=True)
class ReasonModel:
    """The reasons of one kind of list, the factor of their correlations and how far each is shifted to its share."""

    words: tuple[str, ...]
    shares: Floats
    factor: Floats
    shifts: Floats

    def ranked(self, draws: Draws, people: int) -> tuple[Ints, Ints]:
        """Reasons of every person, strongest first (``people`` x 5), and how many of them the person gives."""
        counts = draws.choices(REASON_COUNTS, people) + 1
        strength = draws.normals((people, len(self.words))) @ self.factor.T + self.shifts
        return _strongest(strength), counts


@cache
def reason_model(kind: Kind) -> ReasonModel:
    """The model of one kind of list.

    The shares are scaled by one factor so that they add up to the mean number of reasons. Their shifts are found by
    iteration on a fixed sample, because taking the strongest few of a person binds the reasons to each other.
    """
    words = (*COMMON_REASONS, *RARER_REASONS[kind])
    named = np.array([COMMON_REASONS.get(word, RARER_SHARE) for word in words])
    mean_count = sum(number * share for number, share in enumerate(REASON_COUNTS, start=1))
    shares = named * (mean_count / named.sum())
    factor = _factor(words)
    draws = Draws(0, kind)
    counts = draws.choices(REASON_COUNTS, _SAMPLE) + 1
    strength = draws.normals((_SAMPLE, len(words))) @ factor.T
    given = np.arange(len(REASON_COUNTS)) < counts[:, None]
    shifts = np.zeros(len(words))
    for _ in range(_ROUNDS):
        seen = np.bincount(_strongest(strength + shifts)[given], minlength=len(words)) / _SAMPLE
        shifts += _STEP * (_logit(shares) - _logit(np.clip(seen, 1 / _SAMPLE, 1 - 1 / _SAMPLE)))
    return ReasonModel(words, shares, factor, np.round(shifts, 4))


def correlations(words: tuple[str, ...]) -> Floats:
    """The correlations of the copula, made positive definite: small eigenvalues are lifted, the diagonal is 1 again."""
    matrix = np.eye(len(words))
    place = {word: index for index, word in enumerate(words)}
    for (first, second), lift in LIFTS.items():
        if first in place and second in place:
            value = LINK * (lift - 1) / (lift + 1)
            matrix[place[first], place[second]] = matrix[place[second], place[first]] = value
    values, vectors = np.linalg.eigh(matrix)
    lifted = (vectors * np.maximum(values, _LEAST_EIGENVALUE)) @ vectors.T
    scale = np.sqrt(np.diag(lifted))
    repaired: Floats = lifted / np.outer(scale, scale)
    return repaired


def _factor(words: tuple[str, ...]) -> Floats:
    return np.round(np.linalg.cholesky(correlations(words)), 6)


def _strongest(strength: Floats) -> Ints:
    return np.argsort(-strength, axis=1, kind="stable")[:, : len(REASON_COUNTS)]


def _logit(share: Floats) -> Floats:
    odds: Floats = np.log(share / (1 - share))
    return odds
