"""How many requests a process is answering, and whether another process had better answer the next ones."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Crowd:
    """The requests that one of several processes is answering at a time.

    A connection stays with the process that took it. Whoever asks over few of them may find all their requests in one
    process while others idle. So a crowded process ends the connection after an answer: the next one is taken by
    whichever process is free first. Where more than half of its threads have a request, the others are taken to be no
    better off, and connecting anew would only cost.
    """

    def __init__(self, processes: int, threads: int) -> None:
        self._alone = processes == 1
        self._most = threads // 2
        self._count = 0
        self._lock = threading.Lock()

    @contextmanager
    def joined(self) -> Iterator[bool]:
        """Count a request for as long as it is answered; whether its connection had better end with it."""
        with self._lock:
            self._count += 1
            crowded = not self._alone and 1 < self._count <= self._most
        try:
            yield crowded
        finally:
            with self._lock:
                self._count -= 1
