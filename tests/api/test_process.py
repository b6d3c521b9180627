"""What a process does for itself once it has loaded everything."""

import contextvars
import gc
import os
import threading

import pytest

from api.process import COLLECT_AFTER, FURTHEST, aside, settle

HAS_CLASSES = pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system has no classes of threads")


def test_what_is_loaded_is_not_looked_through_again() -> None:
    threshold, frozen = gc.get_threshold(), gc.get_freeze_count()
    gc.set_threshold(700)
    try:
        settle()

        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold()[0] == COLLECT_AFTER > 700
        assert gc.isenabled()
    finally:
        gc.set_threshold(*threshold)


def classes() -> tuple[int, int]:
    """The class of this thread, and of one that it begins."""
    found: list[int] = []
    begun = threading.Thread(target=lambda: found.append(os.sched_getscheduler(0)))
    begun.start()
    begun.join()
    return os.sched_getscheduler(0), found[0]


@HAS_CLASSES
def test_what_stands_aside_furthest_computes_where_nothing_else_does() -> None:
    assert aside(classes, FURTHEST) == (os.SCHED_IDLE, os.SCHED_IDLE)
    assert aside(classes, FURTHEST - 1) == (os.SCHED_OTHER, os.SCHED_OTHER)
    assert classes() == (os.SCHED_OTHER, os.SCHED_OTHER)


def test_what_is_done_aside_ends_as_it_would_here() -> None:
    class Ended(BaseException):
        pass

    def end() -> None:
        raise Ended

    here = contextvars.ContextVar("here", default="elsewhere")
    here.set("here")

    assert aside(here.get, FURTHEST) == "here"
    with pytest.raises(Ended):
        aside(end, FURTHEST)
