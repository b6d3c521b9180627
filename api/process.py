"""What a process of the service does for the sake of the others, and of its own answers."""

import contextlib
import contextvars
import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Value = TypeVar("Value")

FURTHEST = 19
"""The niceness that stands back furthest: what computes then runs only where nothing else wants a core."""

COLLECT_AFTER = 50_000
"""Objects made, less those gone again, after which the youngest are looked through for what refers to itself."""


def give_way(niceness: int) -> None:
    """Let other processes go first wherever they have something to do, where the system knows such a thing."""
    if hasattr(os, "nice"):
        # Where a sandbox forbids even this, everything still works, only less quickly.
        with contextlib.suppress(PermissionError):
            os.nice(niceness)


def stand_aside(niceness: int) -> None:
    """Let this thread and those that it begins compute only where nothing else wants a core, at the furthest niceness.

    Niceness alone is not enough on Linux: whoever has been given a core keeps it for a slice of some milliseconds
    (since 6.6), and an answer waits so long each time it has waited for something else, a dozen times. A thread of the
    idle class is put off its core at once, and a core where only such threads run counts as free. Nobody without
    privileges gets out of that class again, so that threads which show that a process lives are never put into it.
    """
    if niceness >= FURTHEST and hasattr(os, "SCHED_IDLE"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def aside(work: Callable[[], Value], niceness: int) -> Value:
    """What ``work`` gives or raises, by a thread of its own that stands aside for everything else."""
    found = contextvars.copy_context()
    with ThreadPoolExecutor(1, "aside", stand_aside, (niceness,)) as thread:
        return thread.submit(found.run, work).result()


def settle() -> None:
    """Say that everything is loaded: from now on the collector passes it by.

    A full collection goes through hundreds of thousands of objects of the libraries, which stay for good, and holds all
    threads for as long. A list that is read is another million objects, none of which refers to itself; looking at
    them every 700, as Python does, takes longer than reading them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
