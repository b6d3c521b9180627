"""What a process of the service does for the sake of the others, and of its own answers."""

import contextlib
import gc
import os

COLLECT_AFTER = 50_000
"""Objects made, less those gone again, after which the youngest are looked through for what refers to itself."""


def give_way(niceness: int) -> None:
    """Let other processes go first wherever they have something to do, where the system knows such a thing."""
    if hasattr(os, "nice"):
        # Where a sandbox forbids even this, everything still works, only less quickly.
        with contextlib.suppress(PermissionError):
            os.nice(niceness)


def settle() -> None:
    """Say that everything is loaded: from now on the collector passes it by.

    A full collection goes through hundreds of thousands of objects of the libraries, which stay for good, and holds all
    threads for as long. A list that is read is another million objects, none of which refers to itself; looking at
    them every 700, as Python does, takes longer than reading them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
