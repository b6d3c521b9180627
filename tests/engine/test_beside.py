"""The proof beside the search, with a proof whose steps the test holds in its hands."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import numpy as np
import pytest

from matcher.engine.beside import ProofBeside
from matcher.engine.proof import Proof
from matcher.engine.sheet import Ints

PATIENCE_SECONDS = 60
"""After which a test gives up; nothing is measured by it."""

FIRST, SECOND, FOUND = (np.array([n], np.int32) for n in range(3))


class Steps:
    """Stands in for a proof: each step does what the test says, then lowers the bound by one."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.bound = 10.0
        self.assign: Ints | None = None
        self.told: list[tuple[Ints, float]] = []
        self.interrupted = threading.Event()
        self._left = list(steps)

    @property
    def done(self) -> bool:
        return not self._left

    def step(self, assign: Ints, value: float) -> None:
        self.told.append((assign, value))
        self._left.pop(0)()
        self.bound -= 1

    def interrupt(self) -> None:
        self.interrupted.set()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def beside(steps: Steps, pool: ThreadPoolExecutor) -> ProofBeside:
    return ProofBeside(cast(Proof, steps), pool, FIRST, 1.0)


def over(pool: ThreadPoolExecutor) -> None:
    """Wait until whatever the pool does has ended."""
    pool.submit(int).result(PATIENCE_SECONDS)


def test_it_goes_on_by_itself_until_there_is_nothing_left(pool: ThreadPoolExecutor) -> None:
    steps = Steps(int, int, int)

    found = beside(steps, pool)
    over(pool)

    assert found.over
    assert (found.bound, found.fault, len(steps.told)) == (7.0, None, 3)


def test_a_step_begins_from_what_was_told_last(pool: ThreadPoolExecutor) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def held() -> None:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)

    steps = Steps(held, int)

    found = beside(steps, pool)
    assert begun.wait(PATIENCE_SECONDS)
    assert found.bound == 10.0
    found.tell(SECOND, 2.0)
    go_on.set()
    over(pool)

    assert steps.told == [(FIRST, 1.0), (SECOND, 2.0)]


def test_a_plan_that_it_finds_is_taken_once(pool: ThreadPoolExecutor) -> None:
    steps = Steps(lambda: setattr(steps, "assign", FOUND), lambda: setattr(steps, "assign", None))

    found = beside(steps, pool)
    over(pool)

    assert found.take() is FOUND
    assert found.take() is None


def test_its_end_cuts_the_step_short_and_begins_no_other(pool: ThreadPoolExecutor) -> None:
    steps = Steps(lambda: steps.interrupted.wait(PATIENCE_SECONDS), int)

    found = beside(steps, pool)
    found.end()

    assert found.over
    assert steps.interrupted.is_set() or not steps.told
    assert len(steps.told) <= 1


def test_a_fault_ends_it_and_is_kept(pool: ThreadPoolExecutor) -> None:
    found = beside(Steps(int, lambda: 1 // 0, int), pool)
    over(pool)

    assert found.over
    assert isinstance(found.fault, ZeroDivisionError)
    assert found.bound == 9.0
