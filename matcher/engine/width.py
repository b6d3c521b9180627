"""Numbers of people and groups on their way from kernel to kernel: always at full width.

A kernel is compiled anew for every type it is given, and so is all it calls. A number read from an array of 32 bits is
another type than one that was counted, and a plain -1 is one more: without this, people would wait a quarter longer
for the first compilation.
"""

from typing import cast

import numpy as np
from numba import njit

NOBODY = cast(int, np.intp(-1))
"""Stands for nobody, or for no group."""


@njit(cache=True, nogil=True)
def wide(number: int) -> int:
    """The number of a person or group, read from an array, at full width."""
    return int(np.intp(number))
