"""A proof that a thread of its own goes on with, step after step, while the search goes on in another."""

from concurrent.futures import Executor, Future, wait
from threading import Event, Lock

from matcher.engine.proof import Proof
from matcher.engine.sheet import Ints

INTERRUPTED_EVERY = 0.05
"""Seconds between two calls to a step of the proof to end, when the time is up."""


class ProofBeside:
    """Works on a proof until it has nothing left to do, or is ended. Neither it nor the search waits for the other.

    A step of a short list takes some milliseconds, one of the search some tenths of a second: in turns, the proof of a
    list of 32 took five times as long.

    Args:
        proof: The proof; nobody else steps it meanwhile.
        pool: Gives the thread.
        assign: The best plan known.
        value: Its value, the one to beat.
    """

    bound: float
    """The proof's, as of its last whole step."""

    def __init__(self, proof: Proof, pool: Executor, assign: Ints, value: float) -> None:
        self.bound = proof.bound
        self._proof = proof
        self._known = assign, value
        self._found: Ints | None = None
        self._lock = Lock()
        self._ending = Event()
        self._work: Future[None] = pool.submit(self._go_on)

    @property
    def over(self) -> bool:
        """Whether it goes on no more."""
        return self._work.done()

    @property
    def fault(self) -> BaseException | None:
        """What went wrong, once it is over."""
        return self._work.exception()

    def tell(self, assign: Ints, value: float) -> None:
        """Have the next step begin from another plan."""
        self._known = assign, value

    def take(self) -> Ints | None:
        """The plan it has found since this was asked last, better than those it was told; None if there is none."""
        with self._lock:
            found, self._found = self._found, None
        return found

    def end(self) -> None:
        """Take no further step, and cut short the one that it is at; returns when that has ended."""
        self._ending.set()
        while wait([self._work], INTERRUPTED_EVERY).not_done:
            self._proof.interrupt()

    def _go_on(self) -> None:
        while not (self._ending.is_set() or self._proof.done):
            self._proof.step(*self._known)
            with self._lock:
                self.bound = self._proof.bound
                if self._proof.assign is not None:
                    self._found = self._proof.assign
