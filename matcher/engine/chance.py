"""Random numbers inside the kernels: xorshift64*, one word of state, the same on every machine.

Source: S. Vigna, An experimental exploration of Marsaglia's xorshift generators, scrambled (2016).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Dice = NDArray[np.uint64]


def dice(seed: int, lane: int = 0) -> Dice:
    """A generator's state from a seed and the number of the thread that uses it."""
    word = int(np.random.SeedSequence((seed, lane)).generate_state(1, np.uint64)[0])
    return np.array([word or 1], np.uint64)


@njit(cache=True, nogil=True)
def roll(state: Dice) -> float:
    """The next number, uniform in [0, 1)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def below(state: Dice, n: int) -> int:
    """A whole number, uniform in 0 .. n - 1."""
    return int(roll(state) * n)
