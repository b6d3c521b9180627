"""Random draws that stay the same from one version of numpy to the next."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Draws:
    """Draws from one seed. All of them come from uniform numbers, whose stream numpy does not change."""

    def __init__(self, seed: int, purpose: str) -> None:
        """Start the draws.

        Args:
            seed: Any whole number from 0.
            purpose: What the draws are for; another purpose gives other draws from the same seed.
        """
        self._bits = np.random.Generator(np.random.PCG64([seed, *purpose.encode()]))

    def uniforms(self, shape: int | tuple[int, ...]) -> Floats:
        """Numbers in [0, 1)."""
        return self._bits.random(shape)

    def normals(self, shape: tuple[int, int]) -> Floats:
        """Standard normal numbers, by Box and Muller."""
        radius = np.sqrt(-2 * np.log1p(-self.uniforms(shape)))
        normals: Floats = radius * np.cos(2 * np.pi * self.uniforms(shape))
        return normals

    def choices(self, shares: Sequence[float], count: int) -> Ints:
        """Indices into ``shares`` (proportions)."""
        edges = np.cumsum(np.asarray(shares) / np.sum(shares))
        return np.minimum(np.searchsorted(edges, self.uniforms(count), side="right"), len(shares) - 1)

    def between(self, low: int, high: int, count: int) -> Ints:
        """Whole numbers from ``low`` to ``high``, both included."""
        return low + np.floor(self.uniforms(count) * (high - low + 1)).astype(np.int64)

    def happens(self, share: float, count: int) -> npt.NDArray[np.bool_]:
        """True with the given chance."""
        return self.uniforms(count) < share

    def shuffled(self, count: int) -> Ints:
        """The numbers from 0 to ``count`` - 1 in any order."""
        return np.argsort(self.uniforms(count), kind="stable")

    def weighted_subsets(self, weights: Sequence[float], sizes: Ints) -> list[list[int]]:
        """For each size so many different indices into ``weights``, drawn without replacement, in ascending order."""
        keys = np.log1p(-self.uniforms((len(sizes), len(weights)))) / np.asarray(weights)
        order = np.argsort(-keys, axis=1, kind="stable")
        return [sorted(row[:size]) for row, size in zip(order.tolist(), sizes.tolist(), strict=True)]
