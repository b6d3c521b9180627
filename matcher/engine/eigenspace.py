"""The negative part of a symmetric matrix that changes little from call to call."""

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

MOST_DECOMPOSED = 100
"""Rows up to which the whole matrix is decomposed: 1.5 ms at 100, while the subspace takes 1 ms at any such size."""

SPARE = 16
"""Vectors beyond the negative ones that are kept, so that new ones are seen when they come."""

DEGREE = 3
"""Degree of the filter. Past 4 single precision no longer holds what one step makes of the largest: the bound on
1,000 people stuck at 1.8 % with 6 and came to 0.5 % with 3."""

HEADROOM = 1.2
"""By how much the largest eigenvalue is overestimated, so that nothing positive is taken for negative."""

LEAST_SHIFT = 0.1
"""Keeps the vector of the power steps from vanishing where the matrix is zero."""


class NegativePart:
    """Eigenvectors of the negative eigenvalues on the complement of one direction, followed from call to call.

    Subspace iteration with a Chebyshev filter that damps ``[0, largest]`` (Zhou and Saad, 2007), started from the
    last call's vectors: at 1,000 rows and 50 negative values 6 ms a call where ``eigh`` takes 190 ms. The result is
    close, not exact; whoever uses it must not rely on more than its being a factor.
    """

    def __init__(self, direction: Singles) -> None:
        self._direction = direction / np.linalg.norm(direction)
        self._rows = rows = len(direction)
        self._random = np.random.default_rng(0)
        self._basis = self._draw(min(SPARE, rows - 1))
        self._extreme = self._draw(1)[:, 0]
        self._shift = np.float32(LEAST_SHIFT)

    def of(self, matrix: Singles) -> tuple[Singles, Singles]:
        """Orthonormal vectors (rows x r) and their r negative values, of the matrix off the direction on both sides."""
        if self._rows <= MOST_DECOMPOSED:
            return self._decomposed(matrix)
        half = np.float32(max(HEADROOM * self._largest(matrix), 1.0) / 2)

        def mapped(vectors: Singles) -> Singles:
            image = self._applied(matrix, vectors)
            image -= half * vectors
            image /= half
            return image

        before = self._off(self._basis)
        filtered = mapped(before)
        for _ in range(DEGREE - 1):
            before, filtered = filtered, 2 * mapped(filtered) - before
        basis = np.linalg.qr(filtered)[0]
        small = basis.T @ self._applied(matrix, basis)
        values, turned = np.linalg.eigh((small + small.T) / 2)
        basis = basis @ turned
        negative = int((values < 0).sum())
        self._shift = np.float32(LEAST_SHIFT + max(0.0, -values[0]))
        self._resize(basis, min(negative + SPARE, self._rows - 1))
        return basis[:, :negative], values[:negative]

    def _largest(self, matrix: Singles) -> float:
        """An estimate of the largest eigenvalue, by two power steps on what is shifted to be positive."""
        vector = self._extreme
        for _ in range(2):
            vector = self._off(vector[:, None])[:, 0]
            vector /= np.linalg.norm(vector)
            image = matrix @ vector
            largest = float(vector @ image)
            vector = image + self._shift * vector
        self._extreme = vector
        return largest

    def _resize(self, basis: Singles, wanted: int) -> None:
        missing = wanted - basis.shape[1]
        self._basis = np.concatenate([basis, self._draw(missing)], axis=1) if missing > 0 else basis[:, :wanted]

    def _draw(self, columns: int) -> Singles:
        drawn = self._random.normal(size=(self._rows, columns)) / np.sqrt(self._rows)
        return drawn.astype(np.float32)

    def _off(self, vectors: NDArray[np.floating]) -> Singles:
        """Vectors less their part along the direction."""
        return np.asarray(vectors - np.outer(self._direction, self._direction @ vectors), np.float32)

    def _applied(self, matrix: Singles, vectors: Singles) -> Singles:
        """The matrix times vectors that are off the direction, taken off it again."""
        return self._off(matrix @ vectors)

    def _decomposed(self, matrix: Singles) -> tuple[Singles, Singles]:
        off = self._off(self._off(matrix).T)
        values, vectors = np.linalg.eigh((off + off.T) / 2)
        negative = values < 0
        return vectors[:, negative], values[negative]
